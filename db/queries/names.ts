import type { Id } from '../../core/domain/ids.ts';
import { fachverfahrenWorkerId, intakeWorkerId } from '../../core/domain/standing-ids.ts';
import { idOfHex, idText } from '../record-tables.ts';
import { all, type ReadableDb } from '../sql.ts';

/** The name of a worker as lists show it; "unbekannt" for nobody the house knows. */
export type NameOf = (workerId: Uint8Array | string | null) => string;

/** Looks up names of workers: the family name alone where it is the only one in the house, else with the given name. */
export function workerNames(db: ReadableDb): NameOf {
  const rows = all<{ id: string; family_name: string; given_name: string }>(
    db,
    'SELECT hex(id) AS id, family_name, given_name FROM worker',
  );
  const count = new Map<string, number>();
  for (const row of rows) count.set(row.family_name, (count.get(row.family_name) ?? 0) + 1);
  const names = new Map(
    rows.map((row) => [
      idOfHex(row.id) as string,
      (count.get(row.family_name) ?? 0) > 1 ? `${row.given_name} ${row.family_name}` : row.family_name,
    ]),
  );
  names.set(intakeWorkerId, 'Scanstelle');
  names.set(fachverfahrenWorkerId, 'Fachverfahren');
  return (workerId) => {
    if (workerId === null) return unknownName;
    return names.get(typeof workerId === 'string' ? workerId : idText(workerId)) ?? unknownName;
  };
}

const unknownName = 'unbekannt';

/** The names of all keywords by id, also of those that are no longer valid. */
export function keywordNames(db: ReadableDb): Map<Id, string> {
  const rows = all<{ id: string; name: string }>(db, 'SELECT hex(id) AS id, name FROM keyword');
  return new Map(rows.map((row) => [idOfHex(row.id), row.name]));
}
