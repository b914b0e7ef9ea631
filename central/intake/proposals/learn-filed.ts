import type { Id } from '../../../core/domain/ids.ts';
import { findReferences } from '../../../core/letters/find-references.ts';
import { featuresOf, hashOf } from '../../../core/letters/letter-features.ts';
import { type Connection, type Database, inTransaction } from '../../store/database.ts';
import { CountChanges, type LearnedDirection, readSalt, saltFor } from './model-tables.ts';
import { learnNames } from './learn-names.ts';
import { advancedScopes, changedDocuments, type FiledDocument } from './read-documents.ts';

const lockNumber = 7_202_630; // any number of our own: one service learns, the others leave it to that one
const scopesAtOnce = 40;

/**
 * Learns from documents filed or corrected since the last time, a few case files in one transaction; true when there may be more.
 * Learning the same again changes nothing.
 */
export async function learnFiled(database: Database): Promise<boolean> {
  return inTransaction(database, 'write', async (connection) => {
    const { rows } = await connection.query<{ is_mine: boolean }>('select pg_try_advisory_xact_lock($1) as is_mine', [
      lockNumber,
    ]);
    if (!rows[0]?.is_mine) return false;
    const scopes = await advancedScopes(connection, scopesAtOnce);
    if (scopes.length === 0) return false;
    await learn(connection, await changedDocuments(connection, scopes));
    await connection.query(
      `insert into letter_learned_scope (scope_id, ver) select * from unnest($1::uuid[], $2::bigint[])
       on conflict (scope_id) do update set ver = excluded.ver`,
      [scopes.map(({ caseFileId }) => caseFileId), scopes.map(({ head }) => head)],
    );
    return scopes.length === scopesAtOnce;
  });
}

type Learned = { document_id: Id; keyword_id: Id; version_id: Id; weight: number; direction: LearnedDirection };

async function learn(connection: Connection, documents: readonly FiledDocument[]): Promise<void> {
  if (documents.length === 0) return;
  const salt = await readSalt(connection);
  const ids = documents.map(({ documentId }) => documentId);
  const { rows } = await connection.query<Learned>(
    'select * from letter_learned where document_id = any ($1::uuid[])',
    [ids],
  );
  const learned = new Map(rows.map((row) => [row.document_id, row]));
  const changes = new CountChanges();
  const kept: Learned[] = [];
  const gone: Id[] = [];
  for (const one of documents) {
    const before = learned.get(one.documentId);
    const after = countsAs(one, before);
    if (before && after?.keyword_id === before.keyword_id && after.direction === before.direction) continue;
    if (!before && !after) continue;
    // The text of a version never changes: what was added is taken out with the same features.
    const coming = { isMail: one.isMail, pageCount: one.document.pageCount };
    const featuresIn = (direction: LearnedDirection) =>
      featuresOf(one.pages, coming, saltFor(salt, direction)).features;
    if (before) changes.add(featuresIn(before.direction), countedAs(before), -before.weight);
    if (!after) {
      gone.push(one.documentId);
      continue;
    }
    const features = featuresIn(after.direction);
    changes.add(features, countedAs(after), after.weight);
    changes.seenIn(features, one.caseFileId);
    kept.push(after);
  }
  await changes.write(connection);
  await keepLearned(connection, kept, gone);
  await keepReferences(connection, documents, salt);
  await learnNames(connection, documents, salt);
}

const countedAs = ({ keyword_id: keywordId, direction }: Learned) => ({ keywordId, direction });

/** Only what came in or went out and stands filed, with text, under a keyword. A proposal that was changed and a keyword that was corrected count twice. */
function countsAs(one: FiledDocument, before: Learned | undefined): Learned | null {
  const [keywordId] = one.keywordIds;
  const { document } = one;
  const { direction } = document;
  if (!keywordId || document.state !== 'filed' || direction === 'internal' || one.pages.length === 0) return null;
  const wasProposedOther = one.proposedKeywordId !== null && !one.keywordIds.includes(one.proposedKeywordId);
  const isCorrected = wasProposedOther || (before !== undefined && before.keyword_id !== keywordId);
  const weight = isCorrected ? 2 : 1;
  return { document_id: one.documentId, keyword_id: keywordId, version_id: document.versionId, weight, direction };
}

async function keepLearned(connection: Connection, kept: readonly Learned[], gone: readonly Id[]): Promise<void> {
  await connection.query('delete from letter_learned where document_id = any ($1::uuid[])', [gone]);
  await connection.query(
    `insert into letter_learned (document_id, keyword_id, version_id, weight, direction)
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::real[], $5::text[])
     on conflict (document_id) do update set keyword_id = excluded.keyword_id, version_id = excluded.version_id,
       weight = excluded.weight, direction = excluded.direction`,
    [
      kept.map((one) => one.document_id),
      kept.map((one) => one.keyword_id),
      kept.map((one) => one.version_id),
      kept.map((one) => one.weight),
      kept.map((one) => one.direction),
    ],
  );
}

/** File numbers of others are linked to the case file a document lies in now. */
async function keepReferences(
  connection: Connection,
  documents: readonly FiledDocument[],
  salt: string,
): Promise<void> {
  const rows = documents
    .filter(({ document }) => document.state === 'filed')
    .flatMap(({ documentId, caseFileId, pages }) =>
      findReferences(pages).map(({ number }) => ({ documentId, caseFileId, reference: referenceOf(number, salt) })),
    );
  await connection.query('delete from letter_reference where document_id = any ($1::uuid[])', [
    documents.map(({ documentId }) => documentId),
  ]);
  await connection.query(
    `insert into letter_reference (reference, case_file_id, document_id)
     select * from unnest($1::bigint[], $2::uuid[], $3::uuid[]) on conflict do nothing`,
    [rows.map((row) => row.reference), rows.map((row) => row.caseFileId), rows.map((row) => row.documentId)],
  );
}

/** A file number of somebody else as it is kept. */
export const referenceOf = (number: string, salt: string): number => hashOf(`reference ${number}`, salt);
