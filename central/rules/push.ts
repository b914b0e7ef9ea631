import type { PushRequest, PushResponse, PushResult } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { type Client, type Decided, lockClient, readDecided, rememberDecided, saveClient } from '../store/commands.ts';
import { type Connection, type Database, inTransaction, isPassing } from '../store/database.ts';
import { writeLines } from '../store/journal.ts';
import { saveScopes } from '../store/scopes.ts';
import { type Batch, type Caller, lockBatchScopes, openBatch, plainResult } from './batch.ts';
import { CareNeededError, decideCommand, turnAway } from './decide.ts';
import { type PreparedCommand, prepareCommand } from './prepare.ts';

type Log = { error: (fields: object, message: string) => void };

/** What other desks must be told after the commit. */
export type News = { scopes: { scopeId: Id; head: number }[]; workers: Id[] };
export type Pushed = { response: PushResponse; news: News };

const attempts = 4;

/**
 * Takes a desk's commands in order: one transaction for all, acknowledged when it is on disk. Passing trouble (deadlock, lock wait)
 * is tried again, then thrown; nothing of the batch has happened then.
 */
export async function push(database: Database, caller: Caller, request: PushRequest, log: Log): Promise<Pushed> {
  const commands = request.commands.map(prepareCommand);
  let isCareful = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(database, 'write', (connection) =>
        runBatch(connection, caller, request, { commands, isCareful, log }),
      );
    } catch (error) {
      if (attempt === attempts) throw error;
      if (error instanceof CareNeededError) isCareful = true;
      else if (!isPassing(error)) throw error;
    }
  }
}

async function runBatch(
  connection: Connection,
  caller: Caller,
  request: PushRequest,
  { commands, isCareful, log }: { commands: PreparedCommand[]; isCareful: boolean; log: Log },
): Promise<Pushed> {
  const schema = Math.max(...commands.map((command) => command.pushed.schema));
  const facts = { sessionId: caller.sessionId, schemaVersion: schema };
  const { epoch, client } = await lockClient(connection, request.clientId, caller.workerId, facts);
  const results: PushResult[] = [];
  const answer = (stopped: PushResponse['stopped'], news: News = { scopes: [], workers: [] }): Pushed => {
    // Nothing is told of another worker's client.
    const isHers = client.workerId === caller.workerId;
    const { lastMid, lastId, durableMid } = isHers ? client : { lastMid: 0, lastId: null, durableMid: 0 };
    return { response: { epoch, stopped, lastMid, lastId, durableMid, results }, news };
  };
  if (client.workerId !== caller.workerId) return answer('fork');
  if (request.epoch !== epoch) return answer('epoch');
  const batch = openBatch(connection, caller, request.clientId, isCareful);
  const decided = await readDecided(
    connection,
    commands.map((command) => command.pushed.id),
  );
  await lockBatchScopes(batch, neededScopes(commands, decided));
  let stopped: PushResponse['stopped'] = null;
  for (const command of commands) {
    const step = await takeCommand(batch, client, command, decided, log);
    if (typeof step === 'string') stopped = step;
    else results.push(step);
    if (typeof step === 'string' || step.result === 'needBlob' || step.result === 'retry') break;
  }
  await writeLines(connection, batch.lines);
  const isFirst = await rememberDecided(connection, request.clientId, caller.workerId, batch.decisions);
  // Another request has just decided one of these: begin again, then it is known.
  if (!isFirst) throw Object.assign(new Error('decided elsewhere meanwhile'), { code: '40001' });
  await saveClient(connection, client, caller.sessionId);
  const dirty = [...batch.dirty].flatMap((id) => batch.scopes.get(id) ?? []);
  await saveScopes(connection, dirty, batch.moved);
  return answer(stopped, await gatherNews(batch));
}

function neededScopes(commands: PreparedCommand[], decided: Map<Id, Decided>): Set<Id> {
  const scopeIds = commands.flatMap((command) =>
    command.state === 'ready' && !decided.has(command.pushed.id) ? command.needs.map((need) => need.scopeId) : [],
  );
  return new Set(scopeIds);
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

async function gatherNews(batch: Batch): Promise<News> {
  const scopes = [...batch.moved].map((scopeId) => ({ scopeId, head: batch.scopes.get(scopeId)?.head ?? 0 }));
  if (!batch.hasAccessChanged) return { scopes, workers: [] };
  const { rows } = await batch.connection.query<{ worker_id: Id }>(
    'select worker_id from access_version where last_xid = pg_current_xact_id()',
  );
  return { scopes, workers: rows.map((row) => row.worker_id) };
}
