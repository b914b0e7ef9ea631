import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Markup } from './views/html.ts';

export type Answer = { status: number; headers: Record<string, string>; body: string | Uint8Array };

/** A page; `headers` are added. */
export function answerPage(markup: Markup, status = 200, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers }, body: markup.markup };
}

/** A redirect to a path of this server (303: the browser asks with GET). */
export function answerRedirect(path: string): Answer {
  return { status: 303, headers: { Location: path }, body: '' };
}

/** Headers of every answer: nothing but own files, no inline script, frames only by the given desks. */
export function securityHeaders(frameAncestors: readonly string[]): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors.join(' ')}`,
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    // Not "no-referrer": forms would then come with "Origin: null" and fail the origin check.
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  };
}

/** Sends an answer; a HEAD request gets the headers only. */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  common: Record<string, string>,
): void {
  const length = typeof answer.body === 'string' ? Buffer.byteLength(answer.body) : answer.body.byteLength;
  response.writeHead(answer.status, { ...common, ...answer.headers, 'Content-Length': length });
  if (request.method === 'HEAD') response.end();
  else response.end(answer.body);
}

export class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError';
}

/** The fields of a posted form, at most 64 KB. Throws BodyTooLargeError. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > 65_536) throw new BodyTooLargeError();
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}
