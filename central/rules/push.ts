import type { PushRequest, PushResponse, PushResult, Show } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { levelsIn } from '../store/access.ts';
import {
  addClient,
  type Client,
  type Decided,
  isDecidedElsewhere,
  lockClient,
  readDecided,
  rememberDecided,
  saveClient,
} from '../store/commands.ts';
import { type AtCommit, type Connection, type Database, inTransaction, isPassing } from '../store/database.ts';
import { writeLines } from '../store/journal.ts';
import { lockScopes, saveScopes } from '../store/scopes.ts';
import { SessionOverError } from '../store/sessions.ts';
import { type Batch, type Caller, openBatch, plainResult } from './batch.ts';
import { decideCommand, turnAway } from './decide.ts';
import { loadFirstReads } from './first-reads.ts';
import { type PreparedCommand, prepareCommand } from './prepare.ts';
import { pulledBy } from './pulled-by-push.ts';
import { shippedShapes } from '../../core/commands/shapes.ts';

type Log = { error: (fields: object, message: string) => void };

/** What other desks must be told after the commit. */
export type News = {
  /** `after`: the head before, where this process knows it. */
  scopes: { scopeId: Id; head: number; after?: number }[];
  workers: Id[];
  /** What is to be opened at the desks of a worker. */
  shows?: (Show & { workerId: Id })[];
};
export type Pushed = { response: PushResponse; news: News };

const attempts = 4;
/** `confirm`: looks the caller up again, in the same turn as all else; throws SessionOverError. */
type Pushing = {
  shapes?: typeof shippedShapes;
  confirm?: ((connection: Connection, caller: Caller) => Promise<Caller>) | undefined;
};

/**
 * Takes a desk's commands in order: one transaction for all, acknowledged when it is on disk. Passing trouble (deadlock, lock wait)
 * is tried again, then thrown; nothing of the batch has happened then. When a command fails otherwise, the batch runs again with a
 * savepoint for each.
 */
export async function push(
  database: Database,
  caller: Caller,
  request: PushRequest,
  log: Log,
  { shapes = shippedShapes, confirm }: Pushing = {},
): Promise<Pushed> {
  const commands = request.commands.map((pushed) => prepareCommand(pushed, shapes));
  let isCareful = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const pushed = await inTransaction(database, 'write', (connection, atCommit) =>
        runBatch(connection, atCommit, caller, request, { commands, isCareful, log, confirm }),
      );
      if (pushed) return pushed;
      // Locks are taken in order, the client first: so its row is made on its own.
      const schemaVersion = Math.max(...commands.map((command) => command.pushed.schema));
      await addClient(database, request.clientId, caller.workerId, { sessionId: caller.sessionId, schemaVersion });
    } catch (error) {
      if (error instanceof SessionOverError) throw error;
      if (attempt >= attempts) throw error; // making the client may have used up the last one
      if (isPassing(error) || isDecidedElsewhere(error)) continue;
      if (isCareful) throw error;
      isCareful = true;
    }
  }
}

type Opened = { batch: Batch; epoch: string; client: Client; decided: Map<Id, Decided> };

/**
 * Everything a push needs before its first command, asked for in one go. The order counts: locks come first, so that what is read after
 * them is not older than the wait for them.
 */
async function openLocked(
  batch: Batch,
  commands: PreparedCommand[],
  after: Id | null,
  confirm: Pushing['confirm'],
): Promise<Opened | null> {
  const { connection, caller, clientId } = batch;
  const scopeIds = neededScopes(commands);
  const [locked, scopes, decided, levels, confirmed] = await Promise.all([
    lockClient(connection, clientId),
    lockScopes(connection, scopeIds),
    readDecided(connection, [...commands.map((command) => command.pushed.id), ...(after ? [after] : [])]),
    levelsIn(connection, caller.workerId, scopeIds),
    confirm?.(connection, caller) ?? caller,
    loadFirstReads(batch, commands),
  ]);
  if (!locked) return null;
  for (const [id, scope] of scopes) batch.scopes.set(id, scope);
  batch.levels = levels;
  batch.caller = confirmed;
  return { batch, ...locked, decided };
}

type Prepared = { commands: PreparedCommand[]; isCareful: boolean; log: Log };

async function runBatch(
  connection: Connection,
  atCommit: AtCommit,
  caller: Caller,
  request: PushRequest,
  { commands, isCareful, log, confirm }: Pick<Pushing, 'confirm'> & Prepared,
): Promise<Pushed | null> {
  const batch = openBatch(connection, caller, request.clientId, isCareful);
  const opened = await openLocked(batch, commands, request.after ?? null, confirm);
  if (!opened) return null;
  const { epoch, client, decided } = opened;
  const results: PushResult[] = [];
  const answer = (stopped: PushResponse['stopped'], news: News = { scopes: [], workers: [] }): Pushed => {
    // Nothing is told of another worker's client.
    const isHers = client.workerId === caller.workerId;
    const { lastMid, lastId, durableMid } = isHers ? client : { lastMid: 0, lastId: null, durableMid: 0 };
    return { response: { epoch, stopped, lastMid, lastId, durableMid, results }, news };
  };
  if (client.workerId !== caller.workerId) return answer('fork');
  if (request.epoch !== epoch) return answer('epoch');
  if (request.after && !decided.has(request.after)) return answer('forgotten');
  let stopped: PushResponse['stopped'] = null;
  for (const command of commands) {
    const step = await takeCommand(batch, client, command, decided, log);
    if (typeof step === 'string') stopped = step;
    else results.push(step);
    if (typeof step === 'string' || step.result === 'needBlob' || step.result === 'retry') break;
  }
  const dirty = [...batch.dirty].flatMap((id) => batch.scopes.get(id) ?? []);
  atCommit(batch.records.flush());
  atCommit(writeLines(connection, batch.lines));
  atCommit(rememberDecided(connection, request.clientId, caller.workerId, batch.decisions));
  atCommit(saveClient(connection, client, caller.sessionId));
  atCommit(saveScopes(connection, dirty, batch.moved));
  const news = await gatherNews(batch);
  // Her desks are told to ask: the one that sent it may be another than the one that will hear this answer, or have been set back.
  const isRefused = batch.decisions.some(({ result }) => result.result !== 'ok');
  const pushed = answer(stopped, isRefused ? { ...news, workers: [...news.workers, caller.workerId] } : news);
  const pulled = pulledBy(batch, request.known ?? []);
  return pulled.length === 0 ? pushed : { ...pushed, response: { ...pushed.response, pulled } };
}

function neededScopes(commands: PreparedCommand[]): Id[] {
  const scopeIds = commands.flatMap((command) =>
    command.state === 'ready' ? [...command.needs.map((need) => need.scopeId), ...command.touches] : [],
  );
  return [...new Set(scopeIds)];
}

/** One command in its turn: known ids are answered as before, a number out of turn stops the batch. */
async function takeCommand(
  batch: Batch,
  client: Client,
  command: PreparedCommand,
  decided: Map<Id, Decided>,
  log: Log,
): Promise<PushResult | 'fork' | 'gap'> {
  const { mid, id } = command.pushed;
  const before = decided.get(id);
  if (!before && mid <= client.lastMid) return 'fork';
  if (mid > client.lastMid + 1) return 'gap';
  const isNext = mid === client.lastMid + 1;
  let result: PushResult;
  if (before) result = await answerAgain(batch, command, before);
  else {
    result = await decideCommand(batch, command, log);
    if (result.result === 'needBlob' || result.result === 'retry') return result;
    const { argsHash } = command;
    batch.decisions.push({ id, mid, name: command.pushed.name, argsHash, result });
    decided.set(id, { workerId: batch.caller.workerId, argsHash, result });
  }
  if (isNext) {
    client.lastMid = mid;
    client.lastId = id;
  }
  return result;
}

/** A command that was decided before: done stays done, refused stays refused. */
async function answerAgain(batch: Batch, command: PreparedCommand, before: Decided): Promise<PushResult> {
  const isSame = before.workerId === batch.caller.workerId && before.argsHash.equals(command.argsHash);
  if (!isSame) {
    const message = 'Unter dieser Kennung wurde schon ein anderer Vorgang entschieden.';
    return turnAway(batch, command, 'refused', 'invalid', message);
  }
  if (before.result.result !== 'ok') return before.result;
  return { ...plainResult(command.pushed.id, 'dup'), hints: before.result.hints, scopes: before.result.scopes };
}

/** What other desks must be told of a batch after its commit. */
export async function gatherNews(batch: Batch): Promise<News> {
  const scopes = [...batch.moved].map((scopeId) => ({
    scopeId,
    head: batch.scopes.get(scopeId)?.head ?? 0,
    after: batch.headsBefore.get(scopeId) ?? 0,
  }));
  if (!batch.hasAccessChanged) return { scopes, workers: [] };
  const { rows } = await batch.connection.query<{ worker_id: Id }>(
    'select worker_id from access_version where last_xid = pg_current_xact_id()',
  );
  return { scopes, workers: rows.map((row) => row.worker_id) };
}
