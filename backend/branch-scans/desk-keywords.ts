import { setImmediate } from 'node:timers/promises';
import type { Id } from '../../core/domain/ids.ts';
import type { Day } from '../../core/domain/moments.ts';
import type { LearnedCounts } from '../../core/letters/keyword-model.ts';
import { findReferences } from '../../core/letters/find-references.ts';
import { type Feature, featuresOf, type LetterFeatures } from '../../core/letters/letter-features.ts';
import type { LetterFinds } from '../../core/letters/letter-finds.ts';
import type { PageWords } from '../../core/letters/page-words.ts';
import { type KeywordProposal, proposeKeywords } from '../../core/letters/propose-keywords.ts';
import type { LearnedReference } from '../../core/letters/weigh-finds.ts';
import { pageTextOf } from '../../db/queries/contents.ts';
import { type FiledLetter, listFiledLetters } from '../../db/queries/filed-letters.ts';
import { listKeywords } from '../../db/queries/office.ts';
import type { Viewer } from '../../db/queries/viewer.ts';
import type { Store } from '../../db/store.ts';
import type { ReadDocument } from '../../intake/station/stack-reading.ts';

// What letters on this desk were filed under, for proposing keywords without the centre. Held in memory as numbers, never kept.

/** So many letters of a keyword say what there is to say; more only take time. */
const mostOfKeyword = 25;
/** So many are read before others get their turn: some milliseconds. */
const readAtOnce = 3;
/** A number in more files than this is the number of an office, not of a case. */
const mostFilesOfNumber = 5;
const salt = 'desk';

type Learned = Pick<FiledLetter, 'keywordId' | 'caseFileId'> & {
  features: readonly Feature[];
  references: readonly string[];
};
type Memory = Map<Id, Learned>;
const memories = new WeakMap<Store, Memory>();

type LetterHere = Pick<ReadDocument, 'words' | 'coverSheet'> & { isMail?: boolean };

/**
 * Proposes keywords for a letter that comes in at this desk, from the letters filed in its case files; the surest first. The first time takes
 * some seconds on a full desk, in small steps. What is no longer readable here is forgotten.
 */
export async function proposeKeywordsHere(
  store: Store,
  viewer: Viewer,
  { words: pages, coverSheet, isMail = false }: LetterHere,
  receivedOn: Day,
): Promise<KeywordProposal[]> {
  const memory = await learn(store, viewer);
  const valid = listKeywords(store.db, receivedOn).filter(({ isValid }) => isValid);
  const names = new Map(valid.map(({ id, name }) => [id, name]));
  const letter = featuresOf(pages, { isMail, pageCount: pages.length }, salt);
  const hasText = pages.some(({ text }) => text.trim() !== '');
  return proposeKeywords({ letter, hasText, coverSheet }, countsFor(memory, letter), names);
}

/**
 * The case files of this desk in whose letters the numbers of others stand, from what `proposeKeywordsHere` has read; a number in more files
 * than a few is that of an office.
 */
export function learnedReferencesHere(store: Store, { references }: LetterFinds): LearnedReference[] {
  const memory = [...(memories.get(store)?.values() ?? [])];
  return [...new Set(references.map(({ number }) => number))].flatMap((number) => {
    const caseFileIds = new Set(memory.filter((one) => one.references.includes(number)).map((one) => one.caseFileId));
    if (caseFileIds.size > mostFilesOfNumber) return [];
    return [...caseFileIds].map((caseFileId) => ({ number, caseFileId, caseFiles: caseFileIds.size }));
  });
}

async function learn(store: Store, viewer: Viewer): Promise<Memory> {
  const before: Memory = memories.get(store) ?? new Map();
  const after: Memory = new Map();
  let read = 0;
  for (const one of listFiledLetters(store.db, viewer, mostOfKeyword)) {
    // The text of a version never changes.
    const known = before.get(one.versionId);
    if (!known) {
      read += 1;
      if (read % readAtOnce === 0) await setImmediate();
    }
    const said = known ?? saidIn(store, one);
    const { keywordId, caseFileId } = one;
    if (said) after.set(one.versionId, { ...said, keywordId, caseFileId });
  }
  memories.set(store, after);
  return after;
}

/** Null where no page of it has text. */
function saidIn({ db }: Store, one: FiledLetter): Pick<Learned, 'features' | 'references'> | null {
  const pages = [1, 2].flatMap((number): PageWords[] => {
    const text = pageTextOf(db, one.caseFileId, one.versionId, number);
    return text === null ? [] : [{ number, text, words: [] }];
  });
  if (pages.length === 0) return null;
  const references = findReferences(pages).map(({ number }) => number);
  return { features: featuresOf(pages, one, salt).features, references: [...new Set(references)] };
}

function countsFor(memory: Memory, { features }: LetterFeatures): LearnedCounts {
  const wanted = new Set(features);
  const keywords = new Map<Id, number>();
  const counts = new Map<string, LearnedCounts['features'][number]>();
  for (const { keywordId, features: own } of memory.values()) {
    keywords.set(keywordId, (keywords.get(keywordId) ?? 0) + 1);
    for (const feature of own) {
      if (!wanted.has(feature)) continue;
      const key = `${feature}/${keywordId}`;
      counts.set(key, { feature, keywordId, documents: (counts.get(key)?.documents ?? 0) + 1 });
    }
  }
  return { features: [...counts.values()], keywords };
}
