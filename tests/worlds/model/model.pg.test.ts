import { expect, it } from 'vitest';
import { push } from '../../../central/rules/push.ts';
import { type Database, openDatabase } from '../../../central/store/database.ts';
import { readChanges, readPull } from '../../../central/store/feed.ts';
import { migrate } from '../../../central/store/migrate.ts';
import { streamSnapshot } from '../../../central/store/snapshot.ts';
import type { PushRequest } from '../../../core/contract/central.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { momentOf } from '../../../core/domain/moments.ts';
import { temporaryDatabase } from '../../support/postgres.ts';
import { MemoryDatabase } from '../database/memory-database.ts';
import type { ScopeRow } from '../database/tables.ts';
import { beginning, type Office, type OfficeWorker, openOffice } from '../office.ts';
import { createRandom, type Random } from '../simulation/random.ts';
import { loadHouse } from './load-house.ts';
import { idsFrom, randomCommand, randomLetter, randomPost } from './random-command.ts';
import { StationSide } from './station-side.ts';

// The worlds are worth what their database is worth: the same things done on it and on PostgreSQL must be answered the same.

const seeds = [1, 2, 3, 4, 5, 6];
const steps = 120;

type Side = { database: Database; cursors: Map<Id, string> };
type Run = {
  random: Random;
  office: Office;
  sides: [Side, Side];
  memory: MemoryDatabase;
  newId: () => Id;
  epoch: string;
};
const log = {
  error: (fields: object, message: string) => {
    throw new Error(`${message}: ${JSON.stringify(fields)}`);
  },
};

it.each(seeds)('the model answers as PostgreSQL does, seed %i', { timeout: 120_000 }, async (seed) => {
  const random = createRandom(seed);
  const office = await openOffice();
  const memory = new MemoryDatabase(office.copy, { now: () => Date.now(), sizeOf: (body) => Buffer.byteLength(body) });
  await using temporary = await temporaryDatabase();
  const postgres = openDatabase(temporary.connectionString, { connections: 2 });
  try {
    await migrate(postgres);
    await loadHouse(postgres, memory.committed());
    const sides: Run['sides'] = [memory.pool(), postgres].map((database) => ({
      database,
      cursors: new Map<Id, string>(),
    })) as Run['sides'];
    const epoch = memory.table<{ epoch: string }>('store')[0]?.epoch ?? '';
    const run: Run = { random, office, sides, memory, newId: idsFrom(random), epoch };
    const acts = new Acts(run);
    for (let step = 0; step < steps; step += 1) {
      const { words, answers } = await acts.next();
      expect(answers[1], `step ${step}: ${words}`).toEqual(answers[0]);
      const [model, real] = await acts.station.known();
      expect(real, `the scan station after step ${step}: ${words}`).toEqual(model);
    }
    expect(acts.rearranged).toBeGreaterThan(1);
    expect(acts.accepted).toBeGreaterThan(steps / 10);
  } finally {
    await postgres.end();
  }
});

type Answered = { words: string; answers: unknown[] };

class Acts {
  accepted = 0;
  /** Letters split, merged, given back, and what of it was taken back. */
  rearranged = 0;
  readonly station: StationSide;
  private readonly run: Run;
  private readonly clients = new Map<Id, { clientId: Id; mid: number; sent: PushRequest[] }>();

  constructor(run: Run) {
    this.run = run;
    this.station = new StationSide({ ...run, postgres: run.sides[1].database });
  }

  async next(): Promise<Answered> {
    const { random, office } = this.run;
    const worker = random.pick(office.workers);
    const kind = random.weighted({
      push: 10,
      again: 2,
      letter: 3,
      station: 8,
      changes: 3,
      pull: 4,
      snapshot: 1,
      post: 2,
    });
    switch (kind) {
      case 'push':
        return this.push(worker);
      case 'again':
        return this.again(worker);
      case 'letter':
        return this.letter();
      case 'post':
        return this.single(office.administrator, randomPost(this.run));
      case 'station':
        return this.atStation(worker);
      case 'changes':
        return this.both('changes', (side) => this.changes(side, worker.workerId));
      case 'pull': {
        const need = this.wanted();
        const words = `pull by ${worker.name} of ${JSON.stringify(need)}`;
        return this.both(words, async ({ database }) =>
          sorted(JSON.parse(await readPull(database, worker.workerId, { need }))),
        );
      }
      case 'snapshot': {
        const scopeIds = this.wanted().map(({ scopeId }) => scopeId);
        return this.both(`snapshot by ${worker.name}`, async ({ database }) =>
          this.snapshot(database, worker, scopeIds),
        );
      }
    }
  }

  private async both(words: string, ask: (side: Side) => Promise<unknown>): Promise<Answered> {
    const answers = [];
    for (const side of this.run.sides) answers.push(await ask(side));
    return { words, answers };
  }

  private clientOf(workerId: Id) {
    const client = this.clients.get(workerId) ?? { clientId: this.run.newId(), mid: 1, sent: [] };
    this.clients.set(workerId, client);
    return client;
  }

  private async send(worker: OfficeWorker, request: PushRequest): Promise<Answered> {
    const caller = { workerId: worker.workerId, role: worker.role, sessionId: this.run.office.caseFiles[0] as Id };
    const names = request.commands.map(({ name, mid }) => `${name} ${mid}`).join(', ');
    const answered = await this.both(`push by ${worker.name}: ${names}`, async ({ database }) => {
      const { response, news } = await push(database, caller, request, log);
      return { response, news: { workers: [...news.workers].sort(), scopes: sorted(news.scopes) } };
    });
    const { results } = (answered.answers[0] as { response: { results: { result: string }[] } }).response;
    this.accepted += results.filter(({ result }) => result === 'ok').length;
    return answered;
  }

  /** One to three commands; sometimes their numbers leave a gap, were used before, or the epoch is another one. */
  private push(worker: OfficeWorker): Promise<Answered> {
    const { random, newId, epoch } = this.run;
    const client = this.clientOf(worker.workerId);
    const shift = random.chance(0.05) ? random.pick([-1, 1, 5]) : 0;
    const commands = Array.from({ length: random.between(1, 3) }, (_, index) => ({
      ...randomCommand(this.run, worker),
      ...{ mid: Math.max(1, client.mid + index + shift), id: newId(), at: momentOf(beginning), schema: 1 },
    }));
    const request = { epoch: random.chance(0.03) ? newId() : epoch, clientId: client.clientId, commands };
    if (shift === 0 && request.epoch === epoch) {
      client.mid += commands.length;
      client.sent.push(request);
    }
    return this.send(worker, request);
  }

  private again(worker: OfficeWorker): Promise<Answered> {
    const { sent } = this.clientOf(worker.workerId);
    return sent.length === 0 ? this.push(worker) : this.send(worker, this.run.random.pick(sent));
  }

  private async letter(): Promise<Answered> {
    const { random, office } = this.run;
    const { workerId } = office.scanStation;
    const isThere = random.chance(0.9);
    const content = isThere ? await this.station.store(workerId) : { sha256: 'a'.repeat(64), size: 7 };
    return this.single(office.scanStation, randomLetter(this.run, content));
  }

  /** A letter of a stack, or what somebody does with one. */
  private async atStation(worker: OfficeWorker): Promise<Answered> {
    const { random, office } = this.run;
    const kind = random.weighted({ deliver: 3, rearrange: 6, answer: 1 });
    if (kind === 'answer') {
      await this.station.answer();
      return { words: 'the station answers', answers: [] };
    }
    const command = kind === 'rearrange' ? await this.station.rearrange(worker) : null;
    if (command === null) return this.single(office.scanStation, await this.station.deliver());
    const before = this.accepted;
    const answered = await this.single(worker, command);
    this.rearranged += this.accepted - before;
    return answered;
  }

  private single(worker: OfficeWorker, made: { name: string; args: unknown }): Promise<Answered> {
    const { newId, epoch } = this.run;
    const command = { ...made, mid: 1, id: newId(), at: momentOf(beginning), schema: 1 };
    return this.send(worker, { epoch, clientId: newId(), commands: [command] });
  }

  /** Cursors are numbers of transactions, of which each side has its own. */
  private async changes(side: Side, workerId: Id): Promise<unknown> {
    if (side.database === this.run.sides[1].database) await untilNothingIsOpen(side.database);
    const query = { cursor: side.cursors.get(workerId) ?? '0', accessVersion: -1 };
    const answer = await readChanges(side.database, workerId, query);
    side.cursors.set(workerId, answer.cursor);
    const { cursor: _cursor, base: _base, serverTime: _time, heads, manifest, ...rest } = answer;
    return { ...rest, heads: sorted(heads), manifest: manifest && { ...manifest, scopes: sorted(manifest.scopes) } };
  }

  private async snapshot(database: Database, worker: OfficeWorker, scopeIds: Id[]): Promise<unknown> {
    const stillReadable = async (some: Id[]) => new Set(some);
    // Rows belong to the head before them; in which order the database gives them, and heads of the same urgency, is open.
    const parts: { head: unknown; rows: unknown[] }[] = [];
    for await (const part of streamSnapshot(database, { workerId: worker.workerId, scopeIds, stillReadable })) {
      for (const text of part.split('\n').filter((line) => line !== '')) {
        const line: unknown = JSON.parse(text);
        if (Array.isArray(line)) parts.at(-1)?.rows.push(line);
        else parts.push({ head: line, rows: [] });
      }
    }
    return parts
      .map(({ head, rows }) => [JSON.stringify(head), rows.map((row) => JSON.stringify(sorted(row))).sort()])
      .sort((left, right) => (String(left[0]) < String(right[0]) ? -1 : 1));
  }

  private wanted(): { scopeId: Id; after: number }[] {
    const { random, memory } = this.run;
    const scopes = memory.table<ScopeRow>('scope').sort((left, right) => (left.id < right.id ? -1 : 1));
    const some = scopes.filter(() => random.chance(0.5));
    return (some.length > 0 ? some : scopes).map(({ id, head }) => ({ scopeId: id, after: random.below(head + 2) }));
  }
}

/** A transaction of the server's own, a vacuum for one, holds the cursor back for a moment: then more is told than is new. */
async function untilNothingIsOpen(database: Database): Promise<void> {
  const text = 'select pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot()) as is_quiet';
  await expect.poll(async () => (await database.query(text)).rows[0].is_quiet, { timeout: 30_000 }).toBe(true);
}

/** Lists and fields whose order says nothing, in an order of their own. */
function sorted<Value>(value: Value): Value {
  if (Array.isArray(value))
    return value.map(sorted).sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1)) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  ) as Value;
}
