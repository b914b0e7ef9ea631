import { calendarText, isCalendar } from './calendar-text.ts';
import type { AttachmentBytes, Explained, MailAttachment, MailContent, MailParts } from './content-report.ts';
import { damaged, explain, isExhaustion, WARNINGS } from './explanations.ts';
import { recognise } from './file-recognition.ts';
import type { Recognised } from './file-recognition.ts';
import { escapeHtml, htmlToText, safeHtml } from './html-safety.ts';
import { readEml } from './mail-eml.ts';
import type { RawAttachment, RawMail } from './mail-parts.ts';
import { readMsg } from './mail-msg.ts';
import { readTnef } from './mail-tnef.ts';
import { decodeText, MAX_PAGE_CHARACTERS, searchableText, visibleText } from './plain-text.ts';
import { safeFileName } from './safe-file-name.ts';
import { whyItStays } from './stays-in-mail.ts';

/** Reads a mail of any format (.eml, .msg, winmail.dat), or explains why not. */
export async function readMail(bytes: Uint8Array, recognised: Recognised): Promise<RawMail | Explained> {
  try {
    if (recognised.format === 'msg') return readMsg(bytes);
    if (recognised.format === 'tnef') return readTnef(bytes) ?? { explanation: damaged('keine gültige E-Mail') };
    return await readEml(bytes);
  } catch (error) {
    return { explanation: isExhaustion(error) ? explain('too-expensive') : damaged('keine gültige E-Mail') };
  }
}

/** A mail made ready to show. */
export function mailToContent(mail: RawMail): MailContent {
  const { subject, from, to, cc, date } = mail;
  const attachments = mail.attachments.map((attachment, index) => listed(mail, attachment, index));
  const events = calendarsIn(mail);
  const safe = mail.html ? safeHtml(mail.html) : undefined;
  const warnings: string[] = [];
  if (safe?.truncated) warnings.push(WARNINGS.truncated);
  if (safe && safe.removedRemote > 0) warnings.push(WARNINGS.remoteRemoved);
  if (isEncrypted(mail)) warnings.push(WARNINGS.encryptedMail);
  return {
    headers: { subject, from, to, cc, date },
    ...(safe ? { html: withEvents(safe.html, events) } : {}),
    ...(mail.text || events.length > 0 ? { text: shownText(mail, events) } : {}),
    attachments,
    removedRemoteContent: safe?.removedRemote ?? 0,
    warnings,
  };
}

function listed(mail: RawMail, attachment: RawAttachment, index: number): MailAttachment {
  const { name, mediaType, size } = attachmentFact(attachment, index);
  const contentId = attachment.contentId?.slice(0, 998) || undefined;
  const isInline = contentId !== undefined && (mail.html?.includes(`cid:${contentId}`) ?? false);
  const stays = whyItStays({
    ...{ name, mediaType, isShown: isInline, isMarkedInline: attachment.isMarkedInline ?? false },
    ...{ hasContentId: contentId !== undefined, bytes: bytesOf(attachment) ?? new Uint8Array() },
  });
  return { name, mediaType, size, ...(contentId ? { contentId } : {}), isInline, ...(stays ? { stays } : {}) };
}

/** All that lies in a mail, taken out. An attachment that cannot be read is left out: it stays in the mail as it came. */
export function mailToParts(mail: RawMail): MailParts {
  const attachments = mail.attachments.flatMap((attachment, index) => {
    const bytes = bytesOf(attachment);
    // A copy of its own: many attachments are parts of one larger buffer.
    return bytes ? [{ ...listed(mail, attachment, index), index, bytes: new Uint8Array(bytes) }] : [];
  });
  return { messageId: mail.messageId, attachments };
}

/** Calendar entries of a mail as they are read; a mail that says the same in its text is not asked to. */
function calendarsIn(mail: RawMail): string[] {
  return mail.attachments.flatMap((attachment) => {
    if (!/^(?:text\/calendar|application\/ics)$/i.test(attachment.claimedType) && !/\.ics$/i.test(attachment.name))
      return [];
    const text = decodeText(bytesOf(attachment)?.subarray(0, MAX_PAGE_CHARACTERS) ?? new Uint8Array());
    const told = isCalendar(text) ? calendarText(text) : null;
    return told ? [told] : [];
  });
}

function withEvents(html: string, events: string[]): string {
  if (events.length === 0) return html;
  const told = events.map((event) => `<p>${escapeHtml(visibleText(event)).replace(/\n/g, '<br>')}</p>`);
  return `${html}<hr>${told.join('')}`;
}

function shownText(mail: RawMail, events: string[]): string {
  const text = visibleText((mail.text ?? '').slice(0, MAX_PAGE_CHARACTERS));
  return [text, ...events.map(visibleText)].filter((part) => part.trim() !== '').join('\n\n');
}

/** Bytes of attachment `index` (from 0) with safe name and true media type. */
export function mailAttachmentBytes(mail: RawMail, index: number): AttachmentBytes | Explained {
  const attachment = mail.attachments[index];
  if (!attachment) return { explanation: explain('not-found') };
  const bytes = bytesOf(attachment);
  if (bytes === null) return { explanation: damaged('Anlage nicht lesbar') };
  const { name, mediaType } = attachmentFact(attachment, index);
  return { name, mediaType, bytes };
}

/** Searchable text of a mail: subject, addresses, then the body. */
export function mailToText(mail: RawMail): string {
  const body = mail.text?.trim() ? mail.text : mail.html ? htmlToText(mail.html) : '';
  const events = calendarsIn(mail).flatMap((event) => ['', event]);
  return searchableText(
    [mail.subject, mail.from, mail.to.join(', '), mail.cc.join(', '), '', body, ...events].join('\n'),
  );
}

/** True when the mail has a body to read. */
export function hasBody(mail: RawMail): boolean {
  return (mail.text?.trim() ?? '') !== '' || (mail.html !== undefined && htmlToText(mail.html) !== '');
}

/** True for S/MIME mails whose body is inside an encrypted attachment. */
function isEncrypted(mail: RawMail): boolean {
  return (
    !hasBody(mail) &&
    mail.attachments.some(
      (attachment) => /pkcs7-mime$/i.test(attachment.claimedType) || /^smime\.p7m$/i.test(attachment.name),
    )
  );
}

function attachmentFact(attachment: RawAttachment, index: number): { name: string; mediaType: string; size: number } {
  const bytes = bytesOf(attachment);
  const found = bytes && bytes.length > 0 ? recognise(bytes, attachment.name) : null;
  const claim = claimed(attachment.claimedType);
  // Plain text may be a calendar entry or a forwarded mail; here the mail knows better than the bytes.
  const trusted =
    found !== null && found.format !== 'unknown' && !(found.mediaType === 'text/plain' && TEXTUAL.test(claim));
  const mediaType = trusted ? found.mediaType : claim;
  const name =
    attachment.name.trim() === '' ? `Anlage ${index + 1}${EXTENSIONS[mediaType] ?? ''}` : safeFileName(attachment.name);
  const isMail = mediaType === 'message/rfc822' && !/\.(?:eml|msg)$/i.test(name);
  return { name: isMail ? safeFileName(`${name}.eml`) : name, mediaType, size: bytes?.length ?? 0 };
}

const TEXTUAL =
  /^(?:text\/(?:calendar|vcard|csv|richtext|enriched|rfc822-headers)|message\/[\w-]+|application\/(?:ics|json|xml|pgp-signature))$/;

function claimed(mediaType: string): string {
  return /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(mediaType) ? mediaType.toLowerCase() : 'application/octet-stream';
}

function bytesOf(attachment: RawAttachment): Uint8Array | null {
  try {
    return attachment.bytes();
  } catch {
    return null;
  }
}

const EXTENSIONS: Record<string, string> = {
  'message/rfc822': '.eml',
  'application/vnd.ms-outlook': '.msg',
  'application/pdf': '.pdf',
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'text/plain': '.txt',
  'text/html': '.html',
  'text/calendar': '.ics',
};
