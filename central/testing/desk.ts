import { createHash, randomBytes } from 'node:crypto';
import type {
  ChangesResponse,
  PullResponse,
  PushedCommand,
  PushResponse,
  PushResult,
  SessionResponse,
  UploadState,
} from '../../core/contract/central.ts';
import { createIdSource, type Id } from '../../core/domain/ids.ts';

/** Ids for tests. */
export const newId = createIdSource(Date.now, (bytes) => bytes.set(randomBytes(bytes.length)));

export type Answer<Body> = { status: number; body: Body; headers: Headers };
type Failure = { code: string; message: string; details: Record<string, unknown> };

/** One call over HTTP; `body` as JSON unless it is bytes or text. */
export async function call<Body = Failure>(
  address: string,
  method: string,
  path: string,
  options: { token?: string | undefined; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer<Body>> {
  const isRaw = options.body instanceof Uint8Array || typeof options.body === 'string';
  const headers: Record<string, string> = { ...options.headers };
  if (options.token) headers.authorization = `Bearer ${options.token}`;
  if (options.body !== undefined && !isRaw) headers['content-type'] = 'application/json';
  const body = isRaw ? (options.body as string | Uint8Array<ArrayBuffer>) : JSON.stringify(options.body);
  const response = await fetch(`${address}${path}`, {
    method,
    headers,
    ...(options.body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return {
    status: response.status,
    body: (isJson && text ? JSON.parse(text) : text) as Body,
    headers: response.headers,
  };
}

/** What a test says of a command; number, id and time are added. */
export type Wish = { name: string; args: unknown; id?: Id; mid?: number; schema?: number };

/** A desk as thin as can be: numbers its commands and remembers its cursor. */
export class Desk {
  readonly address: string;
  readonly workerId: Id;
  readonly token: string;
  epoch: string;
  clientId: Id = newId();
  nextMid = 1;
  cursor = '0';
  accessVersion = -1;

  constructor(address: string, session: SessionResponse) {
    this.address = address;
    this.workerId = session.workerId;
    this.token = session.accessToken;
    this.epoch = session.epoch;
  }

  static async login(address: string, login: string, password: string): Promise<Desk> {
    const body = { login, password, deviceName: 'Testplatz' };
    const { status, body: session } = await call<SessionResponse>(address, 'POST', '/v1/session', { body });
    if (status !== 200) throw new Error(`login failed: ${status} ${JSON.stringify(session)}`);
    return new Desk(address, session);
  }

  call<Body = Failure>(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
    return call<Body>(this.address, method, path, { token: this.token, body, ...(headers ? { headers } : {}) });
  }

  number(wishes: Wish[]): PushedCommand[] {
    return wishes.map((wish) => {
      const mid = wish.mid ?? this.nextMid;
      if (wish.mid === undefined) this.nextMid += 1;
      const at = new Date().toISOString();
      return { mid, id: wish.id ?? newId(), name: wish.name, args: wish.args, at, schema: wish.schema ?? 1 };
    });
  }

  async send(commands: PushedCommand[]): Promise<PushResponse> {
    const body = { epoch: this.epoch, clientId: this.clientId, commands };
    const answer = await this.call<PushResponse>('POST', '/v1/push', body);
    if (answer.status !== 200) throw new Error(`push failed: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async push(...wishes: Wish[]): Promise<PushResponse> {
    return this.send(this.number(wishes));
  }

  /** Pushes one command and returns its result. */
  async run(name: string, args: unknown): Promise<PushResult> {
    const response = await this.push({ name, args });
    const [result] = response.results;
    if (!result) throw new Error(`no result: ${JSON.stringify(response)}`);
    return result;
  }

  /** With `after`: the command the centre acknowledged last. */
  async changes(after?: Id): Promise<ChangesResponse> {
    const query = `cursor=${this.cursor}&accessVersion=${this.accessVersion}${after ? `&after=${after}` : ''}`;
    const { body } = await this.call<ChangesResponse>('GET', `/v1/changes?${query}`);
    this.cursor = body.cursor;
    this.accessVersion = body.accessVersion;
    return body;
  }

  async pull(...need: { scopeId: Id; after: number }[]): Promise<PullResponse> {
    const answer = await this.call<PullResponse>('POST', '/v1/pull', { need });
    if (answer.status !== 200) throw new Error(`pull failed: ${answer.status}`);
    return answer.body;
  }

  /** Sends a content in one part; returns its SHA-256. */
  async upload(bytes: Uint8Array): Promise<string> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { body } = await this.call<UploadState>('POST', '/v1/uploads', { sha256, size: bytes.length });
    if (body.isPresent) return sha256;
    const answer = await this.part(body.uploadId, 0, bytes);
    if (answer.status !== 204) throw new Error(`upload failed: ${answer.status}`);
    return sha256;
  }

  part(uploadId: string | null, offset: number, bytes: Uint8Array, headers: Record<string, string> = {}) {
    return this.call('PATCH', `/v1/uploads/${uploadId}`, bytes, {
      'content-type': 'application/octet-stream',
      'upload-offset': String(offset),
      ...headers,
    });
  }
}
