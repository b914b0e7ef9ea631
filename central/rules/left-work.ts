import type { LeftWork, LeftWorkList } from '../../core/contract/left-work.ts';
import { leftWorkAtOnce } from '../../core/contract/left-work.ts';
import type { Id } from '../../core/domain/ids.ts';
import { isEnough, type Level } from '../../core/domain/levels.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { levelsIn } from '../store/access.ts';
import { type Database, inTransaction, type Queryable } from '../store/database.ts';
import { journalInHouse } from '../store/house-journal.ts';
import { leadsWorker, ledWorkers } from '../store/led-workers.ts';
import { type LeftRow, noteLeft, readLeftWork, readOneLeft } from '../store/left-work.ts';
import type { Caller } from './batch.ts';
import { prepareCommand } from './prepare.ts';

type Reader = Pick<Caller, 'workerId' | 'role'>;

/**
 * What is left of those the caller decides about: administration of everybody, who leads of her team. That it is there she sees; its words
 * only where she may read every file and Postkorb it was about.
 */
export async function listLeftWork(database: Queryable, caller: Reader): Promise<LeftWorkList> {
  const workerIds = caller.role === 'administration' ? null : await ledWorkers(database, caller.workerId);
  const { rows, count } = await readLeftWork(database, workerIds, leftWorkAtOnce);
  const places = new Map(rows.map((row) => [row, placesOf(row)]));
  const levels = await levelsIn(database, caller.workerId, new Set([...places.values()].flat()));
  return { work: rows.map((row) => told(row, places.get(row) ?? [], levels)), count };
}

function told(row: LeftRow, placeIds: Id[], levels: ReadonlyMap<Id, Level>): LeftWork {
  const { commandId, workerId, name, schema, code } = row;
  const isReadable = placeIds.length > 0 && placeIds.every((id) => isEnough(levels.get(id) ?? null, 'read'));
  const times = { at: row.atDesk.toISOString(), keptAt: row.keptAt.toISOString() };
  const facts = { commandId, workerId, name, schema, code, ...times, isReadable };
  if (!isReadable) return { ...facts, message: null, args: null, placeIds: [] };
  return { ...facts, message: row.message, args: withoutTexts(row.args), placeIds };
}

/** Files and Postkörbe it was to be done in; none where it was about her own things or the house, or cannot be understood. */
function placesOf({ commandId: id, workerId, name, args, schema, atDesk }: LeftRow): Id[] {
  const command = prepareCommand({ mid: 1, id, name, args, at: atDesk.toISOString(), schema });
  if (command.state !== 'ready') return [];
  const scopeIds = new Set(command.needs.map(({ scopeId }) => scopeId));
  return [...scopeIds].filter((scopeId) => scopeId !== houseScopeId && scopeId !== workerId);
}

/** Nobody wrote the texts of pages, and they may be long; their place stays, since a command without it is no such command. */
function withoutTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === 'pageTexts' ? [] : withoutTexts(one)]),
  );
}

export type NoteOutcome = 'noted' | 'unknown' | 'settled';

/**
 * The caller takes note of what is left, with a reason: journalled in the house, since who gave it may never have
 * had a right in the file (rule S24). It stays as it came.
 */
export async function noteLeftWork(
  database: Database,
  caller: Reader,
  { commandId, workerId, reason }: { commandId: Id; workerId: Id; reason: string },
): Promise<NoteOutcome> {
  if (!(await leadsWorker(database, caller, workerId))) return 'unknown';
  return inTransaction(database, 'write', async (connection): Promise<NoteOutcome> => {
    const row = await readOneLeft(connection, commandId, workerId);
    if (!row) return 'settled';
    const line = { action: 'leftWork.noted', targetKind: 'worker', targetId: workerId, reason };
    const isNoted = await noteLeft(connection, row, { by: caller.workerId, reason });
    if (!isNoted) return 'settled';
    await journalInHouse(connection, caller.workerId, line, { commandId, ...line });
    return 'noted';
  });
}
