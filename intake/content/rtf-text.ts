import { latin1 } from './byte-reading.ts';

/** Text or HTML taken out of RTF; `truncated` when it went on. */
type RtfText = { text: string; html?: string; truncated: boolean };

const MAX_CHARACTERS = 8_000_000;
const MAX_DEPTH = 1_000;
const UNREAD = new Set(
  'fonttbl colortbl stylesheet info pict object themedata colorschememapping datastore latentstyles listtable listoverridetable rsidtbl generator xmlnstbl filetbl revtbl fldinst header footer headerl headerr headerf footerl footerr footerf bkmkstart bkmkend nonshppict mmathPr'.split(
    ' ',
  ),
);
const CHARACTERS: Record<string, string> = {
  par: '\n',
  line: '\n',
  row: '\n',
  sect: '\n',
  page: '\f',
  tab: '\t',
  cell: '\t',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  emspace: ' ',
  enspace: ' ',
  '~': '\u00a0',
  _: '-',
};
const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n\\]/giy;

type Group = { unread: boolean; unicodeSkip: number; html: boolean; rtfOnly: boolean };

/** Reads text from RTF bytes in one pass; never throws. When Outlook wrapped HTML in it, that is given as `html`. */
export function rtfToText(bytes: Uint8Array): RtfText {
  const source = latin1(bytes, 0, Math.min(bytes.length, 4 * MAX_CHARACTERS));
  const state = createState();
  const fromHtml = /\\fromhtml1/.test(source.slice(0, 2_000));
  TOKEN.lastIndex = 0;
  const token = new RegExp(TOKEN);
  for (let match = token.exec(source); match; match = token.exec(source)) {
    state.read(match);
    if (state.length() > MAX_CHARACTERS) break;
  }
  const { text, html } = state.finish();
  return { text: text.trim(), html: fromHtml ? html : undefined, truncated: state.length() > MAX_CHARACTERS };
}

function createState() {
  const groups: Group[] = [];
  let group: Group = { unread: false, unicodeSkip: 1, html: false, rtfOnly: false };
  let depthBeyond = 0;
  let decoder = new TextDecoder('windows-1252');
  let pending: number[] = [];
  let toSkip = 0;
  let length = 0;
  const text: string[] = [];
  const html: string[] = [];

  const write = (piece: string) => {
    length += piece.length;
    if (!group.unread && !group.rtfOnly && !group.html) text.push(piece);
    if (group.html || (!group.unread && !group.rtfOnly)) html.push(piece);
  };
  const flush = () => {
    if (pending.length === 0) return;
    write(decoder.decode(new Uint8Array(pending)));
    pending = [];
  };
  const brace = (which: string) => {
    flush();
    toSkip = 0;
    if (which === '{') {
      if (groups.length >= MAX_DEPTH) depthBeyond += 1;
      else groups.push({ ...group });
    } else if (depthBeyond > 0) depthBeyond -= 1;
    else group = groups.pop() ?? group;
  };
  const word = (name: string, value: number | undefined) => {
    if (name === 'u' && value !== undefined) {
      flush();
      write(String.fromCharCode(value < 0 ? value + 65_536 : value));
      toSkip = group.unicodeSkip;
      return;
    }
    flush();
    if (name === 'uc') group.unicodeSkip = Math.min(10, Math.max(0, value ?? 1));
    else if (name === 'ansicpg') decoder = decoderFor(value);
    else if (name === 'htmltag') group.html = true;
    else if (name === 'htmlrtf') group.rtfOnly = value !== 0;
    else if (UNREAD.has(name)) group.unread = true;
    else if (CHARACTERS[name] !== undefined && Object.hasOwn(CHARACTERS, name)) write(CHARACTERS[name]);
  };
  const plain = (piece: string) => {
    const kept = toSkip > 0 ? piece.slice(toSkip) : piece;
    toSkip = Math.max(0, toSkip - piece.length);
    if (kept === '') return;
    flush();
    write(kept);
  };
  const hex = (code: string) => {
    if (toSkip > 0) toSkip -= 1;
    else pending.push(Number.parseInt(code, 16));
  };
  const symbol = (character: string) => {
    flush();
    if (character === '*') group.unread = true;
    else if (character === '\n' || character === '\r') write('\n');
    else if (Object.hasOwn(CHARACTERS, character)) write(CHARACTERS[character] ?? '');
    else if ('\\{}'.includes(character)) write(character);
  };
  return {
    read: (match: RegExpExecArray) => {
      if (match[1] !== undefined) word(match[1], match[2] === undefined ? undefined : Number(match[2]));
      else if (match[3] !== undefined) hex(match[3]);
      else if (match[4] !== undefined) symbol(match[4]);
      else if (match[5] !== undefined) brace(match[5]);
      else if (match[6] !== undefined) plain(match[6]);
    },
    length: () => length,
    finish: () => {
      flush();
      return { text: text.join('').toWellFormed(), html: html.join('').toWellFormed() };
    },
  };
}

function decoderFor(codePage: number | undefined): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(codePage === 65_001 ? 'utf-8' : `windows-${codePage}`);
  } catch {
    return new TextDecoder('windows-1252');
  }
}
