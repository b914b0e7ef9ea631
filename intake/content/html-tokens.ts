/** One piece of HTML. Attribute names are lower case; values are decoded. */
export type HtmlToken =
  | { type: 'text'; text: string }
  | { type: 'open'; name: string; attributes: [name: string, value: string][] }
  | { type: 'close'; name: string };

// Their content is never markup, so tags inside must not be taken for tags.
const RAW_TEXT = new Set([
  'script',
  'style',
  'title',
  'textarea',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'noscript',
  'plaintext',
]);
const MAX_ATTRIBUTES = 100;
const NAMED: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  euro: '€',
  sect: '§',
  ndash: '–',
  mdash: '—',
  bdquo: '„',
  ldquo: '“',
  rdquo: '”',
  sbquo: '‚',
  lsquo: '‘',
  rsquo: '’',
  laquo: '«',
  raquo: '»',
  hellip: '…',
  bull: '•',
  middot: '·',
  copy: '©',
  reg: '®',
  deg: '°',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  aacute: 'á',
  ccedil: 'ç',
  times: '×',
  shy: '',
  zwnj: '',
  zwj: '',
};

/** Reads HTML forwards in one pass. Tolerates anything, never throws, runs in linear time; raw content (scripts, styles) is left out. */
function* htmlTokens(html: string): Generator<HtmlToken> {
  let position = 0;
  while (position < html.length) {
    const tag = nextTag(html, position);
    if (tag > position) yield { type: 'text', text: decodeHtmlEntities(html.slice(position, tag)) };
    if (tag >= html.length) return;
    const second = html[tag + 1];
    if (html.startsWith('<!--', tag)) position = endOf(html, '-->', tag + 4);
    else if (second === '!' || second === '?') position = endOf(html, '>', tag + 2);
    else if (second === '/') {
      const end = endOf(html, '>', tag + 2);
      const name = /^[a-z][^\s/>]*/i.exec(html.slice(tag + 2, Math.min(end, tag + 66)))?.[0].toLowerCase();
      if (name) yield { type: 'close', name };
      position = end;
    } else {
      const open = readOpenTag(html, tag + 1);
      yield open.token;
      position = RAW_TEXT.has(open.token.name) ? endOfRaw(html, open.token.name, open.next) : open.next;
    }
  }
}

// Not for reading; but a block inside ends them, as it does in a browser, so that nothing swallows the letter.
const UNREAD = new Set(['head', 'svg', 'math']);

/** Elements that start on a new line. */
export const BLOCKS = new Set(
  'address article blockquote body caption center dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tr ul'.split(
    ' ',
  ),
);

/** The tokens a reader would see: without what stands in the head, in graphics and in templates. */
export function* readableTokens(html: string): Generator<HtmlToken> {
  let unread: string[] = [];
  for (const token of htmlTokens(html)) {
    if (token.type === 'close') {
      const at = unread.lastIndexOf(token.name);
      if (at >= 0) unread.length = at;
      else if (unread.length === 0) yield token;
      continue;
    }
    if (token.type === 'open') {
      if (BLOCKS.has(token.name) && !unread.includes('template')) unread = [];
      if (unread.length < 100 && (UNREAD.has(token.name) || token.name === 'template')) unread.push(token.name);
    }
    if (unread.length === 0) yield token;
  }
}

/** Decodes numeric and the usual named entities once. */
function decodeHtmlEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7});?|#x([0-9a-f]{1,6});?|([a-z]{2,6});)/gi, (whole, decimal, hex, named) => {
    if (named) return NAMED[named] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '\ufffd';
  });
}

function nextTag(html: string, from: number): number {
  for (let at = html.indexOf('<', from); at >= 0; at = html.indexOf('<', at + 1)) {
    if (/[a-z!?/]/i.test(html[at + 1] ?? '')) return at;
  }
  return html.length;
}

function readOpenTag(html: string, start: number): { token: Extract<HtmlToken, { type: 'open' }>; next: number } {
  let position = start;
  while (position < html.length && !/[\s/>]/.test(html[position] ?? '')) position += 1;
  const name = html.slice(start, position).toLowerCase();
  const attributes: [string, string][] = [];
  while (position < html.length && html[position] !== '>') {
    if (/[\s/]/.test(html[position] ?? '')) position += 1;
    else position = readAttribute(html, position, attributes);
  }
  return { token: { type: 'open', name, attributes }, next: position + 1 };
}

function readAttribute(html: string, start: number, attributes: [string, string][]): number {
  let position = start + 1;
  while (position < html.length && !/[\s/>=]/.test(html[position] ?? '')) position += 1;
  const name = html.slice(start, position).toLowerCase();
  while (/\s/.test(html[position] ?? '')) position += 1;
  let value = '';
  if (html[position] === '=') {
    position += 1;
    while (/\s/.test(html[position] ?? '')) position += 1;
    const quote = html[position];
    const valueStart = quote === '"' || quote === "'" ? position + 1 : position;
    position = quote === '"' || quote === "'" ? indexOrEnd(html, quote, valueStart) : unquotedEnd(html, valueStart);
    value = html.slice(valueStart, position);
    if (valueStart > 0 && (quote === '"' || quote === "'")) position += 1;
  }
  if (attributes.length < MAX_ATTRIBUTES) attributes.push([name, decodeHtmlEntities(value)]);
  return position;
}

function unquotedEnd(html: string, from: number): number {
  let position = from;
  while (position < html.length && !/[\s>]/.test(html[position] ?? '')) position += 1;
  return position;
}

// Lower-casing the whole rest once per raw element would be quadratic; a sticky search walks each part once.
function endOfRaw(html: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}`, 'gi');
  closing.lastIndex = from;
  const found = closing.exec(html);
  return found ? endOf(html, '>', found.index) : html.length;
}

function endOf(html: string, terminator: string, from: number): number {
  const found = html.indexOf(terminator, from);
  return found < 0 ? html.length : found + terminator.length;
}

function indexOrEnd(html: string, wanted: string, from: number): number {
  const found = html.indexOf(wanted, from);
  return found < 0 ? html.length : found;
}
