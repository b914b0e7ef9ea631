const bytesKey = '$bytes';

/**
 * A frame as bytes: 4 bytes length of the JSON (little endian), the JSON, then all byte arrays one after the other.
 * In the JSON a byte array is `{ "$bytes": [offset, length] }`.
 */
export function encodeFrame(frame: unknown, encodeText: (text: string) => Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const json = JSON.stringify(frame, function replace(this: unknown, key: string, value: unknown) {
    const original = key === '' ? frame : (this as Record<string, unknown>)[key];
    if (!(original instanceof Uint8Array)) return value;
    parts.push(original);
    length += original.byteLength;
    return { [bytesKey]: [length - original.byteLength, original.byteLength] };
  });
  const head = encodeText(json);
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

/** The way back; throws on anything that is not such a message. */
export function decodeFrame(message: Uint8Array, decodeText: (bytes: Uint8Array) => string): unknown {
  const headLength = new DataView(message.buffer, message.byteOffset, message.byteLength).getUint32(0, true);
  const start = 4 + headLength;
  if (start > message.byteLength) throw new Error('frame is cut');
  return JSON.parse(decodeText(message.subarray(4, start)), (_key, value: unknown) => {
    const place = (value as Record<string, unknown> | null)?.[bytesKey];
    if (!Array.isArray(place)) return value;
    const [offset, length] = place as [number, number];
    if (!(offset >= 0 && length >= 0 && start + offset + length <= message.byteLength)) throw new Error('frame is cut');
    return message.slice(start + offset, start + offset + length);
  });
}
