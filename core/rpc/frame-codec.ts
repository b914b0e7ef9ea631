const bytesKey = '$bytes';

/**
 * A frame as bytes: 4 bytes length of the JSON (little endian), the JSON, then all byte arrays one after the other.
 * In the JSON a byte array is `{ "$bytes": [offset, length] }`.
 */
export function encodeFrame(frame: unknown, encodeText: (text: string) => Uint8Array): Uint8Array {
  // Lists have thousands of values and no bytes; asking for each value while writing takes several times as long as writing.
  if (!holdsBytes(frame)) return withHead(encodeText(JSON.stringify(frame)), []);
  const parts: Uint8Array[] = [];
  let length = 0;
  const json = JSON.stringify(frame, function replace(this: unknown, key: string, value: unknown) {
    const original = key === '' ? frame : (this as Record<string, unknown>)[key];
    if (!(original instanceof Uint8Array)) return value;
    parts.push(original);
    length += original.byteLength;
    return { [bytesKey]: [length - original.byteLength, original.byteLength] };
  });
  return withHead(encodeText(json), parts);
}

function withHead(head: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0);
  const message = new Uint8Array(4 + head.byteLength + length);
  new DataView(message.buffer).setUint32(0, head.byteLength, true);
  message.set(head, 4);
  let at = 4 + head.byteLength;
  for (const part of parts) {
    message.set(part, at);
    at += part.byteLength;
  }
  return message;
}

function holdsBytes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Uint8Array) return true;
  if (Array.isArray(value)) return value.some(holdsBytes);
  for (const key in value) if (holdsBytes((value as Record<string, unknown>)[key])) return true;
  return false;
}

/** The way back; throws on anything that is not such a message. */
export function decodeFrame(message: Uint8Array, decodeText: (bytes: Uint8Array) => string): unknown {
  const headLength = new DataView(message.buffer, message.byteOffset, message.byteLength).getUint32(0, true);
  const start = 4 + headLength;
  if (start > message.byteLength) throw new Error('frame is cut');
  const text = decodeText(message.subarray(4, start));
  if (!text.includes(`"${bytesKey}"`)) return JSON.parse(text);
  return JSON.parse(text, (_key, value: unknown) => {
    const place = (value as Record<string, unknown> | null)?.[bytesKey];
    if (!Array.isArray(place)) return value;
    const [offset, length] = place as [number, number];
    if (!(offset >= 0 && length >= 0 && start + offset + length <= message.byteLength)) throw new Error('frame is cut');
    return message.slice(start + offset, start + offset + length);
  });
}
