/** View over bytes for numbers in both byte orders. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Bytes `from`..`to` as Latin-1 text, for comparing signatures. Reads past the end give fewer characters. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);
}

/** True when the Latin-1 text `signature` stands at `offset`. */
export function hasSignature(bytes: Uint8Array, offset: number, signature: string): boolean {
  return latin1(bytes, offset, offset + signature.length) === signature;
}

/** Position of the Latin-1 text `needle` in bytes `from`..`to`, -1 if absent. */
export function indexOfText(bytes: Uint8Array, needle: string, from: number, to: number): number {
  const end = Math.min(to, bytes.length);
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, end).indexOf(needle, from, 'latin1');
  return at;
}
