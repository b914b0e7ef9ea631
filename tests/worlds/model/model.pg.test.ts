import { createHash } from 'node:crypto';
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
import { idsFrom, randomCommand, randomLetter } from './random-command.ts';

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
    }
    expect(acts.accepted).toBeGreaterThan(steps / 10);
  } finally {
    await postgres.end();
  }
});

type Answered = { words: string; answers: unknown[] };

class Acts {
  accepted = 0;
  private readonly run: Run;
  private readonly clients = new Map<Id, { clientId: Id; mid: number; sent: PushRequest[] }>();

  constructor(run: Run) {
    this.run = run;
  }

  async next(): Promise<Answered> {
    const { random, office } = this.run;
    const worker = random.pick(office.workers);
    const kind = random.weighted({ push: 10, again: 2, letter: 3, changes: 3, pull: 4, snapshot: 1 });
    switch (kind) {
      case 'push':
        return this.push(worker);
      case 'again':
        return this.again(worker);
      case 'letter':
        return this.letter();
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
    const { random, office, newId, memory, sides, epoch } = this.run;
    const bytes = Buffer.from(`Brief ${newId()}`);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { workerId } = office.scanStation;
    if (random.chance(0.9)) {
      await memory.administer(async (transaction) => {
        transaction.put('blob', sha256, { sha256, size: bytes.length, state: 'stored' });
        const id = `${sha256}/${workerId}`;
        transaction.put('upload', id, { id, workerId, sha256, state: 'done' });
      });
      const key = Buffer.from(sha256, 'hex');
      await sides[1].database.query(`insert into blob (sha256, size, state) values ($1, $2, 'stored')`, [
        key,
        bytes.length,
      ]);
      await sides[1].database.query(
        `insert into upload (id, worker_id, sha256, size, received, state) values ($1, $2, $3, $4, $4, 'done')`,
        [newId(), workerId, key, bytes.length],
      );
    }
    const command = {
      ...randomLetter(this.run, { sha256, size: bytes.length }),
      mid: 1,
      id: newId(),
      at: momentOf(beginning),
      schema: 1,
    };
    return this.send(office.scanStation, { epoch, clientId: newId(), commands: [command] });
  }

  /** Cursors are numbers of transactions, of which each side has its own. */
  private async changes(side: Side, workerId: Id): Promise<unknown> {
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
