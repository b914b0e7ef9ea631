import type { Id } from '../../../core/domain/ids.ts';
import type { BodyOf } from '../../../core/domain/records.ts';
import { houseScopeId } from '../../../core/domain/standing-ids.ts';
import { senderFeatures, titleFeatures } from '../../../core/letters/learned-names.ts';
import { hashOf } from '../../../core/letters/letter-features.ts';
import type { PageWords } from '../../../core/letters/page-words.ts';
import { patternOf, titleParts } from '../../../core/letters/title-pattern.ts';
import type { Connection, Queryable } from '../../store/database.ts';
import { groupOf } from './model-tables.ts';
import type { FiledDocument } from './read-documents.ts';

/** Under which numbers a document counts; `keyword_id` is part of the features of its title. */
type Named = {
  document_id: Id;
  case_file_id: Id;
  keyword_id: Id;
  sender: number | null;
  sender_weight: number;
  title: number;
  title_weight: number;
};

const weightOfCorrection = 4; // a name that somebody put right says more than one that nobody looked at

/** A name or title as it is kept. */
export const senderValue = (sender: string, salt: string): number => hashOf(`sender is ${sender.trim()}`, salt);
export const titleValue = (pattern: string, salt: string): number => hashOf(`title is ${pattern}`, salt);

/** Learns from these documents whom letters are from and how they are called; what they counted for before no longer counts. */
export async function learnNames(
  connection: Connection,
  documents: readonly FiledDocument[],
  salt: string,
): Promise<void> {
  const ids = documents.map(({ documentId }) => documentId);
  const { rows } = await connection.query<Named>('select * from letter_named where document_id = any ($1::uuid[])', [
    ids,
  ]);
  const before = new Map(rows.map((row) => [row.document_id, row]));
  const keywords = await keywordNamesOf(connection);
  const counts = new Map<string, Count>();
  const count = (named: Named, pages: readonly PageWords[], sign: 1 | -1) => {
    const { sender, title } = named;
    const add = (feature: number, value: number, weight: number) => {
      const known = counts.get(`${feature}/${value}`) ?? { documents: 0, groups: 0n };
      const groups = sign === 1 ? known.groups | (1n << BigInt(groupOf(named.case_file_id))) : known.groups;
      counts.set(`${feature}/${value}`, { feature, value, documents: known.documents + sign * weight, groups });
    };
    if (sender !== null) for (const one of senderFeatures(pages, salt)) add(one, sender, named.sender_weight);
    for (const one of titleFeatures(pages, named.keyword_id, salt)) add(one, title, named.title_weight);
  };
  const kept: Named[] = [];
  for (const one of documents) {
    const [was, is] = [before.get(one.documentId), namedAs(one, keywords, salt)];
    // The text of a version never changes: what was added is taken out with the same features.
    if (was) count(was, one.pages, -1);
    if (is) {
      count(is, one.pages, 1);
      kept.push(is);
    }
  }
  await keepNamed(connection, ids, kept);
  await keepCounts(connection, [...counts.values()]);
}

/** Only what came in and stands filed under a keyword, with text. */
function namedAs(one: FiledDocument, keywords: ReadonlyMap<Id, string>, salt: string): Named | null {
  const { document, pages, proposedNames: proposed } = one;
  const [keywordId] = one.keywordIds;
  if (!keywordId || document.state !== 'filed' || document.direction !== 'incoming' || pages.length === 0) return null;
  const { sender, letterDate } = document;
  const parts = titleParts(pages, { keywordName: keywords.get(keywordId) ?? null, letterDate, sender });
  const weight = (isCorrected: boolean) => (isCorrected ? weightOfCorrection : 1);
  return {
    ...{ document_id: one.documentId, case_file_id: one.caseFileId, keyword_id: keywordId },
    sender: sender ? senderValue(sender, salt) : null,
    sender_weight: weight(proposed !== null && proposed.sender !== sender),
    title: titleValue(patternOf(document.title, parts), salt),
    title_weight: weight(proposed !== null && proposed.title !== document.title),
  };
}

/** The names of all keywords there have been. */
export async function keywordNamesOf(database: Queryable): Promise<Map<Id, string>> {
  const { rows } = await database.query<{ id: Id; body: BodyOf<'keyword'> }>(
    `select id, body from record where scope_id = $1 and kind = 'keyword' and not deleted`,
    [houseScopeId],
  );
  return new Map(rows.map(({ id, body }) => [id, body.name]));
}

async function keepNamed(connection: Connection, ids: readonly Id[], kept: readonly Named[]): Promise<void> {
  await connection.query('delete from letter_named where document_id = any ($1::uuid[])', [ids]);
  await connection.query(
    `insert into letter_named (document_id, case_file_id, keyword_id, sender, sender_weight, title, title_weight)
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::real[], $6::bigint[], $7::real[])`,
    [
      kept.map((one) => one.document_id),
      kept.map((one) => one.case_file_id),
      kept.map((one) => one.keyword_id),
      kept.map((one) => one.sender),
      kept.map((one) => one.sender_weight),
      kept.map((one) => one.title),
      kept.map((one) => one.title_weight),
    ],
  );
}

type Count = { feature: number; value: number; documents: number; groups: bigint };

async function keepCounts(connection: Connection, all: readonly Count[]): Promise<void> {
  const counts = all.filter(({ documents, groups }) => documents !== 0 || groups !== 0n);
  await connection.query(
    `insert into letter_name_count (feature, value, documents, groups)
     select * from unnest($1::bigint[], $2::bigint[], $3::real[], $4::bigint[])
     on conflict (feature, value) do update set documents = letter_name_count.documents + excluded.documents,
       groups = letter_name_count.groups | excluded.groups`,
    [
      counts.map((one) => one.feature),
      counts.map((one) => one.value),
      counts.map((one) => one.documents),
      counts.map((one) => String(one.groups)),
    ],
  );
}
