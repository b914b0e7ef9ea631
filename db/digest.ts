import { hash } from 'node:crypto';
import { digestText } from '../core/sync/canonical.ts';

/** The first 64 bits of the SHA-256 of a record, signed, as the column `digest` holds it. */
export function recordDigest(row: { kind: string; id: string; ver: number; deleted: boolean; body: unknown }): bigint {
  // As text: a buffer for each of a hundred thousand hashes costs seven times the hash itself.
  return BigInt.asIntN(64, BigInt(`0x${hash('sha256', digestText(row), 'hex').slice(0, 16)}`));
}

/** Sum modulo 2^64, signed. */
export function addDigest(sum: bigint, change: bigint): bigint {
  return BigInt.asIntN(64, sum + change);
}

/** A digest as the centre writes it: unsigned, as text. */
export function digestAsText(sum: bigint): string {
  return BigInt.asUintN(64, sum).toString();
}
