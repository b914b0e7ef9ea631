import type { Id } from '../../../core/domain/ids.ts';
import type { Day } from '../../../core/domain/moments.ts';
import type { BodyOf } from '../../../core/domain/records.ts';
import { houseScopeId } from '../../../core/domain/standing-ids.ts';
import type { CoverSheet } from '../../../core/letters/cover-sheet.ts';
import { featuresOf } from '../../../core/letters/letter-features.ts';
import type { PageWords } from '../../../core/letters/page-words.ts';
import { type KeywordProposal, proposeKeywords } from '../../../core/letters/propose-keywords.ts';
import { type ReadLetter, readLetter } from '../../../core/letters/read-letter.ts';
import type { Queryable } from '../../store/database.ts';
import { withLearnedNames } from './propose-names.ts';
import { type LearnedDirection, readCounts, readSalt, saltFor } from './model-tables.ts';

export type NewLetter = {
  pages: PageWords[];
  isMail: boolean;
  coverSheet: CoverSheet | null;
  receivedOn: Day;
  /** Which way it goes: what comes in unless said otherwise. */
  direction?: LearnedDirection;
};
/** What is proposed for filing a letter; each part as `deliverInboxItem` takes it. */
export type FilingProposal = ReadLetter & {
  proposedKeyword: KeywordProposal | null;
  /** Up to two more keywords that may be meant, the likelier first. */
  keywordAlternatives: KeywordProposal[];
};

/** Proposes how a letter is to be filed, from what was learned of the documents of this office. */
export async function proposeFiling(database: Queryable, letter: NewLetter): Promise<FilingProposal> {
  const { pages, receivedOn } = letter;
  const [keywords, salt] = await Promise.all([validKeywords(database, receivedOn), readSalt(database)]);
  const found = await keywordsFor(database, letter, keywords, salt);
  const [proposedKeyword = null, ...keywordAlternatives] = found;
  const keywordName = proposedKeyword ? (keywords.get(proposedKeyword.keywordId)?.name ?? null) : null;
  const read = readLetter(pages, { keywordName, receivedOn });
  const keyword = proposedKeyword && keywordName ? { id: proposedKeyword.keywordId, name: keywordName } : null;
  // What goes out is from this house, and its title is made of its keyword.
  const isIncoming = (letter.direction ?? 'incoming') === 'incoming';
  const named = isIncoming ? await withLearnedNames(database, { pages, keyword, salt }, read) : read;
  return { ...named, proposedKeyword, keywordAlternatives };
}

type Keywords = ReadonlyMap<Id, BodyOf<'keyword'>>;

async function validKeywords(database: Queryable, on: Day): Promise<Keywords> {
  const { rows } = await database.query<{ id: Id; body: BodyOf<'keyword'> }>(
    `select id, body from record where scope_id = $1 and kind = 'keyword' and not deleted`,
    [houseScopeId],
  );
  const isValid = ({ validFrom, validTo }: BodyOf<'keyword'>) => validFrom <= on && (validTo === null || validTo >= on);
  return new Map(rows.filter(({ body }) => isValid(body)).map(({ id, body }) => [id, body]));
}

async function keywordsFor(
  database: Queryable,
  { pages, isMail, coverSheet, direction = 'incoming' }: NewLetter,
  keywords: Keywords,
  salt: string,
): Promise<KeywordProposal[]> {
  const letter = featuresOf(pages, { isMail, pageCount: pages.length }, saltFor(salt, direction));
  const hasText = pages.some(({ text }) => text.trim() !== '');
  const names = new Map([...keywords].map(([keywordId, { name }]) => [keywordId, name]));
  return proposeKeywords({ letter, hasText, coverSheet }, await readCounts(database, letter, direction), names);
}
