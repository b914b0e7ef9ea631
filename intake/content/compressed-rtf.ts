import { hasSignature, viewOf } from './byte-reading.ts';

const MAX_BYTES = 32 * 1024 * 1024;
// The dictionary every writer starts with (MS-OXRTFCP 2.1.2.1).
const INITIAL =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';

/** RTF out of Outlook's compressed form (MS-OXRTFCP); `null` if it is not that. A cut-off stream gives what was there. */
export function decompressRtf(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length < 16) return null;
  const size = Math.min(viewOf(bytes).getUint32(4, true), MAX_BYTES);
  if (hasSignature(bytes, 8, 'MELA')) return bytes.slice(16, 16 + size);
  if (!hasSignature(bytes, 8, 'LZFu')) return null;
  const dictionary = new Uint8Array(4096);
  dictionary.set(Buffer.from(INITIAL, 'latin1'));
  const out = new Uint8Array(size);
  const length = expand(bytes, dictionary, out);
  return out.subarray(0, length);
}

function expand(bytes: Uint8Array, dictionary: Uint8Array, out: Uint8Array): number {
  let write = INITIAL.length;
  let position = 16;
  let length = 0;
  const put = (byte: number) => {
    out[length] = byte;
    length += 1;
    dictionary[write] = byte;
    write = (write + 1) % 4096;
  };
  while (position < bytes.length && length < out.length) {
    const control = bytes[position] ?? 0;
    position += 1;
    for (let bit = 0; bit < 8 && position < bytes.length && length < out.length; bit += 1) {
      if ((control & (1 << bit)) === 0) {
        put(bytes[position] ?? 0);
        position += 1;
        continue;
      }
      const reference = ((bytes[position] ?? 0) << 8) | (bytes[position + 1] ?? 0);
      position += 2;
      const offset = reference >> 4;
      if (offset === write) return length;
      for (let index = 0; index < (reference & 15) + 2 && length < out.length; index += 1)
        put(dictionary[(offset + index) % 4096] ?? 0);
    }
  }
  return length;
}
