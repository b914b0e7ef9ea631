import type { Id } from '../../../core/domain/ids.ts';
import type { Day } from '../../../core/domain/moments.ts';
import type { BodyOf } from '../../../core/domain/records.ts';
import { houseScopeId } from '../../../core/domain/standing-ids.ts';
import { type CoverSheet, coverSheetWords } from '../../../core/letters/cover-sheet.ts';
import { findDeadlines } from '../../../core/letters/find-deadlines.ts';
import { findLetterDate } from '../../../core/letters/find-letter-date.ts';
import { findSender } from '../../../core/letters/find-sender.ts';
import { guessKeywords, namedKeywords } from '../../../core/letters/keyword-model.ts';
import { featuresOf } from '../../../core/letters/letter-features.ts';
import { lineKey } from '../../../core/letters/letter-lines.ts';
import type { PageWords } from '../../../core/letters/page-words.ts';
import { explainGuess, proposeTitle } from '../../../core/letters/proposal-words.ts';
import type { Queryable } from '../../store/database.ts';
import { readCounts, readSalt } from './model-tables.ts';

export type NewLetter = {
  pages: PageWords[];
  isMail: boolean;
  coverSheet: CoverSheet | null;
  receivedOn: Day;
};
export type KeywordProposal = { keywordId: Id; confidence: 'sure' | 'likely'; explanation: string };
/** What is proposed for filing a letter; each part as `deliverInboxItem` takes it. */
export type FilingProposal = {
  title: string;
  letterDate: Day | null;
  sender: string | null;
  proposedKeyword: KeywordProposal | null;
  /** Up to two more keywords that may be meant, the likelier first. */
  keywordAlternatives: KeywordProposal[];
  deadlines: { day: Day; explanation: string }[];
};

/** Proposes how a letter is to be filed, from what was learned of the documents of this office. */
export async function proposeFiling(database: Queryable, letter: NewLetter): Promise<FilingProposal> {
  const { pages, receivedOn } = letter;
  const [keywords, salt] = await Promise.all([validKeywords(database, receivedOn), readSalt(database)]);
  const found = await proposeKeywords(database, letter, keywords, salt);
  const [proposedKeyword = null, ...keywordAlternatives] = found;
  const letterDate = findLetterDate(pages, receivedOn);
  const name = proposedKeyword ? (keywords.get(proposedKeyword.keywordId)?.name ?? null) : null;
  return {
    title: proposeTitle(pages, { keywordName: name, letterDate, receivedOn }),
    letterDate,
    sender: findSender(pages)?.slice(0, 200) ?? null,
    proposedKeyword,
    keywordAlternatives,
    deadlines: findDeadlines(pages, receivedOn).map(({ day, asWritten, place }) => ({
      day,
      explanation: `„${asWritten}“ auf ${place}`.slice(0, 300),
    })),
  };
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

async function proposeKeywords(
  database: Queryable,
  { pages, isMail, coverSheet }: NewLetter,
  keywords: Keywords,
  salt: string,
): Promise<KeywordProposal[]> {
  const letter = featuresOf(pages, { isMail, pageCount: pages.length }, salt);
  const counts = await readCounts(database, letter);
  const valid = new Map([...counts.keywords].filter(([keywordId]) => keywords.has(keywordId)));
  const names = [...keywords].map(([keywordId, { name }]) => ({ keywordId, key: lineKey(name) }));
  const hasText = pages.some(({ text }) => text.trim() !== '');
  const named = namedKeywords(letter, names, lineKey);
  const guesses = hasText ? guessKeywords(letter, { ...counts, keywords: valid }, named) : [];
  const proposals = guesses.map(
    (guess): KeywordProposal => ({
      keywordId: guess.keywordId,
      confidence: guess.isSure ? 'sure' : 'likely',
      explanation: explainGuess(guess, keywords.get(guess.keywordId)?.name ?? '', named.has(guess.keywordId)).slice(
        0,
        300,
      ),
    }),
  );
  const given = coverSheet?.keywordId;
  if (!given || !keywords.has(given)) return proposals;
  const explanation = coverSheet.explanation ?? coverSheetWords;
  const cover: KeywordProposal = { keywordId: given, confidence: 'sure', explanation };
  const others = proposals.filter(({ keywordId }) => keywordId !== given);
  return [cover, ...others.map((one) => ({ ...one, confidence: 'likely' as const }))].slice(0, 3);
}
