import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import type { InboxChoice, InboxHouse } from '../../core/letters/choose-inbox.ts';
import { idBytes, idText } from '../record-tables.ts';
import { all, type ReadableDb } from '../sql.ts';
import { allSubstitutions, runningAt } from './substitutions.ts';

/** Workers and teams as this desk knows them, and who stands in for whom at a moment. */
export function houseHere(db: ReadableDb, moment: string): InboxHouse {
  type WorkerRow = { id: Buffer; inbox: Buffer | null; team: Buffer | null; active: number };
  const workers = all<WorkerRow>(
    db,
    'SELECT id, inbox_id AS inbox, team_id AS team, is_active AS active FROM worker WHERE scope_id = ?',
    idBytes(houseScopeId),
  );
  const teams = all<{ id: Buffer; inbox: Buffer | null }>(
    db,
    'SELECT id, inbox_id AS inbox FROM team WHERE scope_id = ?',
    idBytes(houseScopeId),
  );
  const substitutes = new Map<Id, Id[]>();
  for (const { absent, substitute } of runningAt(allSubstitutions(db), moment)) {
    substitutes.set(absent, [...(substitutes.get(absent) ?? []), substitute]);
  }
  const idOf = (bytes: Buffer | null) => (bytes ? idText(bytes) : null);
  return {
    workers: new Map(
      workers.map(({ id, inbox, team, active }) => [
        idText(id),
        { inboxId: idOf(inbox), teamId: idOf(team), isActive: active === 1 },
      ]),
    ),
    teams: new Map(teams.map(({ id, inbox }) => [idText(id), { inboxId: idOf(inbox) }])),
    substitutes,
  };
}

/** Of these Postkörbe those that nobody reads who is kept out of the case file: not as their owner, in her team, or standing in. */
export function withoutExcludedHere(
  db: ReadableDb,
  house: InboxHouse,
  { caseFileId, now }: { caseFileId: Id; now: string },
  inboxes: readonly InboxChoice[],
): InboxChoice[] {
  const rows = all<{ id: Buffer }>(
    db,
    `SELECT worker_id AS id FROM case_access WHERE scope_id = ? AND cause IN ('bias', 'block')
       AND ended_at IS NULL AND "from" <= ? AND ("to" IS NULL OR "to" > ?)`,
    ...[idBytes(caseFileId), now, now],
  );
  const excluded = rows.map(({ id }) => idText(id));
  return inboxes.filter(({ inboxId }) => !excluded.some((workerId) => isReader(house, workerId, inboxId)));
}

/** Whether a worker reads a Postkorb: hers, that of her team, and those of everybody she stands in for. */
function isReader(house: InboxHouse, workerId: Id, inboxId: Id): boolean {
  const doneFor = new Set([workerId]);
  for (const id of doneFor)
    for (const [absent, others] of house.substitutes) if (others.includes(id)) doneFor.add(absent);
  return [...doneFor].some((id) => {
    const worker = house.workers.get(id);
    return worker?.inboxId === inboxId || (worker?.teamId && house.teams.get(worker.teamId)?.inboxId === inboxId);
  });
}
