import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { HttpError } from './http-error.ts';

/** The body of a route that reads it itself; refused when it came as something else. */
export function streamBody(request: FastifyRequest, mediaType: string): Readable {
  const isRight = request.headers['content-type']?.split(';')[0]?.trim() === mediaType;
  if (isRight && request.body instanceof Readable) return request.body;
  throw new HttpError(415, 'invalid_input', `Erwartet wird ${mediaType}.`);
}
