import type { Id } from '../../../../core/domain/ids.ts';
import { isEnough } from '../../../../core/domain/levels.ts';
import type { Statement } from '../memory-database.ts';
import type { RecordRow } from '../tables.ts';
import type { Transaction } from '../transaction.ts';

/** The text of a row's line in central/store/snapshot.ts. */
const line = `concat('["', row.kind, '","', row.id, '",', row.ver, ',', coalesce(row.body, 'null'), ']')`;
const lineOf = ({ kind, id, ver, body }: RecordRow) => `[${JSON.stringify(kind)},"${id}",${ver},${body ?? 'null'}]`;

function texts(transaction: Transaction, scopeIds: readonly Id[], fits: (row: RecordRow) => boolean) {
  const rows = scopeIds.flatMap((scopeId) => {
    const lines = transaction.rows(`record ${scopeId}`).filter(fits).map(lineOf);
    return lines.length > 0 ? [{ scope_id: scopeId, text: `${lines.join('\n')}\n` }] : [];
  });
  return { rows };
}

const listKinds: ReadonlySet<string> = new Set(['caseFile', 'household', 'person']);

/** What lists need of a file before it comes whole. */
function isNeeded(row: RecordRow, until: string): boolean {
  if (row.deleted) return false;
  if (listKinds.has(row.kind)) return true;
  if (row.kind !== 'followUp') return false;
  const body = JSON.parse(row.body as string) as { completedAt: string | null; dueOn: string };
  return body.completedAt === null && body.dueOn <= until;
}

const order = { g: 0, u: 1, o: 2, c: 3 };

/** central/store/snapshot.ts: whole scopes as one stream. A scope with thousands of rows does not come up in a world. */
export const snapshotStatements: Record<string, Statement> = {
  [`with visit as (
       select body ->> 'caseFileId' as case_file_id, max(body ->> 'seenAt') as seen_at
       from record where scope_id = $1::uuid and kind = 'visit' and not deleted group by 1
     )
     select scope.id, scope.kind, scope.head, scope.digest::text as digest, scope.row_count
     from scope
     left join record as file on scope.kind = 'c' and file.scope_id = scope.id and file.kind = 'caseFile' and file.id = scope.id
     left join scope_grant as own on own.scope_id = scope.id and own.principal_id = $1::uuid
     left join visit on visit.case_file_id = scope.id::text
     where scope.id = any ($2::uuid[])
     order by case scope.kind when 'g' then 0 when 'u' then 1 when 'o' then 2 else 3 end,
       case when scope.kind = 'c' then coalesce(file.body ->> 'workerId' = ($1::uuid)::text, false)
            else coalesce(own.level >= 'read', false) end desc,
       visit.seen_at desc nulls last, scope.last_xid desc, scope.id`]: (transaction, [workerId, ids]: [Id, Id[]]) => {
    const isHers = (id: Id, kind: string) => {
      const file = kind === 'c' ? transaction.get(`record ${id}`, `caseFile/${id}`) : undefined;
      if (kind === 'c') return file?.body ? (JSON.parse(file.body) as { workerId: Id }).workerId === workerId : false;
      return isEnough(transaction.get('grant', `${id}/${workerId}`)?.level ?? null, 'read');
    };
    // By visits the order is not modelled: it is only one of comfort.
    const rows = ids
      .flatMap((id) => transaction.get('scope', id) ?? [])
      .map((scope) => ({ scope, rank: order[scope.kind] * 2 + (isHers(scope.id, scope.kind) ? 0 : 1) }))
      .sort((left, right) => left.rank - right.rank || right.scope.lastXid - left.scope.lastXid)
      .map(({ scope: { id, kind, head, digest, rowCount } }) => ({ id, kind, head, digest, row_count: rowCount }));
    return { rows };
  },

  [`select row.scope_id, string_agg(${line}, E'\\n') || E'\\n' as text from record as row
     where row.scope_id = any ($1::uuid[]) and true group by row.scope_id`]: (transaction, [scopeIds]: [Id[]]) =>
    texts(transaction, scopeIds, () => true),

  [`select row.scope_id, string_agg(${line}, E'\\n') || E'\\n' as text from record as row
     where row.scope_id = any ($1::uuid[]) and not deleted and (kind in ('caseFile', 'household', 'person')
  or kind = 'followUp' and body ->> 'completedAt' is null and body ->> 'dueOn' <= $2) group by row.scope_id`]: (
    transaction,
    [scopeIds, until]: [Id[], string],
  ) => texts(transaction, scopeIds, (row) => isNeeded(row, until)),
};
