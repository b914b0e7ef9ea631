import type { LetterProposal, LetterToPropose } from '../../core/contract/station-shapes.ts';
import { AppError } from '../../core/domain/errors.ts';
import { type Day, dayOf } from '../../core/domain/moments.ts';
import { findInLetter } from '../../core/letters/letter-finds.ts';
import type { PageWords } from '../../core/letters/page-words.ts';
import type { KeywordProposal } from '../../core/letters/propose-keywords.ts';
import { readLetter } from '../../core/letters/read-letter.ts';
import { listKeywords } from '../../db/queries/office.ts';
import { learnedReferencesHere, proposeKeywordsHere } from '../branch-scans/desk-keywords.ts';
import { findCaseHere } from '../branch-scans/place-letter.ts';
import type { Desk } from '../commands/desk.ts';
import { viewerOf } from '../context.ts';
import type { SyncEngine } from '../sync/engine.ts';
import { asItSays, type FileSays } from './suggestions.ts';

export type { LetterProposal };

/** A desk with its line to the centre. */
export type ProposingDesk = Desk & { centre: Pick<SyncEngine, 'askStation' | 'state'> };

// As many as the centre takes; what a letter is and whom it is about stands at its beginning.
const mostPages = 5;
const mostCharacters = 20_000;
const mostWords = 1_500;

/** What is to be proposed for: its first pages, and what the file says of itself. */
export type LetterHere = { pages: readonly PageWords[]; isMail: boolean; says: FileSays };

/** Page texts as pages whose words have no known place. */
export const pagesOf = (pageTexts: readonly string[]): PageWords[] =>
  pageTexts.map((text, index) => ({ number: index + 1, text, words: [] }));

/**
 * Proposes how a letter that was handed in at this desk is to be filed, each part with its reason: from what the whole office has filed
 * where the centre answers, else from what lies on this desk. Files are looked for here and there.
 */
export async function proposeLetterHere(
  desk: ProposingDesk,
  { pages, isMail, says }: LetterHere,
): Promise<LetterProposal> {
  const today = dayOf(desk.now());
  const sender = isMail ? (says.from?.slice(0, 400) ?? null) : null;
  const letter = { pages: pages.slice(0, mostPages).map(shortened), isMail, sender, receivedOn: today };
  const fromCentre = await askCentre(desk, letter);
  const found = fromCentre ?? (await fromDesk(desk, letter, today));
  const here = findCaseHere(desk.store.db, viewerOf(desk), findInLetter(letter.pages, null, sender), (finds) =>
    learnedReferencesHere(desk.store, finds),
  );
  const proposedCase = here.proposedCase ?? found.proposedCase;
  const candidates = candidatesOf([...(here.candidates ?? []), ...(found.candidates ?? [])], proposedCase);
  return asItSays(says, { ...found, proposedCase, candidates }, today);
}

type Candidates = NonNullable<LetterProposal['candidates']>;

/** Each file once, without the one that is proposed. */
function candidatesOf(found: Candidates, proposed: LetterProposal['proposedCase']): Candidates {
  const byFile = new Map(found.toReversed().map((one) => [one.caseFileId, one]));
  return [...byFile.values()].filter(({ caseFileId }) => caseFileId !== proposed?.caseFileId).slice(0, 10);
}

const shortened = ({ number, text, words }: PageWords): LetterToPropose['pages'][number] => ({
  ...{ number, text: text.slice(0, mostCharacters) },
  words: words.slice(0, mostWords).map((word) => ({ ...word, text: word.text.slice(0, 200) })),
});

type Found = Omit<LetterProposal, 'reasons' | 'deadlines'> & ReturnType<typeof readLetter>;

/** Null where the centre is away or too old to be asked: nobody waits for it. */
async function askCentre(desk: ProposingDesk, letter: LetterToPropose): Promise<Found | null> {
  if (desk.centre.state().connection !== 'connected') return null;
  try {
    const proposal = await desk.centre.askStation((station) => station.propose(letter));
    return { ...proposal, reasons: proposal.reasons ?? {}, deadlines: proposal.deadlines ?? [] };
  } catch (error) {
    if (error instanceof AppError && error.code !== 'locked') return null;
    throw error;
  }
}

async function fromDesk(desk: ProposingDesk, { pages, isMail }: LetterToPropose, today: Day): Promise<Found> {
  const { store } = desk;
  const letter = { words: pages, coverSheet: null, isMail };
  const keywords: KeywordProposal[] = await proposeKeywordsHere(store, viewerOf(desk), letter, today);
  const [proposedKeyword = null, ...keywordAlternatives] = keywords;
  const named = listKeywords(store.db, today).find(({ id }) => id === proposedKeyword?.keywordId);
  const read = readLetter(pages, { keywordName: named?.name ?? null, receivedOn: today });
  return { ...read, proposedKeyword, keywordAlternatives, proposedCase: null, candidates: [] };
}
