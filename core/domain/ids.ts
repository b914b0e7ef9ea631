import { z } from 'zod';
import { idFromBytes, uuidPattern } from './id-text.ts';

/** An id of any record: UUIDv7 in lower case text form, made by whoever creates the record. */
export type Id = string & { readonly __id: unique symbol };

export const idSchema = z
  .string()
  .regex(uuidPattern, 'not an id')
  .transform((text) => text as Id);

/** Where an id is known to be one, for example after a check or in a constant. */
export function asId(text: string): Id {
  if (!uuidPattern.test(text)) throw new Error('not an id');
  return text as Id;
}

/** The text form to 16 bytes. */
export function idToBytes(id: Id): Uint8Array {
  const bytes = new Uint8Array(16);
  let at = 0;
  for (let index = 0; index < 16; index += 1) {
    if (id[at] === '-') at += 1;
    bytes[index] = Number.parseInt(id.slice(at, at + 2), 16);
    at += 2;
  }
  return bytes;
}

export type IdSource = () => Id;

/** Makes UUIDv7 ids (RFC 9562) from a clock (ms) and a source of random bytes; ids of one source ascend, also within a millisecond. */
export function createIdSource(now: () => number, random: (bytes: Uint8Array) => void): IdSource {
  let lastTime = 0;
  let counter = 0;
  return () => {
    const bytes = new Uint8Array(16);
    random(bytes);
    const time = Math.max(now(), lastTime);
    if (time === lastTime) counter += 1;
    else counter = ((bytes[6] ?? 0) & 0x03) * 256 + (bytes[7] ?? 0);
    if (counter > 0x0fff) {
      counter = 0;
      lastTime = time + 1;
    } else lastTime = time;
    let rest = lastTime;
    for (let index = 5; index >= 0; index -= 1) {
      bytes[index] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    bytes[6] = 0x70 | (counter >> 8);
    bytes[7] = counter & 0xff;
    bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
    return idFromBytes(bytes);
  };
}

/** A lasting id for the n-th part of something that has an id already, for example page 3 of a version: same input, same id everywhere. */
export function derivedId(parent: Id, label: string | number): Id {
  const bytes = idToBytes(parent);
  const text = `${parent}/${label}`;
  for (let round = 0; round < 2; round += 1) {
    let hash = 0xcbf29ce484222325n ^ BigInt(round * 0x9e3779b9);
    for (let index = 0; index < text.length; index += 1) {
      hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
    }
    const width = round === 0 ? 7 : 3;
    for (let index = 0; index < width; index += 1) {
      bytes[(round === 0 ? 9 : 6) + index] = Number((hash >> BigInt(8 * index)) & 0xffn);
    }
  }
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return idFromBytes(bytes);
}
