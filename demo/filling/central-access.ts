import { setTimeout as pause } from 'node:timers/promises';
import type { ImportLine } from '../../core/contract/central.ts';
import {
  presentBlobsResponseSchema,
  presentLimit,
  sessionResponseSchema,
  uploadPartSize,
  uploadStateSchema,
} from '../../core/contract/central.ts';
import { batchedContentSize, batchOf, batchSize, keptContentsSchema } from '../../core/contract/content-batch.ts';
import { sendBytes } from './send-bytes.ts';

const uploadsAtOnce = 4;
/** Bytes of small contents that go in one request. */
const togetherBytes = 2 * 1024 * 1024;

/** A centre that says nothing for so long will not answer this request any more, in ms. */
const patience = 60_000;
const tries = 5;

type File = { sha256: string; bytes: Uint8Array };

/** Takes the first one out, with what follows it as long as all of it goes into one request; empty when there is none. */
function takeTogether(waiting: Map<string, Uint8Array>): File[] {
  const taken: File[] = [];
  let size = 0;
  for (const [sha256, bytes] of waiting) {
    size += bytes.length;
    const isMore = size <= togetherBytes && bytes.length <= batchedContentSize && taken.length < batchSize.contents;
    if (taken.length > 0 && !isMore) break;
    waiting.delete(sha256);
    taken.push({ sha256, bytes });
    if (!isMore) break; // it goes by itself
  }
  return taken;
}

/** Speaks with the centre as administration: lines, bytes, accounts. All of it may be said twice, so a lost answer is asked for again. */
export class CentralAccess {
  readonly #address: string;
  readonly #password: string;
  #token = '';
  #tokenUntil = 0;

  constructor(address: string, password: string) {
    this.#address = address.replace(/\/+$/, '');
    this.#password = password;
  }

  async isEmpty(): Promise<boolean> {
    const response = await this.#fetch('/v1/health', {});
    return ((await response.json()) as { isEmpty: boolean }).isEmpty;
  }

  async send(lines: ImportLine[]): Promise<void> {
    const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    await this.#ask('/v1/import', { method: 'POST', body, headers: { 'content-type': 'application/x-ndjson' } });
  }

  async finish(): Promise<void> {
    await this.#ask('/v1/import/finish', { method: 'POST', body: '{}', headers: json });
  }

  async makeAccount(account: { workerId: string; login: string; password: string; role: string }): Promise<void> {
    await this.#ask('/v1/accounts', { method: 'POST', body: JSON.stringify(account), headers: json });
  }

  /** Brings the bytes of files, several beside each other; what the centre has already is not sent again. */
  async upload(files: readonly File[]): Promise<void> {
    const waiting = new Map(files.map(({ sha256, bytes }) => [sha256, bytes]));
    const names = [...waiting.keys()];
    for (let from = 0; from < names.length; from += presentLimit) {
      const body = JSON.stringify({ sha256s: names.slice(from, from + presentLimit) });
      const answer = await this.#ask('/v1/blobs/present', { method: 'POST', body, headers: json });
      for (const sha256 of presentBlobsResponseSchema.parse(await answer.json()).present) waiting.delete(sha256);
    }
    const sendOn = async () => {
      for (let next = takeTogether(waiting); next.length > 0; next = takeTogether(waiting)) {
        for (const { sha256, bytes } of await this.#sendTogether(next)) await this.#send(sha256, bytes);
      }
    };
    await Promise.all(Array.from({ length: uploadsAtOnce }, sendOn));
  }

  /** Gives those that have to be sent alone. */
  async #sendTogether(files: readonly File[]): Promise<readonly File[]> {
    if (files.length === 1) return files;
    const headers = { 'content-type': 'application/octet-stream' };
    const body = Buffer.concat(batchOf(files));
    const answer = await this.#ask('/v1/blobs/batch', { method: 'POST', body, headers });
    const kept = new Set(keptContentsSchema.parse(await answer.json()).kept);
    return files.filter(({ sha256 }) => !kept.has(sha256));
  }

  async #send(sha256: string, bytes: Uint8Array): Promise<void> {
    const headers = { 'content-type': 'application/octet-stream' };
    const body = bytes as Uint8Array<ArrayBuffer>;
    if (bytes.byteLength <= uploadPartSize) {
      await this.#ask(`/v1/blobs/${sha256}`, { method: 'PUT', body, headers });
      return;
    }
    const begun = await this.#ask('/v1/uploads', {
      method: 'POST',
      body: JSON.stringify({ sha256, size: bytes.byteLength }),
      headers: json,
    });
    const state = uploadStateSchema.parse(await begun.json());
    for (let { offset } = state; !state.isPresent && offset < bytes.byteLength; offset += uploadPartSize) {
      const part = body.subarray(offset, offset + uploadPartSize);
      await this.#ask(`/v1/uploads/${state.uploadId}`, {
        method: 'PATCH',
        body: part,
        headers: { ...headers, 'upload-offset': String(offset) },
      });
    }
  }

  async #ask(path: string, init: RequestInit): Promise<Response> {
    if (Date.now() > this.#tokenUntil) await this.#logIn();
    const headers = { ...init.headers, authorization: `Bearer ${this.#token}` };
    const response = await this.#fetch(path, { ...init, headers });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${(await response.text()).slice(0, 300)}`);
    return response;
  }

  /** Asks again when the centre is busy (503) or silent: on a machine under load both pass. */
  async #fetch(path: string, init: RequestInit): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const response = await this.#once(path, { ...init, signal: AbortSignal.timeout(patience) });
        if (response.status !== 503 || attempt === tries) return response;
        await response.arrayBuffer();
      } catch (error) {
        if (attempt === tries) throw error;
      }
      await pause(500 * 2 ** attempt);
    }
  }

  #once(path: string, init: RequestInit & { signal: AbortSignal }): Promise<Response> {
    const { body, method = 'POST', signal } = init;
    const address = this.#address + path;
    if (!(body instanceof Uint8Array)) return fetch(address, init);
    return sendBytes(address, { method, headers: init.headers as Record<string, string>, body, signal });
  }

  async #logIn(): Promise<void> {
    const response = await this.#fetch('/v1/session', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ login: 'verwaltung', password: this.#password, deviceName: 'Beispielbüro' }),
    });
    if (!response.ok)
      throw new Error(`Anmeldung an der Zentrale: ${response.status} ${(await response.text()).slice(0, 300)}`);
    const session = sessionResponseSchema.parse(await response.json());
    this.#token = session.accessToken;
    this.#tokenUntil = Date.parse(session.accessExpiresAt) - 60_000;
  }
}

const json = { 'content-type': 'application/json' };
