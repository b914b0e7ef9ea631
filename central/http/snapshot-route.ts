import type { Socket } from 'node:net';
import { availableParallelism } from 'node:os';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { snapshotRequestSchema } from '../../core/contract/snapshot.ts';
import type { Id } from '../../core/domain/ids.ts';
import { isEnough } from '../../core/domain/levels.ts';
import { levelsIn } from '../store/access.ts';
import type { Database } from '../store/database.ts';
import { isSessionValid } from '../store/sessions.ts';
import { streamSnapshot } from '../store/snapshot.ts';
import { createAdmission } from './admission.ts';
import type { Context } from './context.ts';
import { HttpError } from './http-error.ts';
import { oneAhead } from './one-ahead.ts';
import { addRoute, answered, type RouteList } from './route.ts';

/** Who comes when all places are taken is spread over some seconds, so that not all come back at the same moment. */
const shortestWait = 2; // seconds
const spreadOfWait = 8;
/** A desk that takes nothing for so long has gone away without saying so; others wait for its place. */
const stalledMilliseconds = 60_000;

/**
 * The first fetch of desks. So many at a time as the machine can serve (SQL and JSON keep a core busy each), so that a whole house
 * that logs in at eight does not slow down everybody's work. Each stream holds one connection to the database: half of them at most.
 */
export function addSnapshotRoute(app: FastifyInstance, routes: RouteList, context: Context): void {
  const { database } = context;
  const connections = database.options.max ?? 10;
  const admission = createAdmission(Math.max(1, Math.min(2 * availableParallelism(), Math.floor(connections / 2))));
  const facts = {
    method: 'POST',
    path: '/v1/snapshot',
    access: 'signedIn',
    summary: 'Ganze Bereiche aus einem Stand als Strom von Zeilen, das Nötigste zuerst; für die erste Übernahme.',
    body: snapshotRequestSchema,
    answerType: 'application/x-ndjson',
  } as const;
  addRoute(app, routes, facts, ({ caller, body, request, reply }) => {
    const leave = admission.enter();
    if (!leave) {
      reply.header('retry-after', String(shortestWait + Math.floor(Math.random() * (spreadOfWait + 1))));
      throw new HttpError(429, 'busy', 'Gerade übernehmen viele Arbeitsplätze ihre Akten. Es geht gleich weiter.');
    }
    const stillReadable = (scopeIds: Id[]) => readableNow(database, caller, scopeIds);
    const lines = streamSnapshot(database, { workerId: caller.workerId, scopeIds: body.scopeIds, stillReadable });
    const stream = Readable.from(oneAhead(lines), { highWaterMark: 1 });
    const stopWatching = endWhenStalled(stream, request.raw.socket);
    stream.once('close', () => {
      stopWatching();
      leave();
    });
    reply.type('application/x-ndjson; charset=utf-8').send(stream);
    return answered;
  });
}

/** Whoever has logged out or lost a right gets nothing more of it, although the stream began before. */
async function readableNow(
  database: Database,
  { workerId, sessionId }: { workerId: Id; sessionId: Id },
  scopeIds: Id[],
): Promise<ReadonlySet<Id>> {
  if (!(await isSessionValid(database, sessionId))) return new Set();
  const levels = await levelsIn(database, workerId, scopeIds);
  return new Set(scopeIds.filter((scopeId) => isEnough(levels.get(scopeId) ?? null, 'read')));
}

function endWhenStalled(stream: Readable, socket: Socket): () => void {
  let written = -1;
  const watch = setInterval(() => {
    if (socket.bytesWritten === written) stream.destroy();
    written = socket.bytesWritten;
  }, stalledMilliseconds);
  return () => clearInterval(watch);
}
