import type { Id } from './ids.ts';

// Ids without a schema: for many of them, and for threads that start quickly because they need none.

/** The text form of an id. */
export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** For checks of many ids, where a schema would cost too much. */
export function isId(value: unknown): value is Id {
  return typeof value === 'string' && uuidPattern.test(value);
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** 16 bytes to the text form. */
export function idFromBytes(bytes: Uint8Array): Id {
  let text = '';
  for (let index = 0; index < 16; index += 1) {
    if (index === 4 || index === 6 || index === 8 || index === 10) text += '-';
    text += hex[bytes[index] ?? 0];
  }
  return text as Id;
}
