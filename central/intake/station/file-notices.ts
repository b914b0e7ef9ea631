import type { Caller } from '../../rules/batch.ts';
import type { OfficeCommand } from '../../rules/office-commands.ts';
import { germanDay, dayOf } from '../../../core/domain/moments.ts';
import { fachverfahrenWorkerId } from '../../../core/domain/standing-ids.ts';
import type { Connection, Queryable } from '../../store/database.ts';
import { deliveryIdOf, type NoticeFiling, type StackDocument } from './stack-documents.ts';

// Notices that are filed at once: outgoing documents of their case file, put there by the Fachverfahren.

/** Who the Fachverfahren is when it gives commands: no account, no session. */
export const fachverfahrenCaller: Caller = {
  workerId: fachverfahrenWorkerId,
  role: 'worker',
  sessionId: fachverfahrenWorkerId,
};

/** The command that files a notice; given again it is the same. */
export function filingOf(
  document: StackDocument,
  { caseFileId, keywordIds, isProtected }: NoticeFiling,
): OfficeCommand<'addDocument'> {
  const { itemId, content, pageTexts, letter, deliveries } = document;
  const { title, letterDate, receivedDate, sender, direction } = letter;
  const filing = { title, letterDate, receivedDate, sender, direction, keywordIds, isProtected };
  const id = deliveryIdOf(document.id, deliveries);
  return { id, name: 'addDocument', args: { caseFileId, documentId: itemId, filing, content, pageTexts } };
}

/**
 * Takes those out of what is to be filed that lie in their file already, word for word: they stay at the scan station, where it is told.
 * Nobody else files notices into these files until the transaction ends.
 */
export async function withoutDuplicates(connection: Connection, documents: StackDocument[]): Promise<StackDocument[]> {
  const files = new Set(documents.flatMap(({ filing }) => filing?.caseFileId ?? []));
  // In one order, and before any scope: two services never wait for each other.
  for (const caseFileId of [...files].sort()) {
    await connection.query('select pg_advisory_xact_lock(hashtextextended($1, 7202640))', [caseFileId]);
  }
  const seen = new Set<string>();
  const checked: StackDocument[] = [];
  for (const document of documents) {
    const { filing } = document;
    const key = filing && `${filing.caseFileId}/${textOf(document).join('\f') || document.content.sha256}`;
    const twin = filing && (await filedTwin(connection, filing, document));
    if (twin) checked.push(asTold(document, twin));
    else if (key && seen.has(key)) checked.push(asTold(document, 'in dieser Datei schon einmal'));
    else checked.push(document);
    if (key) seen.add(key);
  }
  return checked;
}

/** The scan station decides about it: sort it out, or give it to a Postkorb all the same. */
function asTold(document: StackDocument, where: string): StackDocument {
  const reason = `Dieser Bescheid liegt ${where} und wurde nicht noch einmal abgelegt.`;
  return { ...document, filing: null, inboxId: null, reason };
}

const textOf = ({ pageTexts }: StackDocument): string[] => pageTexts.filter((text) => text.trim() !== '');

/** What lies in the file with the same bytes, or the same words on every page; null where nothing does. */
async function filedTwin(database: Queryable, filing: NoticeFiling, document: StackDocument): Promise<string | null> {
  const { rows } = await database.query<{ title: string; filed_at: string }>(
    `select filed.body ->> 'title' as title, filed.body ->> 'filedAt' as filed_at from record filed
     join record version on version.scope_id = filed.scope_id and version.kind = 'version'
       and version.id = (filed.body ->> 'versionId')::uuid
     where filed.scope_id = $1 and filed.kind = 'document' and not filed.deleted and filed.body ->> 'state' = 'filed'
       and (version.body ->> 'sha256' = $2 or cardinality($3::text[]) > 0 and $3::text[] = array(
         select page.body ->> 'text' from record page where page.scope_id = filed.scope_id and page.kind = 'page'
           and page.parent_id = version.id and not page.deleted order by (page.body ->> 'number')::integer))
     order by filed.body ->> 'filedAt' limit 1`,
    [filing.caseFileId, document.content.sha256, textOf(document)],
  );
  const [row] = rows;
  if (!row) return null;
  return `seit dem ${germanDay(dayOf(row.filed_at))} in der Akte ${filing.fileNumber} („${row.title.slice(0, 120)}“)`;
}
