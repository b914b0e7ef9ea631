import { type News, push } from '../../central/rules/push.ts';
import { levelsIn, visibleContents } from '../../central/store/access.ts';
import { bytesOf, hexOf, type Database, isPassing } from '../../central/store/database.ts';

import { readChanges, readLittleNews, readPull } from '../../central/store/feed.ts';
import { tellRefusals } from '../../central/store/refusals.ts';
import { streamSnapshot } from '../../central/store/snapshot.ts';
import { asEntry, readLines } from '../../central/store/journal.ts';
import {
  type ChangesQuery,
  type Poke,
  type PullRequest,
  type PullResponse,
  type PushRequest,
  type SessionResponse,
  type UploadState,
  uploadPartSize,
} from '../../core/contract/central.ts';
import type { RefusalsRequest } from '../../core/contract/refusals.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { isEnough, type Role } from '../../core/domain/levels.ts';
import { momentOf } from '../../core/domain/moments.ts';
import { type Copy, MemoryDatabase, type Statement } from './database/memory-database.ts';
import { readableNow } from './database/statements/access.ts';
import type { Transaction } from './database/transaction.ts';
import { sha256Of } from './hash.ts';
import type { AccountRow, StoreRow, UploadRow } from './database/tables.ts';
import type { Weather } from './faults.ts';
import type { Random } from './simulation/random.ts';
import type { Scheduler } from './simulation/scheduler.ts';

export type Caller = { workerId: Id; role: Role; sessionId: Id };
type Session = Caller & { until: number };
/** One process that answers desks; several share one database. */
export type Service = { isGone: boolean; database: Database };
/** A desk that waits for pokes. */
/** `read`: told as the centre has read what goes along with a poke, before it is on its way. */
export type Listener = {
  workerId: Id;
  read: (pulled: PullResponse) => void;
  poke: (poke: Poke) => void;
  broken: () => void;
};
export type CentreParts = {
  scheduler: Scheduler;
  random: Random;
  weather: Weather;
  copy: Copy;
  newId: () => Id;
  onProblem: (problem: string) => void;
  isStormy: () => boolean;
  onCommit: (overlay: Transaction['overlay']) => void;
  statements?: Map<string, Statement>;
  pushes?: typeof push;
};

const accessTokenLife = 600_000;
const plainHead = ({ scopeId, head }: News['scopes'][number]) => ({ scopeId, head });
const silentPart = { error: () => undefined };
const away = (cause: string) => new AppError('offline', 'Die Zentrale ist gerade nicht erreichbar.', { cause });

/** The centre of a world: the real rules and store functions on a database in memory; sessions, uploads and HTTP are modelled here. */
export class Centre {
  readonly database: MemoryDatabase;
  readonly files = new Map<string, Uint8Array>();
  readonly listeners = new Set<Listener>();
  services: Service[] = [];
  /** It was set back and has not noticed yet: desks may show what it does not have. */
  isSetBack = false;
  /** Which commit wrote a journal line, by its hash: a command must not be carried out twice. */
  readonly commitOfLine = new Map<string, number>();
  private readonly parts: CentreParts;
  private sessions = new Map<string, Session>();
  private refreshTokens = new Map<string, { workerId: Id; next: SessionResponse | null }>();
  private commits = 0;
  private tokens = 0;
  private downUntil = 0;
  private readonly open = new Map<string, { sha256: string; size: number; bytes: Uint8Array; workerId: Id }>();

  constructor(parts: CentreParts) {
    this.parts = parts;
    const { scheduler, random, weather } = parts;
    const isOn = (name: Parameters<typeof weather.on.has>[0]) => parts.isStormy() && weather.on.has(name);
    this.database = new MemoryDatabase(parts.copy, {
      now: () => scheduler.now(),
      after: scheduler.after,
      pace: () => (isOn('slowDatabase') && random.chance(0.5) ? scheduler.wait(random.wait(10)) : undefined),
      refuse: () => {
        if (scheduler.now() < this.downUntil) return Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
        if (!isOn('refusedConnections') || !random.chance(0.1)) return null;
        return new Error('timeout exceeded when trying to connect');
      },
      sizeOf: (body) => (weather.on.has('shortAnswers') ? 1_500_000 : body.length),
      ...(parts.statements ? { faults: parts.statements } : {}),
      onCommit: (overlay) => this.noteCommit(overlay),
      onBroken: parts.onProblem,
    });
    const count = weather.on.has('serviceCrashes') ? random.between(1, 3) : 1;
    for (let index = 0; index < count; index += 1) this.services.push(this.startService());
  }

  private noteCommit(overlay: Transaction['overlay']): void {
    this.commits += 1;
    this.parts.onCommit(overlay);
    for (const [table, rows] of overlay) {
      if (!table.startsWith('journal ')) continue;
      for (const line of rows.values()) {
        if (line && 'hash' in line) this.commitOfLine.set(line.hash.toString('latin1'), this.commits);
      }
    }
  }

  private startService(): Service {
    const service: Service = { isGone: false, database: this.database.pool() };
    service.database = this.database.pool(() => service.isGone);
    return service;
  }

  /** A service dies with everything it was doing and comes back later. */
  crashService(downFor: number): void {
    const { random, scheduler } = this.parts;
    if (this.services.length === 0) return;
    const service = random.pick(this.services);
    service.isGone = true;
    this.services = this.services.filter((one) => one !== service);
    this.breakLines();
    scheduler.after(downFor, () => this.services.push(this.startService()));
  }

  crashDatabase(downFor: number): void {
    this.downUntil = this.parts.scheduler.now() + downFor;
    this.database.crash();
  }

  /** Ends an outage that has not ended by itself yet. */
  recover(): void {
    this.downUntil = 0;
  }

  private breakLines(): void {
    for (const listener of [...this.listeners]) listener.broken();
    this.listeners.clear();
  }

  /** The centre comes back as it was in a copy, on a timeline of its own. */
  restore(copy: Copy): void {
    const store = new Map([['', { epoch: this.parts.newId() } satisfies StoreRow]]);
    this.startFrom({ contents: new Map(copy.contents).set('store', store), nextXid: copy.nextXid });
    this.isSetBack = false;
  }

  /** The same, and it does not know it yet. */
  setBack(copy: Copy): void {
    this.startFrom(copy);
    this.isSetBack = true;
  }

  /** It has noticed that it was set back. */
  async beginEpoch(): Promise<void> {
    await this.database.administer(async (transaction) => {
      await transaction.lock('store', '');
      transaction.put('store', '', { epoch: this.parts.newId() });
    });
    this.isSetBack = false;
  }

  private startFrom(copy: Copy): void {
    this.database.restore(copy);
    this.sessions.clear();
    this.refreshTokens.clear();
    this.open.clear();
    for (const service of this.services) service.isGone = true;
    this.services = this.services.map(() => this.startService());
    this.breakLines();
  }

  /** A checked backup: from now on nothing in it need be kept at the desks. */
  async backup(): Promise<Copy> {
    const copy = this.database.copy();
    await this.administer(async (transaction) => {
      for (const row of [...(copy.contents.get('client')?.values() ?? [])]) {
        if (!('clientId' in row && 'lastMid' in row)) continue;
        await transaction.lock('client', row.clientId);
        const client = transaction.get('client', row.clientId);
        if (client) transaction.put('client', row.clientId, { ...client, durableMid: row.lastMid });
      }
    });
    return copy;
  }

  /** Runs an act of administration in a transaction of its own; what fails has not happened. */
  async administer(act: (transaction: Transaction) => Promise<void>): Promise<void> {
    await this.database.administer(act);
    this.announce();
  }

  /** Tells listening desks what a commit changed, as the hub does: only what they may read; without news only that there is some. */
  announce(news: News | null = null): void {
    const { scheduler, random, weather } = this.parts;
    const view = this.database.look();
    for (const listener of this.listeners) {
      if (this.parts.isStormy() && weather.on.has('lostPokes') && random.chance(0.5)) continue;
      const mine = new Set(readableNow(view, listener.workerId).map(({ scope }) => scope.id));
      const heads = (news?.scopes ?? []).filter(({ scopeId }) => mine.has(scopeId));
      const isWhole = news !== null && !news.workers.includes(listener.workerId);
      if (heads.length === 0 && isWhole) continue;
      const wait = random.wait(weather.latency);
      const tell = (pulled?: PullResponse) =>
        scheduler.after(wait, () => listener.poke({ heads: heads.map(plainHead), isWhole, ...(pulled && { pulled }) }));
      if (isWhole) {
        void this.newsFor(listener, heads).then(
          (pulled) => {
            if (pulled) listener.read(pulled);
            tell(pulled);
          },
          () => tell(),
        );
      } else tell();
    }
  }

  /** What goes along with a poke: read like a pull, by a service that may be gone before it has an answer. */
  private async newsFor(listener: Listener, heads: News['scopes']): Promise<PullResponse | undefined> {
    const [service] = this.services;
    const need = heads.map(({ scopeId, after }) => ({ scopeId, after: after ?? 0 }));
    if (!service || need.some(({ after }) => after === 0)) return undefined;
    const text = (await readLittleNews(service.database, [listener.workerId], need)).get(listener.workerId);
    return text === undefined ? undefined : (JSON.parse(text) as PullResponse);
  }

  accountOf(workerId: Id): AccountRow {
    const account = this.database.table<AccountRow>('account').find((one) => one.workerId === workerId);
    if (!account) throw new Error('no such account');
    return account;
  }

  callerOf(token: string | null): Caller {
    const session = token === null ? undefined : this.sessions.get(token);
    if (!session || session.until <= this.parts.scheduler.now()) {
      throw new AppError('unauthenticated', 'Bitte melden Sie sich an.');
    }
    return { ...session, role: this.accountOf(session.workerId).role };
  }

  logIn(workerId: Id): SessionResponse {
    const { role } = this.accountOf(workerId);
    this.tokens += 1;
    const [accessToken, refreshToken] = [`access ${this.tokens}`, `refresh ${this.tokens}`];
    const until = this.parts.scheduler.now() + accessTokenLife;
    this.sessions.set(accessToken, { workerId, role, sessionId: this.parts.newId(), until });
    this.refreshTokens.set(refreshToken, { workerId, next: null });
    const now = momentOf(this.parts.scheduler.now());
    const times = { accessExpiresAt: momentOf(until), serverTime: now };
    const facts = { epoch: this.epoch(), minProtocol: 1, maxProtocol: 1 };
    return { accessToken, refreshToken, workerId, role, ...facts, ...times };
  }

  epoch(): string {
    return this.database.table<StoreRow>('store')[0]?.epoch ?? '';
  }

  refresh(refreshToken: string): SessionResponse {
    const known = this.refreshTokens.get(refreshToken);
    if (!known) throw new AppError('unauthenticated', 'Die Anmeldung ist abgelaufen.');
    known.next = this.logIn(known.workerId);
    return known.next;
  }

  /** Takes commands as the HTTP route does. */
  async push(service: Service, caller: Caller, request: PushRequest): Promise<string> {
    const log = {
      error: (fields: object, message: string) => this.parts.onProblem(`${message}: ${JSON.stringify(fields)}`),
    };
    const pushes = this.parts.pushes ?? push;
    const { response, news } = await this.guard(() => pushes(service.database, caller, request, log));
    this.announce(news);
    return JSON.stringify(response);
  }

  async changes(service: Service, caller: Caller, query: ChangesQuery): Promise<string> {
    return JSON.stringify(await this.guard(() => readChanges(service.database, caller.workerId, query)));
  }

  pull(service: Service, caller: Caller, request: PullRequest): Promise<string> {
    return this.guard(() => readPull(service.database, caller.workerId, request));
  }

  /** Whole scopes as the lines of the stream. */
  snapshot(service: Service, caller: Caller, scopeIds: Id[]): AsyncGenerator<string, void, void> {
    const stillReadable = async (some: Id[]) => {
      const levels = await levelsIn(service.database, caller.workerId, some);
      return new Set(some.filter((scopeId) => isEnough(levels.get(scopeId) ?? null, 'read')));
    };
    return streamSnapshot(service.database, { workerId: caller.workerId, scopeIds, stillReadable });
  }

  async refusals(service: Service, caller: Caller, request: RefusalsRequest): Promise<string> {
    return JSON.stringify(await this.guard(() => tellRefusals(service.database, caller.workerId, request)));
  }

  async journal(service: Service, scopeId: Id, after: number): Promise<string> {
    const lines = await this.guard(() => readLines(service.database, scopeId, after, 1_000));
    return JSON.stringify({ entries: lines.map(asEntry), isComplete: true });
  }

  /** Trouble that passes is told as HTTP 503; anything else is a fault of the centre. */
  private async guard<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error)) this.parts.onProblem(`the centre failed: ${String(error)}`);
      throw away('status 503');
    }
  }

  async presentContents(service: Service, caller: Caller, sha256s: readonly string[]): Promise<string[]> {
    const seen = await this.guard(() => visibleContents(service.database, caller.workerId, sha256s.map(bytesOf)));
    return seen.map(hexOf);
  }

  /** A small content in one request. */
  async putContent(caller: Caller, sha256: string, bytes: Uint8Array): Promise<void> {
    if (sha256Of(bytes) !== sha256) throw new AppError('conflict', 'Anderer Inhalt.');
    await this.keepContent(caller.workerId, bytes).catch(() => {
      throw away('status 503');
    });
  }

  async startUpload(service: Service, caller: Caller, content: { sha256: string; size: number }): Promise<UploadState> {
    const seen = await this.guard(() => visibleContents(service.database, caller.workerId, [bytesOf(content.sha256)]));
    if (seen.length > 0) return { uploadId: null, offset: 0, isPresent: true };
    const uploadId = `${content.sha256}/${caller.workerId}`;
    const begun = this.open.get(uploadId) ?? { ...content, bytes: new Uint8Array(), workerId: caller.workerId };
    this.open.set(uploadId, begun);
    return { uploadId: uploadId as Id, offset: begun.bytes.length, isPresent: false };
  }

  async uploadPart(uploadId: string, part: { offset: number; bytes: Uint8Array }): Promise<number> {
    const upload = this.open.get(uploadId);
    if (!upload) throw new AppError('not_found', 'Das gibt es hier nicht.');
    if (upload.bytes.length !== part.offset || part.bytes.length > uploadPartSize) {
      throw new AppError('conflict', 'Andere Stelle.', { offset: upload.bytes.length });
    }
    upload.bytes = Buffer.concat([upload.bytes, part.bytes]);
    const offset = upload.bytes.length;
    if (offset < upload.size) return offset;
    this.open.delete(uploadId);
    if (sha256Of(upload.bytes) !== upload.sha256) throw new AppError('conflict', 'Anderer Inhalt.');
    await this.keepContent(upload.workerId, upload.bytes).catch(() => {
      throw away('status 503');
    });
    return offset;
  }

  /** Stores a content as an upload of a worker leaves it. */
  async keepContent(workerId: Id, bytes: Uint8Array): Promise<string> {
    const sha256 = sha256Of(bytes);
    this.files.set(sha256, bytes);
    const row: UploadRow = { id: `${sha256}/${workerId}`, workerId, sha256, state: 'done' };
    await this.database.administer(async (transaction) => {
      await transaction.lock('blob', sha256);
      transaction.put('blob', sha256, { sha256, size: bytes.length, state: 'stored' });
      await transaction.lock('upload', row.id);
      transaction.put('upload', row.id, row);
    });
    return sha256;
  }

  /** The bytes of a content the caller may see. */
  async content(service: Service, caller: Caller, sha256: string): Promise<Uint8Array> {
    const seen = await this.guard(() => visibleContents(service.database, caller.workerId, [bytesOf(sha256)]));
    const bytes = this.files.get(sha256);
    if (seen.length === 0 || !bytes) throw new AppError('not_found', 'Das gibt es hier nicht.');
    return bytes;
  }

  /** Commands of somebody without a desk: the scan station. Gives the results; what fails has not happened. */
  async pushDirectly(caller: Caller, request: PushRequest): Promise<void> {
    const [service] = this.services;
    if (!service) return;
    await push(service.database, caller, request, silentPart).then(
      ({ news }) => this.announce(news),
      () => undefined,
    );
  }
}
