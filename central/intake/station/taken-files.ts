import { randomBytes } from 'node:crypto';
import { createIdSource, type Id } from '../../../core/domain/ids.ts';
import { intakeWorkerId } from '../../../core/domain/standing-ids.ts';
import type { TakenFile } from '../../../intake/folders/resting-files.ts';
import type { StoredContent } from '../../store/blob-store.ts';
import { bytesOf, type Connection, hexOf, inTransaction, type Queryable } from '../../store/database.ts';
import { journalInHouse } from '../../store/house-journal.ts';
import { recordWhole } from '../../store/uploads.ts';
import type { Intake } from './intake.ts';
import { documentsOf } from './stack-documents.ts';
import { lacksEndNote, lockFolder } from './stacks.ts';

// Files that were taken over from a folder, as the journal knows them, and what becomes of one that grows.

export type JournalledFile = TakenFile & {
  stackId: Id;
  lacksEnd: boolean;
  /** Milliseconds since it left its folder; null: as far as is known it still lies there. */
  restedFor: number | null;
  /** Something made of it waits or is being read. */
  isUnderway: boolean;
};

type Row = {
  id: Id;
  file_mark: string;
  file_identity: string | null;
  sha256: Buffer;
  lacks_end: boolean;
  rested: number | null;
  is_underway: boolean;
};

/**
 * The files of a folder that are journalled and, as far as is known, still lie there, and those taken over under `restingIds`, in whatever
 * folder that was: one that was renamed has taken its resting files along.
 */
export async function journalledFiles(
  database: Queryable,
  folder: string,
  restingIds: readonly Id[],
): Promise<JournalledFile[]> {
  const { rows } = await database.query<Row>(
    `select id, file_mark, file_identity, coalesce(file_sha256, sha256) as sha256, lacks_end,
       (extract(epoch from clock_timestamp() - left_folder_at) * 1000)::float8 as rested,
       (state in ('waiting', 'inWork') or exists (
         select 1 from stack grown where grown.grown_from = stack.id and grown.state in ('waiting', 'inWork'))) as is_underway
     from stack where file_mark is not null and (folder = $1 and left_folder_at is null or id = any ($2::uuid[]))`,
    [folder, restingIds],
  );
  return rows.map((row) => ({
    ...{ stackId: row.id, mark: row.file_mark, identity: row.file_identity, sha256: hexOf(row.sha256) },
    ...{ size: Number(row.file_mark.split('/')[0]), lacksEnd: row.lacks_end, restedFor: row.rested },
    isUnderway: row.is_underway,
  }));
}

const grownNote = 'Die Datei ist nach der Übernahme gewachsen und wurde noch einmal ganz gelesen.';
const grownApartNote =
  'Die Datei ist gewachsen, nachdem Schreiben aus ihr zugestellt waren. Was hier steht, ist die ganze Datei. Bitte stellen Sie nur zu, was noch nicht zugestellt ist, und sortieren Sie die übrigen Seiten aus.';

export type GrownFile = {
  folder: string;
  /** As it was taken before. */
  taken: JournalledFile;
  mark: string;
  identity: string;
  content: StoredContent;
  lacksEnd: boolean;
  /** Asked within the transaction. */
  isStillThere: () => Promise<boolean>;
};

const newId = createIdSource(Date.now, (bytes) => bytes.set(randomBytes(bytes.length)));

/**
 * Journals that a file that was taken over has grown: its stack is read anew, whole. Where letters of it have been delivered, the whole
 * file becomes a stack of its own of which nothing is delivered before somebody has looked. False: another service has done it, or it
 * has changed again.
 */
export async function journalGrown(intake: Intake, grown: GrownFile): Promise<boolean> {
  const { content, taken } = grown;
  await recordWhole(intake.database, intakeWorkerId, [content]);
  return inTransaction(intake.database, 'write', async (connection) => {
    await lockFolder(connection, grown.folder);
    const { rows } = await connection.query<{ file_mark: string }>(
      'select file_mark from stack where id = $1 for update',
      [taken.stackId],
    );
    if (rows[0]?.file_mark !== taken.mark || !(await grown.isStillThere())) return false;
    await connection.query(
      `update stack set file_mark = $2, file_identity = $3, file_sha256 = $4, lacks_end = $5, left_folder_at = clock_timestamp()
       where id = $1`,
      [taken.stackId, grown.mark, grown.identity, bytesOf(content.sha256), grown.lacksEnd],
    );
    if (content.sha256 === taken.sha256) return true; // only touched
    const stackId = await readAnewOrApart(connection, grown);
    const line = { action: 'stack.grown', targetKind: 'stack', targetId: stackId, reason: null };
    await journalInHouse(connection, intakeWorkerId, line, { stackId, ...content });
    return true;
  });
}

async function readAnewOrApart(connection: Connection, grown: GrownFile): Promise<Id> {
  const { taken } = grown;
  const { rows } = await connection.query<{ id: Id; state: string }>(
    'select id, state from stack where id = $1 or grown_from = $1 order by taken_at desc, id desc limit 1 for update',
    [taken.stackId],
  );
  const latest = rows[0];
  if (!latest) throw new Error('the stack of a file is missing');
  const documents = await documentsOf(connection, latest.id);
  const isSettled = latest.state === 'returned' || documents.some(({ state }) => state === 'delivered');
  if (isSettled) return addApart(connection, grown);
  await readAnew(connection, latest.id, grown);
  return latest.id;
}

/** Whoever works on it notices that the stack is no longer hers. */
async function readAnew(connection: Connection, stackId: Id, { content, lacksEnd }: GrownFile): Promise<void> {
  await connection.query(`update stack_document set state = 'replaced' where stack_id = $1`, [stackId]);
  await connection.query(
    `update stack set sha256 = $2, size = $3, state = 'waiting', reason = null, attempts = 0, round = round + 1,
       not_before = clock_timestamp(), lease_by = null, lease_until = null, page_count = null, pages_done = 0, findings = null,
       finished_at = null, lacks_end = $4,
       file_note = case when grown_from is null or $4 then $5 else file_note end,
       put_back = case when put_back in ('failed', 'takenUp') then 'takenUp' end, put_back_at = null
     where id = $1`,
    [stackId, bytesOf(content.sha256), content.size, lacksEnd, lacksEnd ? lacksEndNote : grownNote],
  );
}

async function addApart(connection: Connection, { taken, content, lacksEnd }: GrownFile): Promise<Id> {
  const id = newId();
  await connection.query(
    `insert into stack (id, station, source, file_name, taken_by, sha256, size, is_urgent, folder, left_folder_at, told, grown_from,
       lacks_end, file_note)
     select $2, station, source, file_name, taken_by, $3, $4, is_urgent, folder, clock_timestamp(), told, id, $5, $6
     from stack where id = $1`,
    [taken.stackId, id, bytesOf(content.sha256), content.size, lacksEnd, grownApartNote],
  );
  return id;
}
