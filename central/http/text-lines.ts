import type { Readable } from 'node:stream';

/** Longest line in characters; one record never comes near it. */
const longestLine = 64 * 1024 * 1024;

/** Lines of a UTF-8 stream, read only as fast as they are taken. */
export async function* textLines(source: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of source) {
    rest += decoder.decode(chunk as Buffer, { stream: true });
    let from = 0;
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n', from)) {
      yield rest.slice(from, end);
      from = end + 1;
    }
    rest = rest.slice(from);
    if (rest.length > longestLine) throw new Error('a line is too long');
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
