/** A mail as read from its file, before anything is made safe. */
export type RawMail = {
  subject: string;
  from: string;
  to: string[];
  cc: string[];
  /** ISO 8601, null when there is none that can be read. */
  date: string | null;
  /** Without angle brackets, null when it bears none. */
  messageId: string | null;
  html?: string;
  text?: string;
  attachments: RawAttachment[];
};

/** One attachment; `claimedType` comes from the mail, `isMarkedInline` from whoever wrote it, `bytes` loads its content. */
export type RawAttachment = {
  name: string;
  claimedType: string;
  contentId?: string;
  isMarkedInline?: boolean;
  bytes: () => Uint8Array;
};

/** Most attachments listed from one mail. */
export const MAX_ATTACHMENTS = 1_000;

/** `Name <address>`, or whichever of both there is. */
export function formatAddress(name: string | undefined, address: string | undefined): string {
  const cleanName = oneLine(name ?? '');
  const cleanAddress = oneLine(address ?? '');
  if (cleanName === '' || cleanName === cleanAddress) return cleanAddress;
  return cleanAddress === '' ? cleanName : `${cleanName} <${cleanAddress}>`;
}

/** A header value on one line without control characters, at most 2,000 characters. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 2_000)
    .toWellFormed();
}

/** `<a@b>` to `a@b`; null when there is none. Compared letter by letter, as RFC 5322 says. */
export function messageIdOf(written: string | undefined): string | null {
  const id = oneLine(written ?? '').replace(/^<|>$/g, '');
  return id === '' || id.length > 998 ? null : id;
}

/** ISO 8601 of a date however written, null when it cannot be read. */
export function isoDate(written: string | undefined): string | null {
  const text = oneLine(written ?? '');
  const moment = new Date(text);
  const year = moment.getUTCFullYear();
  return text !== '' && year >= 1900 && year <= 9999 ? moment.toISOString() : null;
}
