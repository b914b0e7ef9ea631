import PostalMime from 'postal-mime';
import type { Address } from 'postal-mime';
import { formatAddress, isoDate, MAX_ATTACHMENTS, messageIdOf, oneLine } from './mail-parts.ts';
import type { RawMail } from './mail-parts.ts';
import { readTnef } from './mail-tnef.ts';
import { decodeText, MAX_PAGE_CHARACTERS } from './plain-text.ts';

/** Reads an internet message (RFC 5322 and MIME). Forwarded messages stay attachments; winmail.dat is unpacked. Throws if unreadable. */
export async function readEml(bytes: Uint8Array): Promise<RawMail> {
  const mail = await PostalMime.parse(bytes, {
    // Both are needed to keep every forwarded message out of the text of the outer one.
    forceRfc822Attachments: true,
    rfc822Attachments: true,
    maxNestingDepth: 100,
    maxHeadersSize: 4 * 1024 * 1024,
  });
  const raw: RawMail = {
    subject: oneLine(mail.subject ?? ''),
    from: addressList(mail.from ? [mail.from] : []).join(', '),
    to: addressList(mail.to ?? []),
    cc: addressList(mail.cc ?? []),
    date: isoDate(mail.date),
    messageId: messageIdOf(mail.messageId),
    html: mail.html,
    text: mail.text,
    attachments: [],
  };
  for (const attachment of mail.attachments.slice(0, MAX_ATTACHMENTS)) {
    const content = attachment.content;
    const data = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
    const inner = isTnef(attachment.mimeType, attachment.filename) ? readTnef(data) : null;
    if (inner) {
      raw.attachments.push(...inner.attachments);
      raw.text ||= inner.text;
      raw.html ||= inner.html;
    } else {
      raw.attachments.push({
        name: attachment.filename ?? '',
        claimedType: attachment.mimeType,
        contentId: attachment.contentId?.replace(/^<|>$/g, ''),
        isMarkedInline: attachment.disposition === 'inline' || attachment.related === true,
        bytes: () => data,
      });
    }
  }
  if (raw.html === undefined && !raw.text?.trim() && raw.attachments.length === 0) raw.text = bodyAsWritten(bytes);
  return raw;
}

// A damaged structure (a boundary that never comes) must not hide the letter: everything after the headers is shown.
function bodyAsWritten(bytes: Uint8Array): string {
  return /\r?\n\r?\n([^]*)$/.exec(decodeText(bytes.subarray(0, MAX_PAGE_CHARACTERS)))?.[1] ?? '';
}

function isTnef(mediaType: string, name: string | null): boolean {
  return /^application\/(?:vnd\.)?ms-tnef$/i.test(mediaType) || /^winmail\.dat$/i.test(name ?? '');
}

function addressList(addresses: Address[]): string[] {
  const shown: string[] = [];
  for (const address of addresses.slice(0, 500)) {
    if (address.group)
      shown.push(
        `${oneLine(address.name)}: ${address.group
          .slice(0, 100)
          .map((member) => formatAddress(member.name, member.address))
          .join(', ')}`,
      );
    else shown.push(formatAddress(address.name, address.address));
  }
  return shown.filter((text) => text !== '');
}
