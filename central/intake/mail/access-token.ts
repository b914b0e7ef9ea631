import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestProtected } from 'node:https';
import { z } from 'zod';

/** How a mailbox that takes no password is got into: an application of the office's own asks for a token (OAuth 2, client credentials). */
export type TokenAccess = {
  endpoint: URL;
  clientId: string;
  /** Never written anywhere. */
  clientSecret: string;
  scope: string | null;
  /** PEM of the authority that signed the certificate of the endpoint, where the system does not know it. */
  authority?: string | undefined;
};

/** Why there is no token. `detail`: the error as the standard or the system names it; never words of the other side. */
export class TokenError extends Error {
  readonly reason: 'away' | 'refused' | 'unclear' | 'tls';
  readonly detail: string;

  constructor(reason: TokenError['reason'], detail = '') {
    super(`no access token: ${reason} ${detail}`.trim());
    this.reason = reason;
    this.detail = detail;
  }
}

const answerSchema = z.object({
  access_token: z.string().min(1).max(100_000),
  expires_in: z.coerce.number().optional(),
});
const errorSchema = z.object({ error: z.string() });
/** RFC 6749, 5.2; anything else may repeat what was sent. */
const knownErrors =
  /^(invalid_request|invalid_client|invalid_grant|unauthorized_client|unsupported_grant_type|invalid_scope|temporarily_unavailable)$/;
const largestAnswer = 1024 * 1024;
const longestAnswer = 30_000; // milliseconds
const usualLife = 3_600; // seconds, where nothing is said
const shortestLife = 10; // seconds: an endpoint that says less is not asked all the time

type Held = { token: string; endsAt: number };

/** Tokens for one mailbox: kept while they last, fetched anew in time before they end. */
export class AccessTokens {
  readonly #access: TokenAccess;
  readonly #now: () => number;
  #held: Held | null = null;

  constructor(access: TokenAccess, now: () => number = Date.now) {
    this.#access = access;
    this.#now = now;
  }

  /** A token that lasts a while; `isNew`: it was fetched for this. Throws TokenError. */
  async take(signal?: AbortSignal): Promise<{ token: string; isNew: boolean }> {
    if (this.#held && !this.isEnding()) return { token: this.#held.token, isNew: false };
    const answer = await askForToken(this.#access, signal);
    const seconds = Math.max(shortestLife, answer.expires_in ?? usualLife);
    // A tenth of its life before its end, at most five minutes: what is begun with it comes to its end.
    const endsAt = this.#now() + seconds * 1_000 - Math.min(300_000, seconds * 100);
    this.#held = { token: answer.access_token, endsAt };
    return { token: this.#held.token, isNew: true };
  }

  /** Whether the token in use should be renewed. */
  isEnding(): boolean {
    return this.#held !== null && this.#now() >= this.#held.endsAt;
  }

  /** The mailbox did not take it: the next one is fetched anew. */
  forget(): void {
    this.#held = null;
  }
}

async function askForToken(access: TokenAccess, signal?: AbortSignal): Promise<z.infer<typeof answerSchema>> {
  const { status, text } = await post(access, signal).catch((error: unknown) => {
    if (signal?.aborted || error instanceof TokenError) throw error;
    const code = String((error as { code?: unknown }).code ?? '');
    throw new TokenError(/CERT|TLS|SSL|SELF_SIGNED|ISSUER/i.test(code) ? 'tls' : 'away', code);
  });
  const body = parsed(text);
  if (status === 200) {
    const answer = answerSchema.safeParse(body);
    if (answer.success) return answer.data;
    throw new TokenError('unclear');
  }
  if (status >= 500 || status === 429) throw new TokenError('away', `HTTP ${status}`);
  const named = errorSchema.safeParse(body);
  const code = named.success && knownErrors.test(named.data.error) ? named.data.error : `HTTP ${status}`;
  throw new TokenError(code === 'temporarily_unavailable' ? 'away' : 'refused', code);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The one request of RFC 6749, 4.4. Redirections are not followed: the secret goes nowhere else. */
function post(access: TokenAccess, signal?: AbortSignal): Promise<{ status: number; text: string }> {
  const { endpoint, clientId, clientSecret, scope, authority } = access;
  const fields = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const body = new URLSearchParams({ ...fields, ...(scope === null ? {} : { scope }) }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const timeLimit = AbortSignal.timeout(longestAnswer);
  const options = {
    ...{ method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
    signal: signal ? AbortSignal.any([signal, timeLimit]) : timeLimit,
  };
  return new Promise((resolve, reject) => {
    const onAnswer = (answer: IncomingMessage) => {
      readText(answer).then((text) => resolve({ status: answer.statusCode ?? 0, text }), reject);
    };
    const sent =
      endpoint.protocol === 'http:'
        ? requestPlain(endpoint, options, onAnswer)
        : requestProtected(endpoint, { ...options, ...(authority ? { ca: authority } : {}) }, onAnswer);
    sent.once('error', reject);
    sent.end(body);
  });
}

async function readText(answer: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of answer) {
    size += (piece as Buffer).length;
    if (size > largestAnswer) throw new TokenError('unclear');
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces).toString('utf8');
}
