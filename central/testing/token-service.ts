import { createServer as createPlain, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createProtected } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TokenAccess } from '../intake/mail/access-token.ts';

/** Tokens that are good now, each for one account: what a mail server asks about. */
export type GoodTokens = Map<string, string>;

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return new URLSearchParams(Buffer.concat(pieces).toString());
}

async function listening(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** Where the mail server asks whether a token is good and whose it is (RFC 7662). */
export async function openIntrospection(tokens: GoodTokens): Promise<{ address: string; close(): Promise<void> }> {
  const server = createPlain((request, response) => {
    void bodyOf(request).then((body) => {
      const username = tokens.get(body.get('token') ?? '');
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(username === undefined ? { active: false } : { active: true, username }));
    });
  });
  const port = await listening(server);
  return { address: `http://127.0.0.1:${port}/introspect`, close: () => closed(server) };
}

/** A token endpoint for tests, over TLS: gives tokens to the one application it knows, for one account. */
export class TokenService implements AsyncDisposable {
  readonly #tokens: GoodTokens;
  readonly #user: string;
  readonly #certificate: { key: string; cert: string };
  #server: Server | null = null;
  #port = 0;
  /** What it was asked with, the secret too. */
  readonly asked: Record<string, string>[] = [];
  readonly secret = 'geheimer-Schluessel-der-Anwendung';
  /** What it answers instead of a token. */
  answer: { status: number; body: string } | null = null;
  /** False: it gives tokens no mailbox takes. */
  isTrusted = true;

  constructor(tokens: GoodTokens, user: string, certificate: { key: string; cert: string }) {
    this.#tokens = tokens;
    this.#user = user;
    this.#certificate = certificate;
  }

  async begin(): Promise<void> {
    const listener: RequestListener = (request, response) => {
      void bodyOf(request).then((body) => {
        const fields = Object.fromEntries(body);
        this.asked.push(fields);
        const { status, body: text } = this.answer ?? this.#decide(fields);
        response.writeHead(status, { 'content-type': 'application/json' }).end(text);
      });
    };
    this.#server = createProtected(this.#certificate, listener);
    this.#port = await listening(this.#server, this.#port);
  }

  #decide(fields: Record<string, string>): { status: number; body: string } {
    const isKnown = fields.client_id === 'aktenpult' && fields.client_secret === this.secret;
    if (!isKnown || fields.grant_type !== 'client_credentials') {
      const told = { error: 'invalid_client', error_description: `wrong: ${fields.client_secret}` };
      return { status: 401, body: JSON.stringify(told) };
    }
    const token = `token-${this.asked.length}-${crypto.randomUUID()}`;
    if (this.isTrusted) this.#tokens.set(token, this.#user);
    return { status: 200, body: JSON.stringify({ token_type: 'Bearer', expires_in: 3_600, access_token: token }) };
  }

  /** Tokens given so far are no longer good. */
  revokeAll(): void {
    for (const [token, user] of this.#tokens) if (user === this.#user) this.#tokens.delete(token);
  }

  access(given: Partial<TokenAccess> = {}): TokenAccess {
    const endpoint = new URL(`https://127.0.0.1:${this.#port}/oauth2/v2.0/token`);
    const scope = 'https://outlook.office365.com/.default';
    const authority = this.#certificate.cert;
    return { endpoint, clientId: 'aktenpult', clientSecret: this.secret, scope, authority, ...given };
  }

  async end(): Promise<void> {
    if (this.#server) await closed(this.#server);
    this.#server = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }
}
