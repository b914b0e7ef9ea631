import { hasSignature, viewOf } from './byte-reading.ts';
import { decompressRtf } from './compressed-rtf.ts';
import { MAX_ATTACHMENTS, oneLine } from './mail-parts.ts';
import type { RawMail } from './mail-parts.ts';
import { rtfToText } from './rtf-text.ts';

const SUBJECT = 0x00018004;
const BODY = 0x0002800c;
const MESSAGE_PROPERTIES = 0x00069003;
const NEW_ATTACHMENT = 0x00069002;
const ATTACHMENT_TITLE = 0x00018010;
const ATTACHMENT_DATA = 0x0006800f;
const ATTACHMENT_PROPERTIES = 0x00069005;
const CODE_PAGE = 0x00069007;
const LONG_FILE_NAME = 0x3707;
const MEDIA_TYPE = 0x370e;
const CONTENT_ID = 0x3712;
const RTF = 0x1009;
const HTML = 0x1013;
const MAX_PROPERTIES = 5_000;

type Property = { id: number; type: number; value: Uint8Array };

/** Reads winmail.dat (MS-OXTNEF): body and attachments. `null` if it is not that; a cut-off file gives what was there. */
export function readTnef(bytes: Uint8Array): RawMail | null {
  if (!hasSignature(bytes, 0, 'x\x9f\x3e\x22')) return null;
  const mail: RawMail = { subject: '', from: '', to: [], cc: [], date: null, messageId: null, attachments: [] };
  let decoder = new TextDecoder('windows-1252');
  const current = () => mail.attachments.at(-1);
  for (const { id, data } of attributesOf(bytes)) {
    if (id === CODE_PAGE && data.length >= 4) decoder = decoderFor(viewOf(data).getUint32(0, true)) ?? decoder;
    else if (id === SUBJECT) mail.subject = oneLine(trimZeros(decoder.decode(data)));
    else if (id === BODY) mail.text = trimZeros(decoder.decode(data));
    else if (id === MESSAGE_PROPERTIES) readBody(mail, data, decoder);
    else if (id === NEW_ATTACHMENT && mail.attachments.length < MAX_ATTACHMENTS)
      mail.attachments.push({ name: '', claimedType: '', bytes: () => new Uint8Array() });
    else if (id === ATTACHMENT_TITLE || id === ATTACHMENT_DATA || id === ATTACHMENT_PROPERTIES)
      readAttachment(current(), id, data, decoder);
  }
  return mail;
}

function readAttachment(
  attachment: RawMail['attachments'][number] | undefined,
  id: number,
  data: Uint8Array,
  decoder: Decoder,
): void {
  if (!attachment) return;
  if (id === ATTACHMENT_TITLE) attachment.name ||= trimZeros(decoder.decode(data));
  else if (id === ATTACHMENT_DATA) attachment.bytes = () => data;
  else {
    for (const property of propertiesOf(data)) {
      if (property.id === LONG_FILE_NAME) attachment.name = textOf(property, decoder) || attachment.name;
      if (property.id === MEDIA_TYPE) attachment.claimedType = textOf(property, decoder);
      if (property.id === CONTENT_ID) attachment.contentId = textOf(property, decoder);
    }
  }
}

function readBody(mail: RawMail, data: Uint8Array, decoder: Decoder): void {
  for (const property of propertiesOf(data)) {
    if (property.id === HTML) mail.html = decoder.decode(property.value);
    if (property.id !== RTF) continue;
    const rtf = decompressRtf(property.value);
    if (rtf === null) continue;
    const read = rtfToText(rtf);
    mail.text ||= read.text;
    mail.html ||= read.html;
  }
}

function* attributesOf(bytes: Uint8Array): Generator<{ id: number; data: Uint8Array }> {
  const view = viewOf(bytes);
  let position = 6;
  while (position + 9 <= bytes.length) {
    const id = view.getUint32(position + 1, true);
    const length = view.getUint32(position + 5, true);
    const start = position + 9;
    if (start + length > bytes.length) return;
    yield { id, data: bytes.subarray(start, start + length) };
    position = start + length + 2;
  }
}

/** Sizes of the fixed MAPI types in bytes, padded to four. */
const FIXED: Record<number, number> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};

function propertiesOf(data: Uint8Array): Property[] {
  const view = viewOf(data);
  const found: Property[] = [];
  try {
    const count = Math.min(view.getUint32(0, true), MAX_PROPERTIES);
    let position = 4;
    for (let index = 0; index < count; index += 1) {
      const type = view.getUint16(position, true);
      const id = view.getUint16(position + 2, true);
      position = skipName(view, position + 4, id);
      const fixed = FIXED[type & 0xfff];
      const multiple = (type & 0x1000) !== 0 || fixed === undefined;
      const values = multiple ? Math.min(view.getUint32(position, true), MAX_PROPERTIES) : 1;
      if (multiple) position += 4;
      for (let value = 0; value < values; value += 1) {
        const length = fixed ?? view.getUint32(position, true);
        if (fixed === undefined) position += 4;
        if (position + length > data.length) return found;
        found.push({ id, type: type & 0xfff, value: data.subarray(position, position + length) });
        position += length + ((4 - (length % 4)) % 4);
      }
    }
  } catch {
    // Cut off: the properties before are good.
  }
  return found;
}

function skipName(view: DataView, position: number, id: number): number {
  if (id < 0x8000) return position;
  const kind = view.getUint32(position + 16, true);
  if (kind === 0) return position + 24;
  const length = view.getUint32(position + 20, true);
  return position + 24 + length + ((4 - (length % 4)) % 4);
}

type Decoder = InstanceType<typeof TextDecoder>;

function textOf(property: Property, decoder: Decoder): string {
  return trimZeros(
    property.type === 0x1f ? new TextDecoder('utf-16le').decode(property.value) : decoder.decode(property.value),
  );
}

function decoderFor(codePage: number): Decoder | null {
  try {
    return new TextDecoder(codePage === 65_001 ? 'utf-8' : `windows-${codePage}`);
  } catch {
    return null;
  }
}

function trimZeros(text: string): string {
  return text.replace(/\0[^]*$/, '');
}
