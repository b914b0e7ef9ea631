/** What a reader of XML wants to hear. Names come without their namespace prefix. */
type XmlListener = {
  open?: (name: string, attributes: (name: string) => string | undefined) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
};

/** `unsafe` when the document declares entities: no office format does, and they are how bombs and disclosure work. */
export type XmlOutcome = 'read' | 'unsafe';

// Longer tags are never honest, and searching them for attributes would take quadratic time.
const MAX_TAG = 20_000;
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Decodes XML bytes by byte order mark, UTF-8 otherwise; never throws. */
export function decodeXml(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

/** Reads XML forwards in one pass, tolerates broken markup, expands only the five built-in and numeric entities. */
export function readXml(xml: string, listener: XmlListener): XmlOutcome {
  let position = 0;
  while (position < xml.length) {
    const tag = xml.indexOf('<', position);
    if (tag < 0) {
      listener.text?.(decodeEntities(xml.slice(position)));
      return 'read';
    }
    if (tag > position) listener.text?.(decodeEntities(xml.slice(position, tag)));
    if (xml.startsWith('<!--', tag)) position = after(xml, '-->', tag + 4);
    else if (xml.startsWith('<![CDATA[', tag)) {
      position = after(xml, ']]>', tag + 9);
      listener.text?.(xml.slice(tag + 9, xml.endsWith(']]>', position) ? position - 3 : position));
    } else if (xml.startsWith('<?', tag)) position = after(xml, '?>', tag + 2);
    else if (xml.startsWith('<!', tag)) {
      const declaration = endOfDeclaration(xml, tag);
      if (/<!ENTITY/i.test(xml.slice(tag, declaration))) return 'unsafe';
      position = declaration;
    } else position = readTag(xml, tag, listener);
  }
  return 'read';
}

function readTag(xml: string, start: number, listener: XmlListener): number {
  const end = endOfTag(xml, start + 1);
  const closing = xml[start + 1] === '/';
  const selfClosing = xml[end - 1] === '/';
  const inner = xml.slice(start + (closing ? 2 : 1), selfClosing ? end - 1 : end);
  const name = localName(/^[^\s/>]*/.exec(inner)?.[0] ?? '');
  if (closing) listener.close?.(name);
  else {
    listener.open?.(name, (wanted) => attributeOf(inner, wanted));
    if (selfClosing) listener.close?.(name);
  }
  return end + 1;
}

function endOfTag(xml: string, from: number): number {
  let quote = 0;
  for (let index = from; index < xml.length; index += 1) {
    const code = xml.charCodeAt(index);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 0x22 || code === 0x27) quote = code;
    else if (code === 0x3e) return index;
  }
  return xml.length;
}

// A document type may hold an internal subset in brackets, with quotes and nested declarations.
function endOfDeclaration(xml: string, from: number): number {
  let depth = 0;
  for (let index = from; index < xml.length; index += 1) {
    const code = xml.charCodeAt(index);
    if (code === 0x5b) depth += 1;
    else if (code === 0x5d) depth -= 1;
    else if (code === 0x3e && depth <= 0) return index + 1;
  }
  return xml.length;
}

function attributeOf(inner: string, wanted: string): string | undefined {
  if (inner.length > MAX_TAG) return undefined;
  const pattern = /([^\s=/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
  for (const match of inner.matchAll(pattern)) {
    const name = match[1] ?? '';
    if (name === wanted || localName(name) === wanted) return decodeEntities(match[2] ?? match[3] ?? '');
  }
  return undefined;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function after(xml: string, terminator: string, from: number): number {
  const found = xml.indexOf(terminator, from);
  return found < 0 ? xml.length : found + terminator.length;
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, decimal, hex, named) => {
    if (named) return NAMED[named.toLowerCase()] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '\ufffd';
  });
}
