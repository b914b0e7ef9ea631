import type { Id } from '../../../core/domain/ids.ts';
import type { BodyOf } from '../../../core/domain/records.ts';
import type { InboxChoice } from '../../../core/letters/choose-inbox.ts';
import { houseScopeId } from '../../../core/domain/standing-ids.ts';
import { readersOf } from '../../store/access.ts';
import type { Queryable } from '../../store/database.ts';

/** Workers and teams of the house with their Postkörbe, its branch offices, and who stands in for whom now. */
export type House = {
  workers: Map<Id, BodyOf<'worker'>>;
  teams: Map<Id, BodyOf<'team'>>;
  branchOffices: Map<Id, BodyOf<'branchOffice'>>;
  /** By absent worker; several where more than one stands in. */
  substitutes: Map<Id, Id[]>;
};

type HouseKind = 'worker' | 'team' | 'branchOffice';

/** Reads the house; substitutions run by the clock of the database. */
export async function readHouse(database: Queryable): Promise<House> {
  const [records, running] = await Promise.all([
    database.query<{ kind: HouseKind; id: Id; body: unknown }>(
      `select kind, id, body from record where scope_id = $1 and kind in ('worker', 'team', 'branchOffice') and not deleted order by id`,
      [houseScopeId],
    ),
    database.query<{ absent: Id; substitute: Id }>(
      `select member.principal_id as absent, member.worker_id as substitute from membership member
       join record substitution on substitution.scope_id = $1 and substitution.kind = 'substitution'
         and substitution.id = member.source_id and not substitution.deleted
       where member.valid @> statement_timestamp() order by lower(member.valid), member.id`,
      [houseScopeId],
    ),
  ]);
  const bodies = <Body>(kind: HouseKind) =>
    new Map(records.rows.filter((row) => row.kind === kind).map((row) => [row.id, row.body as Body]));
  const substitutes = new Map<Id, Id[]>();
  for (const { absent, substitute } of running.rows) {
    substitutes.set(absent, [...(substitutes.get(absent) ?? []), substitute]);
  }
  return { workers: bodies('worker'), teams: bodies('team'), branchOffices: bodies('branchOffice'), substitutes };
}

/** Of these Postkörbe those that nobody reads who is kept out of the case file (Sperrvermerk, Befangenheit). */
export async function withoutExcluded(
  database: Queryable,
  caseFileId: Id,
  inboxes: readonly InboxChoice[],
): Promise<InboxChoice[]> {
  const { rows } = await database.query<{ worker_id: Id }>('select worker_id from scope_deny where scope_id = $1', [
    caseFileId,
  ]);
  if (rows.length === 0) return [...inboxes];
  const readers = await readersOf(
    database,
    rows.map((row) => row.worker_id),
    inboxes.map(({ inboxId }) => inboxId),
  );
  return inboxes.filter(({ inboxId }) => ![...readers.values()].some((readable) => readable.has(inboxId)));
}
