import type { z } from 'zod';
import type { coverCase } from '../../../core/contract/station-shapes.ts';
import type { Id } from '../../../core/domain/ids.ts';
import type { BodyOf } from '../../../core/domain/records.ts';
import { houseScopeId } from '../../../core/domain/standing-ids.ts';
import type { Queryable } from '../../store/database.ts';

/** The case file with exactly this number and the Postkorb of whoever is responsible; null when there is none, or more than one. */
export async function caseOfNumber(database: Queryable, fileNumber: string): Promise<z.infer<typeof coverCase>> {
  const { rows } = await database.query<{ body: BodyOf<'caseFile'>; inbox_id: Id | null }>(
    `select file.body, worker.body ->> 'inboxId' as inbox_id
     from record file
     left join record worker on worker.scope_id = $2 and worker.kind = 'worker' and not worker.deleted
       and worker.id = (file.body ->> 'workerId')::uuid
     where file.kind = 'caseFile' and not file.deleted and letter_number_key(file.body ->> 'fileNumber') = letter_number_key($1)
     limit 2`,
    [fileNumber, houseScopeId],
  );
  const [row] = rows;
  if (!row || rows.length > 1) return null;
  return { fileNumber: row.body.fileNumber, title: row.body.title, inboxId: row.inbox_id };
}
