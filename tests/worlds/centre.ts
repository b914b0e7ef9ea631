import { type News, push } from '../../central/rules/push.ts';
import { levelsIn } from '../../central/store/access.ts';
import { isPassing } from '../../central/store/database.ts';
import { readChanges, readPull } from '../../central/store/feed.ts';
import { asEntry, readLines } from '../../central/store/journal.ts';
import { tellRefusals } from '../../central/store/refusals.ts';
import { SessionOverError } from '../../central/store/sessions.ts';
import { streamSnapshot } from '../../central/store/snapshot.ts';
import type { ChangesQuery, PullRequest, PushRequest } from '../../core/contract/central.ts';
import type { RefusalsRequest } from '../../core/contract/refusals.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { isEnough } from '../../core/domain/levels.ts';
import { Contents } from './centre/contents.ts';
import { Farewells } from './centre/farewells.ts';
import { Listeners } from './centre/listeners.ts';
import { away, type Guard, type Service } from './centre/service.ts';
import { type Caller, Sessions } from './centre/sessions.ts';
import { type Copy, MemoryDatabase, type Statement } from './database/memory-database.ts';
import type { StoreRow } from './database/tables.ts';
import type { Transaction } from './database/transaction.ts';
import type { Weather } from './faults.ts';
import type { Random } from './simulation/random.ts';
import type { Scheduler } from './simulation/scheduler.ts';

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

const silentPart = { error: () => undefined };

/** The centre of a world: the real rules and store functions on a database in memory; sessions, uploads and HTTP are modelled here. */
export class Centre {
  readonly database: MemoryDatabase;
  readonly contents: Contents;
  readonly listeners: Listeners;
  readonly sessions: Sessions;
  readonly farewells: Farewells;
  services: Service[] = [];
  /** It was set back and has not noticed yet: desks may show what it does not have. */
  isSetBack = false;
  /** Which commit wrote a journal line, by its hash: a command must not be carried out twice. */
  readonly commitOfLine = new Map<string, number>();
  private readonly parts: CentreParts;
  private commits = 0;
  private downUntil = 0;

  /** Trouble that passes is told as HTTP 503; anything else is a fault of the centre. */
  private readonly guard: Guard = async (work) => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof SessionOverError) throw new AppError('unauthenticated', 'Bitte melden Sie sich an.');
      if (error instanceof AppError) throw error;
      if (!isPassing(error)) this.parts.onProblem(`the centre failed: ${String(error)}`);
      throw away('status 503');
    }
  };

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
    const { database, guard } = this;
    const now = () => scheduler.now();
    this.contents = new Contents({ database, guard });
    this.sessions = new Sessions({ database, now, newId: parts.newId, epoch: () => this.epoch() });
    const isOpen = (workerId: Id) => this.sessions.stateOf(workerId) === 'open';
    this.listeners = new Listeners({ ...parts, database, services: () => this.services, isOpen });
    const announce = (news: News) => this.announce(news);
    this.farewells = new Farewells({ ...parts, database, guard, sessions: this.sessions, announce });
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
    this.listeners.breakAll();
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
    this.contents.forgetUploads();
    for (const service of this.services) service.isGone = true;
    this.services = this.services.map(() => this.startService());
    this.listeners.breakAll();
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

  /** Tells listening desks what a commit changed; without news only that there is some. */
  announce(news: News | null = null): void {
    this.listeners.announce(news);
  }

  epoch(): string {
    return this.database.table<StoreRow>('store')[0]?.epoch ?? '';
  }

  /** Takes commands as the HTTP route does. */
  async push(service: Service, caller: Caller, request: PushRequest): Promise<string> {
    const log = {
      error: (fields: object, message: string) => this.parts.onProblem(`${message}: ${JSON.stringify(fields)}`),
    };
    const pushes = this.parts.pushes ?? push;
    const confirm = async () => {
      const now = this.sessions.holderNow(caller);
      if (!now) throw new SessionOverError('the session has ended');
      return now;
    };
    const { response, news } = await this.guard(() => pushes(service.database, caller, request, log, { confirm }));
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
