import type { Id } from '../../../core/domain/ids.ts';
import type { BodyOf } from '../../../core/domain/records.ts';
import { chooseName, type NameCount, senderFeatures, titleFeatures } from '../../../core/letters/learned-names.ts';
import type { PageWords } from '../../../core/letters/page-words.ts';
import type { ReadLetter } from '../../../core/letters/read-letter.ts';
import { patternOf, titleFrom, titleParts } from '../../../core/letters/title-pattern.ts';
import type { Queryable } from '../../store/database.ts';
import { senderValue, titleValue } from './learn-names.ts';
import { leastGroups } from './model-tables.ts';

/** In how many case files a name or title must stand now before it is proposed in others: what stands in fewer may be somebody's name. */
const leastCaseFiles = 4;

export type NamedLetter = {
  pages: readonly PageWords[];
  keyword: { id: Id; name: string } | null;
  salt: string;
};

/** What was read in a letter, with sender and title as letters like it were filed before; each with its reason. */
export async function withLearnedNames(
  database: Queryable,
  letter: NamedLetter,
  read: ReadLetter,
): Promise<ReadLetter> {
  const named = await withSender(database, letter, read);
  return withTitle(database, letter, named);
}

async function withSender(database: Queryable, { pages, salt }: NamedLetter, read: ReadLetter): Promise<ReadLetter> {
  const features = senderFeatures(pages, salt);
  const value = chooseName(features, await countsOf(database, features, 'sender'), read.sender !== null);
  if (value === null) return read;
  const [source] = await bearersOf(database, 'sender', value);
  const sender = source?.document.sender ?? null;
  if (sender === null || senderValue(sender, salt) !== value || sender === read.sender) return read;
  const explanation = read.sender
    ? `Wie in früheren Schreiben von „${read.sender.slice(0, 100)}“`
    : 'Wie in früheren Schreiben mit diesem Kopf';
  return { ...read, sender, reasons: { ...read.reasons, sender: explanation } };
}

async function withTitle(
  database: Queryable,
  { pages, keyword, salt }: NamedLetter,
  read: ReadLetter,
): Promise<ReadLetter> {
  if (!keyword) return read;
  const features = titleFeatures(pages, keyword.id, salt);
  const value = chooseName(features, await countsOf(database, features, 'title'), true);
  if (value === null) return read;
  const { letterDate, sender } = read;
  for (const { document, pages: texts } of await bearersOf(database, 'title', value)) {
    const known = { keywordName: keyword.name, letterDate: document.letterDate, sender: document.sender };
    const pattern = patternOf(document.title, titleParts(texts, known));
    if (titleValue(pattern, salt) !== value) continue;
    const title = titleFrom(pattern, titleParts(pages, { keywordName: keyword.name, letterDate, sender }));
    if (title === null || title === read.title) return read;
    const explanation = `Wie bei früheren Schreiben „${keyword.name}“`.slice(0, 300);
    return { ...read, title: title.slice(0, 300), reasons: { ...read.reasons, title: explanation } };
  }
  return read;
}

/** What letters with these features were filed under; names that stand in few case files are left out. */
async function countsOf(
  database: Queryable,
  features: readonly number[],
  kind: 'sender' | 'title',
): Promise<NameCount[]> {
  const { rows } = await database.query<NameCount & { is_spread: boolean }>(
    `select counted.feature, counted.value, counted.documents, bit_count(counted.groups::bit(64)) >= $2 as is_spread
     from letter_name_count counted where counted.feature = any ($1::bigint[]) and counted.documents > 0`,
    [features, leastGroups],
  );
  const values = [...new Set(rows.map(({ value }) => value))];
  const { rows: spread } = await database.query<{ value: number }>(
    `select asked.value from unnest($1::bigint[]) as asked (value)
     where (select count(*) from (select distinct case_file_id from letter_named where ${kind} = asked.value limit $2) own) >= $2`,
    [values, leastCaseFiles],
  );
  const known = new Set(spread.map(({ value }) => value));
  // The rare ones count against the others, as one that is never chosen.
  return rows.map(({ is_spread: isSpread, ...row }) =>
    isSpread && known.has(row.value) ? row : { ...row, documents: Math.min(row.documents, 1) },
  );
}

type Bearer = { document: BodyOf<'document'>; pages: PageWords[] };

/** Documents that bear a name or title now: its words are read from them. */
async function bearersOf(database: Queryable, kind: 'sender' | 'title', value: number): Promise<Bearer[]> {
  const { rows } = await database.query<{ body: BodyOf<'document'>; texts: string[] }>(
    `select document.body, array(select page.body ->> 'text' from record page
       where page.scope_id = document.scope_id and page.kind = 'page' and page.parent_id = (document.body ->> 'versionId')::uuid
         and not page.deleted order by (page.body ->> 'number')::integer limit 2) as texts
     from (select document_id, case_file_id from letter_named where ${kind} = $1 limit 3) named
     join record document on document.scope_id = named.case_file_id and document.kind = 'document'
       and document.id = named.document_id and not document.deleted`,
    [value],
  );
  return rows.map(({ body, texts }) => ({
    document: body,
    pages: texts.map((text, index) => ({ number: index + 1, text, words: [] })),
  }));
}
