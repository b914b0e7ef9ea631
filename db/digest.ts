import { hash } from 'node:crypto';
import { digestText } from '../core/sync/canonical.ts';

type Digestible = { kind: string; id: string; ver: number; deleted: boolean; body: unknown };

/**
 * The first 64 bits of the SHA-256 of a record as two numbers: the upper half signed, the lower one unsigned. Of a hundred thousand
 * rows no half makes a bigint.
 */
export function digestHalves(row: Digestible): { high: number; low: number } {
  // As text: a buffer for each of a hundred thousand hashes costs more than the hash itself.
  const bytes = hash('sha256', digestText(row), 'binary');
  return { high: word(bytes, 0), low: word(bytes, 4) >>> 0 };
}

const word = (bytes: string, at: number): number =>
  (bytes.charCodeAt(at) << 24) |
  (bytes.charCodeAt(at + 1) << 16) |
  (bytes.charCodeAt(at + 2) << 8) |
  bytes.charCodeAt(at + 3);

/** Two halves, or sums of them, as one signed number of 64 bits. */
export function joinHalves(high: number, low: number): bigint {
  return BigInt.asIntN(64, (BigInt(high) << 32n) + BigInt(low));
}

/** The first 64 bits of the SHA-256 of a record, signed, as the column `digest` holds it. */
export function recordDigest(row: Digestible): bigint {
  const { high, low } = digestHalves(row);
  return joinHalves(high, low);
}

/** Sum modulo 2^64, signed. */
export function addDigest(sum: bigint, change: bigint): bigint {
  return BigInt.asIntN(64, sum + change);
}

/** A digest as the centre writes it: unsigned, as text. */
export function digestAsText(sum: bigint): string {
  return BigInt.asUintN(64, sum).toString();
}
