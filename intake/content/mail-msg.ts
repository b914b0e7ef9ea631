import * as msgreader from '@kenjiuno/msgreader';
import type { FieldsData } from '@kenjiuno/msgreader';
import { decompressRtf } from './compressed-rtf.ts';
import { formatAddress, isoDate, MAX_ATTACHMENTS, messageIdOf, oneLine } from './mail-parts.ts';
import type { RawAttachment, RawMail } from './mail-parts.ts';
import { rtfToText } from './rtf-text.ts';

type Reader = {
  getFileData: () => FieldsData;
  getAttachment: (attachment: FieldsData) => { content: Uint8Array };
  parserConfig?: { ansiEncoding?: string };
};
type ReaderClass = new (buffer: ArrayBuffer) => Reader;

const MsgReader = findClass(msgreader);

/** Reads an Outlook message file. Throws if it is not one. */
export function readMsg(bytes: Uint8Array): RawMail {
  const buffer = new Uint8Array(bytes).buffer;
  let reader = new MsgReader(buffer);
  // Messages without a code page come from German Outlooks here.
  reader.parserConfig = { ansiEncoding: 'windows1252' };
  let data = reader.getFileData();
  const codePage = data.messageCodepage ?? data.internetCodepage;
  if (codePage !== undefined && codePage >= 1250 && codePage <= 1258 && codePage !== 1252) {
    reader = new MsgReader(buffer);
    reader.parserConfig = { ansiEncoding: `windows${codePage}` };
    data = reader.getFileData();
  }
  if (data.error || data.dataType !== 'msg') throw new Error('not an Outlook message');
  return {
    subject: oneLine(data.subject ?? ''),
    from: formatAddress(data.senderName, senderAddress(data)),
    to: recipients(data, 'to'),
    cc: recipients(data, 'cc'),
    date: isoDate(data.clientSubmitTime ?? data.messageDeliveryTime ?? data.creationTime),
    messageId: messageIdOf(data.messageId),
    ...bodyOf(data),
    attachments: (data.attachments ?? [])
      .slice(0, MAX_ATTACHMENTS)
      .map((attachment) => attachmentOf(reader, attachment)),
  };
}

function attachmentOf(reader: Reader, attachment: FieldsData): RawAttachment {
  const inner = attachment.innerMsgContent === true;
  const name = attachment.fileName ?? attachment.fileNameShort ?? attachment.name ?? '';
  return {
    name: inner && !/\.msg$/i.test(name) ? `${name || 'Nachricht'}.msg` : name,
    claimedType: inner ? 'application/vnd.ms-outlook' : (attachment.attachMimeTag ?? ''),
    contentId: attachment.pidContentId,
    isMarkedInline: attachment.attachmentHidden === true,
    bytes: () => reader.getAttachment(attachment).content,
  };
}

function senderAddress(data: FieldsData): string | undefined {
  const candidates = [
    data.senderSmtpAddress,
    data.sentRepresentingSmtpAddress,
    data.creatorSMTPAddress,
    data.senderEmail,
  ];
  const written = /^from:(?:[^\r\n<]|\r?\n[ \t])*<([^\s<>@]+@[^\s<>]+)>/im.exec(
    data.headers?.slice(0, 100_000) ?? '',
  )?.[1];
  // Inside one organisation Outlook gives a directory path instead of an address; it tells a reader nothing.
  return candidates.find((address) => address?.includes('@')) ?? written;
}

function recipients(data: FieldsData, type: string): string[] {
  const chosen = (data.recipients ?? []).filter((recipient) => (recipient.recipType ?? 'to') === type);
  const shown = chosen
    .slice(0, 500)
    .map((recipient) => formatAddress(recipient.name, recipient.smtpAddress ?? recipient.email));
  return shown.filter((text) => text !== '');
}

function bodyOf(data: FieldsData): { text?: string; html?: string } {
  const html = data.bodyHtml ?? (data.html ? decodeHtml(data.html, data.internetCodepage) : undefined);
  if (html !== undefined) return { text: data.body, html };
  const rtf = data.compressedRtf ? decompressRtf(data.compressedRtf) : null;
  if (rtf === null) return { text: data.body };
  const read = rtfToText(rtf);
  return { text: data.body || read.text, html: read.html };
}

function decodeHtml(bytes: Uint8Array, codePage: number | undefined): string {
  const declared = /charset\s*=\s*["']?([\w-]{2,30})/i.exec(
    Buffer.from(bytes.subarray(0, 2_048)).toString('latin1'),
  )?.[1];
  for (const label of [declared, codePage === 65_001 ? 'utf-8' : `windows-${codePage}`]) {
    try {
      return new TextDecoder(label).decode(bytes);
    } catch {
      // An unknown label: the next one decides.
    }
  }
  return new TextDecoder('windows-1252').decode(bytes);
}

// The package is CommonJS with a default export: Node and bundlers wrap it to different depths.
function findClass(module: unknown): ReaderClass {
  let candidate = module as { default?: unknown };
  while (typeof candidate !== 'function') candidate = candidate.default as { default?: unknown };
  return candidate as unknown as ReaderClass;
}
