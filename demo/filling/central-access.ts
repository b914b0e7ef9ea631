import { setTimeout as pause } from 'node:timers/promises';
import type { ImportLine } from '../../core/contract/central.ts';
import { sessionResponseSchema, uploadPartSize, uploadStateSchema } from '../../core/contract/central.ts';

/** A centre that says nothing for so long will not answer this request any more, in ms. */
const patience = 60_000;
const tries = 5;

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

  /** Brings the bytes of one file; what the centre has already is not sent again. */
  async upload(sha256: string, bytes: Uint8Array): Promise<void> {
    const begun = await this.#ask('/v1/uploads', {
      method: 'POST',
      body: JSON.stringify({ sha256, size: bytes.byteLength }),
      headers: json,
    });
    const state = uploadStateSchema.parse(await begun.json());
    let { offset } = state;
    while (!state.isPresent && (offset < bytes.byteLength || bytes.byteLength === 0)) {
      const part = bytes.subarray(offset, offset + uploadPartSize);
      await this.#ask(`/v1/uploads/${state.uploadId}`, {
        method: 'PATCH',
        body: part as Uint8Array<ArrayBuffer>,
        headers: { 'content-type': 'application/octet-stream', 'upload-offset': String(offset) },
      });
      offset += part.byteLength;
      if (bytes.byteLength === 0) break;
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
        const response = await fetch(this.#address + path, { ...init, signal: AbortSignal.timeout(patience) });
        if (response.status !== 503 || attempt === tries) return response;
        await response.arrayBuffer();
      } catch (error) {
        if (attempt === tries) throw error;
      }
      await pause(500 * 2 ** attempt);
    }
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
