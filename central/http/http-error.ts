import type { FastifyReply } from 'fastify';
import { SessionOverError } from '../store/sessions.ts';

/** A refusal with status, code and a German sentence that may be shown. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(status: number, code: string, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export const unauthenticated = () => new HttpError(401, 'unauthenticated', 'Bitte melden Sie sich an.');
/** For routes that look the session up by themselves. */
export function asAnswer(error: unknown): never {
  throw error instanceof SessionOverError ? unauthenticated() : error;
}
export const forbidden = () => new HttpError(403, 'forbidden', 'Dafür fehlt Ihnen das Recht.');
export const notFound = () => new HttpError(404, 'not_found', 'Das gibt es hier nicht.');

/** Sends an error in the form of the contract. */
export function sendError(reply: FastifyReply, error: HttpError): FastifyReply {
  const { code, message, details } = error;
  return reply
    .code(error.status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ code, message, details }));
}
