import { TooLongError } from '../store/incoming.ts';

/** The line broke before all announced bytes had come. */
export class BrokenOffError extends Error {}

/** A line that breaks must not leave half a file as a whole one. Throws BrokenOffError, and TooLongError beyond `limit` bytes. */
export async function* countedTo(
  source: AsyncIterable<Uint8Array>,
  announced: number,
  limit: number,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of source) {
    size += piece.length;
    if (size > limit) throw new TooLongError('more bytes than may be taken');
    yield piece;
  }
  if (Number.isSafeInteger(announced) && size !== announced) throw new BrokenOffError('the line broke');
}
