import type { PulledRow, PulledScope } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { type RecordKind, recordKinds } from '../../core/domain/records.ts';
import { withoutWaitingForDisk } from '../../db/open.ts';
import { effortOfRow } from '../../db/prepared-rows.ts';
import { applyPulledRows, type RowsHeld, rowsHeld } from '../../db/pulled-rows.ts';
import type { RecordPlace } from '../../db/records.ts';
import { advanceScope, compareDigest, emptyScope, mustReplace, readScope } from '../../db/scopes.ts';
import { inTransaction, type WritableDb } from '../../db/sql.ts';
import { rebase } from './rebase.ts';

/** Effort of one transaction, in rows without text: about 20 ms, so that questions of the page need not wait long. */
export const effortAtOnce = 1_000;
/** A whole answer up to this effort is shown in one step, so that a document that moves is never in no file. */
const effortTogether = 3_000;
const allKinds: ReadonlySet<RecordKind> = new Set(recordKinds);
const kinds: ReadonlySet<string> = allKinds;
/** Each row that comes may stand here already. */
const anything: RowsHeld = { kinds: allKinds, ids: new Set() };

export type PullTaken = {
  places: RecordPlace[];
  rows: number;
  /** Rows kept unread because this program is too old for them. */
  unread: number;
  /** Scopes whose rows here and there differed; they are fetched anew. */
  mismatched: Id[];
};

/** Writes an answer to a pull into the store. `pause` lets other work go between transactions. */
export async function takePull(
  db: WritableDb,
  scopes: readonly PulledScope[],
  pause: () => Promise<void>,
): Promise<PullTaken> {
  const taken: PullTaken = { places: [], rows: 0, unread: 0, mismatched: [] };
  if (scopes.reduce((sum, scope) => sum + effortOf(scope.rows), 0) <= effortTogether) {
    taken.places.push(
      ...rebaseQuickly(
        db,
        scopes.map((scope) => scope.scopeId),
        () => {
          for (const scope of scopes) takeWhole(db, scope, taken);
        },
      ),
    );
    return taken;
  }
  for (const scope of scopes) await takeInSteps(db, scope, taken, pause);
  return taken;
}

/** Rows of the centre can be fetched again, so their transactions need not wait for the disk. */
function rebaseQuickly(db: WritableDb, scopes: Iterable<Id>, work: () => void): RecordPlace[] {
  return withoutWaitingForDisk(db, () => rebase(db, scopes, work));
}

/** False for an answer that does not continue what is here: it was asked for before something else came. */
function isNext(db: WritableDb, pulled: PulledScope): boolean {
  const scope = readScope(db, pulled.scopeId);
  return scope !== null && pulled.after === scope.known;
}

function takeWhole(db: WritableDb, pulled: PulledScope, taken: PullTaken): void {
  if (!isNext(db, pulled)) return;
  const held = begin(db, pulled);
  write(db, pulled, pulled.rows, { to: pulled.to, held }, taken);
  compare(db, pulled, taken);
}

/** Large scopes come in several transactions; whole versions each, so that a stop in between only means to go on from there. */
async function takeInSteps(
  db: WritableDb,
  pulled: PulledScope,
  taken: PullTaken,
  pause: () => Promise<void>,
): Promise<void> {
  if (effortOf(pulled.rows) <= effortAtOnce) {
    taken.places.push(...rebaseQuickly(db, [pulled.scopeId], () => takeWhole(db, pulled, taken)));
    return pause();
  }
  if (!isNext(db, pulled)) return;
  let from = 0;
  let held = anything;
  while (from < pulled.rows.length || from === 0) {
    const end = endOfStep(pulled.rows, from);
    const rows = pulled.rows.slice(from, end);
    const isFirst = from === 0;
    const to = end === pulled.rows.length ? pulled.to : (rows.at(-1)?.ver ?? pulled.to);
    taken.places.push(
      ...rebaseQuickly(db, [pulled.scopeId], () => {
        if (isFirst) held = begin(db, pulled);
        write(db, pulled, rows, { to, held }, taken);
        if (end === pulled.rows.length) compare(db, pulled, taken);
      }),
    );
    from = end;
    if (from === 0) return;
    await pause();
  }
}

function effortOf(rows: readonly PulledRow[]): number {
  return rows.reduce((sum, row) => sum + effortOfRow(row), 0);
}

/** Where the step that begins at `from` ends: when its effort is spent and a new version begins. */
function endOfStep(rows: readonly PulledRow[], from: number): number {
  let end = from;
  let effort = 0;
  while (end < rows.length && (effort < effortAtOnce || rows[end]?.ver === rows[end - 1]?.ver)) {
    const row = rows[end];
    effort += row ? effortOfRow(row) : 0;
    end += 1;
  }
  return end;
}

/** Empties the scope where the answer takes the place of everything; gives of which kinds it holds rows. */
function begin(db: WritableDb, pulled: PulledScope): RowsHeld {
  const scope = readScope(db, pulled.scopeId);
  if (pulled.isFull || (pulled.after === 0 && mustReplace(db, pulled.scopeId))) {
    const isUntouched = scope?.known === 0 && !mustReplace(db, pulled.scopeId);
    if (!isUntouched) emptyScope(db, pulled.scopeId);
    return rowsHeld(db, pulled.scopeId);
  }
  return anything;
}

function write(
  db: WritableDb,
  pulled: PulledScope,
  rows: readonly PulledRow[],
  step: { to: number; held: RowsHeld },
  taken: PullTaken,
): void {
  inTransaction(db, () => {
    const { digestChange, unread } = applyPulledRows(db, pulled.scopeId, rows, step.held);
    // Only a desk that is ahead of the centre forgets a head it was told: an answer from before must not hide what is new.
    const mayLower = pulled.isFull && pulled.after > pulled.head;
    advanceScope(db, pulled.scopeId, { known: step.to, head: pulled.head, mayLower, digestChange });
    taken.rows += rows.length;
    taken.unread += unread;
    for (const row of rows) {
      if (kinds.has(row.kind)) taken.places.push({ kind: row.kind as RecordKind, scopeId: pulled.scopeId, id: row.id });
    }
  });
}

function compare(db: WritableDb, pulled: PulledScope, taken: PullTaken): void {
  if (pulled.to < pulled.head) return;
  if (!compareDigest(db, pulled.scopeId, pulled.digest)) taken.mismatched.push(pulled.scopeId);
}
