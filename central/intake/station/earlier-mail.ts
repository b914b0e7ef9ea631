import type { Id } from '../../../core/domain/ids.ts';
import { dayOf, germanDay } from '../../../core/domain/moments.ts';
import type { BodyOf } from '../../../core/domain/records.ts';
import { houseScopeId, intakeWorkerId } from '../../../core/domain/standing-ids.ts';
import type { Queryable } from '../../store/database.ts';
import type { Stack } from './stacks.ts';

const again = 'Diese E-Mail ist schon einmal eingegangen';

/**
 * Tells that a mail came before, when, and through whom: by its Message-ID, whether the station delivered it or a worker filed it or laid it
 * into a Postkorb; else by its bytes. Never where it lies: others read the remark, too. Null for one that is new.
 */
export async function earlierMailWords(
  database: Queryable,
  stack: Stack,
  messageId: string | undefined,
): Promise<string | null> {
  const kept = messageId === undefined ? null : await earlierVersion(database, stack, messageId);
  if (kept) return `${again}, am ${germanDay(dayOf(kept.at))} durch ${kept.who}.`;
  const waits = messageId !== undefined && (await isAtStation(database, stack, messageId));
  return waits || stack.sameAs ? `${again}.` : null;
}

async function earlierVersion(
  database: Queryable,
  stack: Stack,
  messageId: string,
): Promise<{ at: string; who: string } | null> {
  const { rows } = await database.query<{ at: string; by: Id; worker: BodyOf<'worker'> | null }>(
    `select version.body ->> 'createdAt' as at, version.body ->> 'createdBy' as by, worker.body as worker
     from record version left join record worker on worker.scope_id = $2 and worker.kind = 'worker'
       and worker.id = (version.body ->> 'createdBy')::uuid
     where version.kind = 'version' and version.body ->> 'messageId' = $1 and (version.body ->> 'createdAt')::timestamptz < $3
     order by version.body ->> 'createdAt' limit 1`,
    [messageId, houseScopeId, stack.takenAt],
  );
  const [row] = rows;
  if (!row) return null;
  const who = row.worker ? `${row.worker.givenName} ${row.worker.familyName}` : null;
  return {
    at: row.at,
    who: who ?? (row.by === intakeWorkerId ? 'die Scanstelle' : 'eine Kollegin oder einen Kollegen'),
  };
}

/** In a stack that is not delivered yet. */
async function isAtStation(database: Queryable, stack: Stack, messageId: string): Promise<boolean> {
  const { rows } = await database.query(
    `select 1 from stack_document where content ->> 'messageId' = $1 and stack_id <> $2 and state <> 'replaced' limit 1`,
    [messageId, stack.id],
  );
  return rows.length > 0;
}
