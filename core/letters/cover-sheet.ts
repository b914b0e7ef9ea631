import { idFromBytes } from '../domain/id-text.ts';
import { idToBytes, type Id } from '../domain/ids.ts';

/** What a printed cover sheet says about the document behind it. */
export type CoverSheet = {
  fileNumber: string | null;
  keywordId: Id | null;
  /** The Postkorb it goes to. */
  inboxId: Id | null;
  /** How it is known, in German, where it does not stand on a sheet. */
  explanation?: string;
};

/** What a code on a sheet means to us: where a document begins, and what is known about it. */
export type SheetCode = { kind: 'separator' } | { kind: 'coverSheet'; sheet: CoverSheet };

/** How a document is known that has a cover sheet. */
export const coverSheetWords = 'Deckblatt der Scanstelle';

const coverMark = 'AKPD';
const longestFileNumber = 60;
// Digits and capitals only: a QR code packs them tightly, Code 128 and cheap scanners read them well.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const fileNumberPattern = /^[0-9A-Z $%*+\-./:]*$/;
const checkLength = 4;

/** The text of the code on a separator sheet. */
export const separatorCode = withCheck('AKPT');

/** The text of the code on a cover sheet, with a check sum. Throws for a file number that no sheet could carry. */
export function encodeCoverSheet(sheet: CoverSheet): string {
  const fileNumber = packFileNumber(sheet.fileNumber ?? '');
  return withCheck(`${coverMark}${packId(sheet.keywordId)}${packId(sheet.inboxId)}${fileNumber}`);
}

/** What the text of a code means; null for everything that is not ours or was read wrongly. */
export function decodeSheetCode(text: string): SheetCode | null {
  if (text === separatorCode) return { kind: 'separator' };
  const body = text.slice(0, -checkLength);
  if (!body.startsWith(coverMark) || withCheck(body) !== text) return null;
  const keyword = unpackId(body, coverMark.length);
  const inbox = keyword && unpackId(body, keyword.next);
  const fileNumber = inbox && unpackFileNumber(body.slice(inbox.next));
  if (!keyword || !inbox || fileNumber === null) return null;
  return {
    kind: 'coverSheet',
    sheet: { fileNumber: fileNumber === '' ? null : fileNumber, keywordId: keyword.id, inboxId: inbox.id },
  };
}

/** True when two sheets say the same. */
export function isSameCoverSheet(left: CoverSheet, right: CoverSheet): boolean {
  return left.fileNumber === right.fileNumber && left.keywordId === right.keywordId && left.inboxId === right.inboxId;
}

// `-` for none, else `+` and 26 signs of five bits.
function packId(id: Id | null): string {
  if (id === null) return '-';
  let number = idToBytes(id).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let text = '';
  for (let sign = 0; sign < 26; sign += 1) {
    text = (alphabet[Number(number & 31n)] ?? '') + text;
    number >>= 5n;
  }
  return `+${text}`;
}

function unpackId(text: string, from: number): { id: Id | null; next: number } | null {
  if (text[from] === '-') return { id: null, next: from + 1 };
  if (text[from] !== '+' || text.length < from + 27) return null;
  let number = 0n;
  for (const sign of text.slice(from + 1, from + 27)) {
    const value = alphabet.indexOf(sign);
    if (value < 0) return null;
    number = (number << 5n) | BigInt(value);
  }
  if (number >> 128n !== 0n) return null;
  const bytes = new Uint8Array(16);
  for (let index = 15; index >= 0; index -= 1) {
    bytes[index] = Number(number & 255n);
    number >>= 8n;
  }
  return { id: idFromBytes(bytes), next: from + 27 };
}

// Almost all numbers are digits and capitals and stand as they are; others go as the hex of their UTF-8 behind a `:`.
function packFileNumber(fileNumber: string): string {
  if (fileNumber.length > longestFileNumber) throw new RangeError('The file number is too long for a cover sheet');
  if (fileNumberPattern.test(fileNumber) && !fileNumber.startsWith(':')) return fileNumber;
  const hex = [...new TextEncoder().encode(fileNumber)].map((byte) => byte.toString(16).padStart(2, '0'));
  return `:${hex.join('').toUpperCase()}`;
}

function unpackFileNumber(text: string): string | null {
  if (!text.startsWith(':')) return fileNumberPattern.test(text) && text.length <= longestFileNumber ? text : null;
  const hex = text.slice(1);
  if (hex.length % 2 !== 0 || !/^[0-9A-F]*$/.test(hex)) return null;
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Text with four signs behind it that only fit this text: 20 bits of a polynomial code, any single wrong sign is noticed. */
function withCheck(text: string): string {
  let rest = 0;
  for (let index = 0; index < text.length; index += 1) {
    rest ^= (text.charCodeAt(index) & 0xff) << 12;
    for (let bit = 0; bit < 8; bit += 1) rest = rest & 0x8_0000 ? ((rest << 1) ^ 0xc_1acf) & 0xf_ffff : rest << 1;
  }
  let check = '';
  for (let sign = 0; sign < checkLength; sign += 1) check += alphabet[(rest >> (15 - 5 * sign)) & 31] ?? '';
  return text + check;
}
