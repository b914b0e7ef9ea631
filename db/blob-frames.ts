import { createCipheriv, createDecipheriv } from 'node:crypto';

// A blob file: a header, then frames of 1 MiB, each sealed by itself with AES-256-GCM, so that any part can be read and trusted
// without the rest. The key is new for every file; number and "last" flag are sealed in, so that frames cannot be moved or cut off.

export const frameSize = 1024 * 1024;
const tagSize = 16;
const sealedSize = frameSize + tagSize;
export const fileHeader = Buffer.from('AKTB\x01\x00\x00\x00', 'latin1');

function associated(index: number, isLast: boolean): { nonce: Buffer; data: Buffer } {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 8);
  return { nonce, data: Buffer.from([isLast ? 1 : 0]) };
}

/** Seals one frame, given in pieces to be written one after the other; all but the last have `frameSize` bytes. */
export function sealFrame(key: Uint8Array, index: number, isLast: boolean, plain: readonly Uint8Array[]): Buffer[] {
  const { nonce, data } = associated(index, isLast);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(data);
  const pieces = plain.map((piece) => cipher.update(piece));
  return [...pieces, cipher.final(), cipher.getAuthTag()];
}

/** Opens one frame; throws when it was changed, moved or cut. */
export function openFrame(key: Uint8Array, index: number, isLast: boolean, sealed: Uint8Array): Buffer<ArrayBuffer> {
  if (sealed.length < tagSize) throw new Error('frame is cut');
  const { nonce, data } = associated(index, isLast);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(data);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagSize));
  const plain = decipher.update(sealed.subarray(0, sealed.length - tagSize)); // all of it: this cipher holds nothing back
  decipher.final(); // throws when the seal does not fit
  return plain as Buffer<ArrayBuffer>;
}

/** How many frames a blob of `size` bytes has; an empty one has one empty frame. */
export function frameCount(size: number): number {
  return Math.max(1, Math.ceil(size / frameSize));
}

/** Where a frame lies in the file. */
export function frameRange(index: number, size: number): { position: number; length: number; isLast: boolean } {
  const isLast = index === frameCount(size) - 1;
  const plain = isLast ? size - index * frameSize : frameSize;
  return { position: fileHeader.length + index * sealedSize, length: plain + tagSize, isLast };
}
