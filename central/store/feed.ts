import {
  type ChangesQuery,
  type ChangesResponse,
  type PulledScope,
  type PullRequest,
  type PullResponse,
  pullLimit,
} from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { readersOf, readHeads, readManifest, settleEdges } from './access.ts';
import { type Database, inTransaction, type Queryable } from './database.ts';
import { readEpoch } from './epoch.ts';
import { readFewRows, readRowTexts, readVersionSizes } from './pulled-rows.ts';
import { unsigned } from './scopes.ts';
import { together } from './together.ts';

/** Rows and stored bytes of one answer; what is left over is pulled again. */
const answerRows = 20_000;
const answerBytes = 8 * 1024 * 1024;

/**
 * What changed for a worker since a cursor. The next cursor is the oldest transaction still open in the snapshot, so a change that
 * is not visible yet is told next time; nothing is missed and nothing waits.
 */
export async function readChanges(database: Database, workerId: Id, query: ChangesQuery): Promise<ChangesResponse> {
  for (;;) {
    const changes = await inTransaction(database, 'snapshot', async (connection) => {
      const [{ hasEdges, ...state }, heads] = await Promise.all([
        readFeedState(connection, workerId, query.after ?? null),
        readHeads(connection, workerId, query.cursor),
      ]);
      if (hasEdges) return null;
      const isChanged = state.accessVersion !== query.accessVersion;
      const manifest = isChanged ? await readManifest(connection, workerId, state.accessVersion) : null;
      return { ...state, base: query.cursor, heads, manifest, serverTime: new Date().toISOString() };
    });
    if (changes) return changes;
    // Memberships have begun or ended by the clock: noted first, so that the version of her rights tells it.
    await settleEdges(database);
  }
}

/** Where the feed stands for a worker; `hasEdges`: the clock has passed a beginning or an end that is not noted yet. */
async function readFeedState(
  connection: Queryable,
  workerId: Id,
  after: Id | null,
): Promise<
  Pick<ChangesResponse, 'epoch' | 'cursor' | 'accessVersion' | 'refusals' | 'isForgotten'> & { hasEdges: boolean }
> {
  type Told = { epoch: string; cursor: string; version: number | null; refusals: string };
  type Row = Told & { is_forgotten: boolean; has_edges: boolean };
  const { rows } = await connection.query<Row>(
    `select store.epoch, pg_snapshot_xmin(pg_current_snapshot())::text as cursor,
       (select version from access_version where worker_id = $1) as version,
       (select count(*) || ' ' || count(*) filter (where state <> 'open') from quarantine where worker_id = $1) as refusals,
       exists (select 1 from membership where next_edge <= clock_timestamp()) as has_edges,
       $2::uuid is not null and not exists (select 1 from mutation where id = $2) as is_forgotten
     from store`,
    [workerId, after],
  );
  const [row] = rows;
  if (!row) throw new Error('the store has no epoch: not migrated');
  const { epoch, cursor, version, refusals } = row;
  const isForgotten = row.is_forgotten;
  return { epoch, cursor, accessVersion: version ?? 0, refusals, isForgotten, hasEdges: row.has_edges };
}

type ScopeHead = { id: Id; head: number; digest: string; row_count: number; purge_floor: number };
type Wanted = { scope: ScopeHead; after: number; from: number; to: number; isFull: boolean };

/** The answer to a pull of a worker. */
export type Pulls = (workerId: Id, request: PullRequest) => Promise<string>;

/**
 * Answers pulls from snapshots, as the JSON text of a PullResponse: bodies pass from the database to the desk unparsed. After a change a
 * thousand desks ask for the same at once: what is asked alike is read once, for all who may read it; each one's rights are looked up.
 */
export function createPulls(database: Database): Pulls {
  const alike = new Map<string, (workerId: Id) => Promise<string | undefined>>();
  return async (workerId, request) => {
    const question = JSON.stringify(request.need);
    let ask = alike.get(question);
    if (!ask) {
      ask = together(
        (workerIds) => readPulls(database, workerIds, request),
        () => alike.delete(question),
      );
      alike.set(question, ask);
    }
    const answer = await ask(workerId);
    return answerOf(answer);
  };
}

/** The same for one worker, by herself. */
export async function readPull(database: Database, workerId: Id, request: PullRequest): Promise<string> {
  return answerOf((await readPulls(database, [workerId], request)).get(workerId));
}

function answerOf(answer: string | undefined): string {
  if (answer === undefined) throw new Error('a pull was not answered');
  return answer;
}

/**
 * What is new in scopes for each of these workers, as the answer to her pull, where it is little and goes on from there. Those who may
 * not read all of it, and everybody where it is much, are missing: they pull by themselves. `alongside` asks for something more in the
 * same turn.
 */
export function readLittleNews(
  database: Database,
  workerIds: Id[],
  need: PullRequest['need'],
  alongside: (connection: Queryable) => Promise<void> = async () => undefined,
): Promise<Map<Id, string>> {
  return readPulls(database, workerIds, { need }, { isLittleOnly: true, alongside });
}

async function readPulls(
  database: Database,
  workerIds: Id[],
  request: PullRequest,
  { isLittleOnly, alongside }: { isLittleOnly: boolean; alongside?: (connection: Queryable) => Promise<void> } = {
    isLittleOnly: false,
  },
): Promise<Map<Id, string>> {
  const after = new Map(request.need.map((one) => [one.scopeId, one.after]));
  const scopeIds = [...after.keys()];
  return inTransaction(database, 'lookup', async (connection) => {
    const [epoch, readers, heads, few] = await Promise.all([
      readEpoch(connection),
      readersOf(connection, workerIds, scopeIds),
      readScopeHeads(connection, scopeIds),
      readFewRows(connection, after),
      alongside?.(connection),
    ]);
    const none: ReadonlySet<Id> = new Set();
    const mine = (workerId: Id) => scopeIds.filter((id) => heads.has(id) && (readers.get(workerId) ?? none).has(id));
    const answers = new Map<Id, string>();
    // Whoever may read the same gets the same.
    for (const [, alike] of Map.groupBy(workerIds, (workerId) => mine(workerId).join())) {
      const readable = new Set(mine(alike[0] as Id));
      const readableHeads = new Map([...heads].filter(([id]) => readable.has(id)));
      if (isLittleOnly && !(few && goesOn(after, readableHeads))) continue;
      const answer = await pullText(connection, { epoch, after, heads: readableHeads, few });
      for (const workerId of alike) answers.set(workerId, answer);
    }
    return answers;
  });
}

/** True when all scopes asked for may be read and none has to be told whole. */
function goesOn(after: ReadonlyMap<Id, number>, heads: ReadonlyMap<Id, ScopeHead>): boolean {
  return [...after].every(([id, from]) => {
    const scope = heads.get(id);
    return scope !== undefined && !wantedOf(scope, from).isFull;
  });
}

type Pulling = {
  epoch: string;
  after: ReadonlyMap<Id, number>;
  /** Of the scopes she may read. */
  heads: Map<Id, ScopeHead>;
  few: Map<Id, string[]> | null;
};

async function pullText(connection: Queryable, { epoch, after, heads, few }: Pulling): Promise<string> {
  const scopeIds = [...after.keys()];
  const wanted = scopeIds.flatMap((scopeId) => {
    const scope = heads.get(scopeId);
    return scope ? [wantedOf(scope, after.get(scopeId) ?? 0)] : [];
  });
  const rows = few && wanted.every((one) => !one.isFull) ? tellAll(wanted, few) : await readParts(connection, wanted);
  const denied = scopeIds.filter((scopeId) => !heads.has(scopeId));
  // Of a scope that takes the place of what a desk shows, no beginning without rows is told: she would see it empty.
  const told = wanted.filter((one) => !one.isFull || one.to > 0 || one.scope.head === 0);
  const scopes = told.map((one) => scopeText(one, rows.get(one.scope.id) ?? []));
  const frame = JSON.stringify({ epoch, denied } satisfies Omit<PullResponse, 'scopes'>);
  return `${frame.slice(0, -1)},"scopes":[${scopes.join(',')}]}`;
}

/** Everything that is new was read already: all of it is told. */
function tellAll(wanted: Wanted[], few: Map<Id, string[]>): Map<Id, string[]> {
  for (const one of wanted) one.to = one.scope.head;
  return few;
}

async function readParts(connection: Queryable, wanted: Wanted[]): Promise<Map<Id, string[]>> {
  await chooseEnds(connection, wanted);
  const told = wanted.filter((one) => one.to > one.from);
  return readRowTexts(
    connection,
    told.map(({ scope, from, to }) => ({ scopeId: scope.id, after: from, upTo: to })),
  );
}

/** Where the desk's copy cannot be continued, the scope is sent whole. */
function wantedOf(scope: ScopeHead, after: number): Wanted {
  const isFull = after === 0 || after < scope.purge_floor || after > scope.head;
  const from = isFull ? 0 : after;
  return { scope, after, from, to: from, isFull };
}

async function readScopeHeads(connection: Queryable, scopeIds: Id[]): Promise<Map<Id, ScopeHead>> {
  const { rows } = await connection.query<ScopeHead>(
    'select id, head, digest::text, row_count, purge_floor from scope where id = any ($1::uuid[])',
    [scopeIds],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Sets how far each scope is told in this answer: whole versions only, within the limits, but at least one version in all, and never less than the floor. */
async function chooseEnds(connection: Queryable, wanted: Wanted[]): Promise<void> {
  const behind = wanted.filter((one) => one.from < one.scope.head);
  for (const one of wanted) if (!behind.includes(one)) one.to = one.scope.head;
  if (behind.length === 0) return;
  const asked = behind.map((one) => ({ scopeId: one.scope.id, after: one.from }));
  const versions = await readVersionSizes(connection, asked);
  const used = { rows: 0, bytes: 0 };
  for (const one of behind) chooseEnd(one, versions.get(one.scope.id) ?? [], used);
}

function chooseEnd(
  one: Wanted,
  versions: { ver: number; rows: number; bytes: number }[],
  used: { rows: number; bytes: number },
): void {
  let rows = 0;
  for (const version of versions) {
    // A desk that stands below the floor begins anew: a scope told only up to there would be asked for again without end.
    const isBelowFloor = one.to > one.from && one.isFull && one.to < one.scope.purge_floor;
    const mustGo = used.rows === 0 || isBelowFloor;
    const isTooMuch =
      rows + version.rows > pullLimit ||
      used.rows + version.rows > answerRows ||
      used.bytes + version.bytes > answerBytes;
    if (isTooMuch && !mustGo) return;
    rows += version.rows;
    used.rows += version.rows;
    used.bytes += version.bytes;
    one.to = version.ver;
  }
  one.to = one.scope.head; // nothing is left behind the last version
}

function scopeText({ scope, after, to, isFull }: Wanted, rows: string[]): string {
  const facts: Omit<PulledScope, 'rows'> = {
    scopeId: scope.id,
    after,
    to,
    head: scope.head,
    digest: unsigned(scope.digest).toString(),
    rowCount: scope.row_count,
    isFull,
  };
  return `${JSON.stringify(facts).slice(0, -1)},"rows":[${rows.join(',')}]}`;
}
