import { Buffer } from 'node:buffer';
import { addDays, timeOf } from '../dates.ts';
import type { Day } from '../types.ts';
import type { MailDraft } from './kind.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Offset of German local time: summer time runs from the last Sunday of March to the last Sunday of October. */
function offsetOf(day: Day): string {
  const lastSunday = (month: string) => {
    const end = `${day.slice(0, 4)}-${month}-31`;
    return addDays(end, -new Date(timeOf(end)).getUTCDay());
  };
  return day >= lastSunday('03') && day < lastSunday('10') ? '+0200' : '+0100';
}

function mailDate(day: Day, time: string): string {
  const weekday = DAYS[new Date(timeOf(day)).getUTCDay()];
  return `${weekday}, ${day.slice(8, 10)} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)} ${time}:00 ${offsetOf(day)}`;
}

/** RFC 2047 encoded words of at most 75 characters; plain ASCII stays as it is. */
function encodedHeader(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  const words: string[] = [];
  let chunk = '';
  for (const character of text) {
    if (Buffer.byteLength(chunk + character) > 42) {
      words.push(chunk);
      chunk = '';
    }
    chunk += character;
  }
  words.push(chunk);
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}

function quotedPrintable(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      let out = '';
      let column = 0;
      for (const byte of Buffer.from(line)) {
        const plain = (byte >= 33 && byte <= 126 && byte !== 61) || byte === 32;
        const piece = plain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
        if (column + piece.length > 74) {
          out += '=\r\n';
          column = 0;
        }
        out += piece;
        column += piece.length;
      }
      return out.replace(/ $/, '=20');
    })
    .join('\r\n');
}

function base64Lines(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n');
}

function fileNameParameters(name: string): string {
  if (/^[ -~]*$/.test(name)) return `filename="${name}"`;
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `filename*=utf-8''${encoded}`;
}

function textPart(subtype: 'plain' | 'html', text: string): string {
  return `Content-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quotedPrintable(text)}\r\n`;
}

function multipart(subtype: string, boundary: string, parts: readonly string[]): string {
  return `Content-Type: multipart/${subtype}; boundary="${boundary}"\r\n\r\n${parts.map((part) => `--${boundary}\r\n${part}`).join('')}--${boundary}--\r\n`;
}

/** Mail as RFC 5322 bytes: text, HTML where given, attachments with their names; `id` makes message id and boundaries. */
export async function writeMail(draft: MailDraft, day: Day, id: string): Promise<Uint8Array> {
  const body =
    draft.html === null
      ? textPart('plain', draft.text)
      : multipart('alternative', `alt-${id}`, [textPart('plain', draft.text), textPart('html', draft.html)]);
  const parts = [body];
  for (const attachment of draft.attachments) {
    const disposition = attachment.contentId ? 'inline' : 'attachment';
    const contentId = attachment.contentId ? `Content-ID: <${attachment.contentId}>\r\n` : '';
    parts.push(
      `Content-Type: ${attachment.mediaType}\r\nContent-Disposition: ${disposition}; ${fileNameParameters(attachment.fileName)}\r\n${contentId}` +
        `Content-Transfer-Encoding: base64\r\n\r\n${base64Lines(await attachment.bytes())}\r\n`,
    );
  }
  const domain = draft.from.address.split('@')[1] ?? 'post.example';
  const address = (party: { name: string; address: string }) => `${encodedHeader(party.name)} <${party.address}>`;
  const head =
    `Received: from mail.${domain} by posteingang.nordermarsch.example; ${mailDate(day, draft.time)}\r\n` +
    `Date: ${mailDate(day, draft.time)}\r\nFrom: ${address(draft.from)}\r\nTo: ${address(draft.to)}\r\n` +
    `Subject: ${encodedHeader(draft.subject)}\r\nMessage-ID: <${id}@${domain}>\r\nMIME-Version: 1.0\r\n`;
  const content = draft.attachments.length > 0 ? multipart('mixed', `mix-${id}`, parts) : body;
  return Buffer.from(head + content, 'utf8');
}
