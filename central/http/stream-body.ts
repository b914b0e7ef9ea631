import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { HttpError } from './http-error.ts';

/** The body of a route that reads it itself; refused when it came as something else. */
export function streamBody(request: FastifyRequest, mediaType: string): Readable {
  const isRight = request.headers['content-type']?.split(';')[0]?.trim() === mediaType;
  if (isRight && request.body instanceof Readable) return request.body;
  // fastify hands nothing over for a body without bytes; an empty file is a file, too.
  if (isRight && request.headers['content-length'] === '0') return Readable.from([]);
  throw new HttpError(415, 'invalid_input', `Erwartet wird ${mediaType}.`);
}
