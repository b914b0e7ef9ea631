import type { TransferNote } from '../../../core/domain/transfer-note.ts';
import type { PageFinding } from '../../../intake/station/stack-reading.ts';
import type { ReadAnew } from './read-pages-anew.ts';
import type { StackDocument } from './stack-documents.ts';

// What a corrected document says of itself: how sure it is, what to look at, and what was done to its pages.

/** Rounded; null of nothing. */
export const averageOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);

const ofPage = /^(Auf Seite |Seite )(\d+)( .*)$/;

/** Concerns of the documents used and of pages read anew, each page by its place now; of pages that are gone or were read anew none. */
export function concernsAfter(
  pages: readonly number[],
  used: readonly Pick<StackDocument, 'pages' | 'concerns'>[],
  anew: ReadAnew | null,
): string[] {
  const renumbered = (source: Pick<StackDocument, 'pages' | 'concerns'>, isTaken: (page: number) => boolean) =>
    source.concerns.flatMap((concern) => {
      const [, before, place, behind] = ofPage.exec(concern) ?? [];
      if (place === undefined) return source === anew?.read ? [] : concern;
      const page = source.pages[Number(place) - 1] ?? 0;
      return pages.includes(page) && isTaken(page) ? `${before}${pages.indexOf(page) + 1}${behind}` : [];
    });
  const isAnew = (page: number) => anew?.pages.has(page) === true;
  const kept = used.flatMap((document) => renumbered(document, (page) => !isAnew(page)));
  return [...new Set([...kept, ...(anew ? renumbered(anew.read, isAnew) : [])])];
}

type Steps = TransferNote['steps'];
type Corrected = {
  pages: number[];
  sha256: string;
  confidence: number | null;
  concerns: string[];
  /** What was found on those of its pages that were read anew. */
  anew: readonly PageFinding[];
};

/** The note of a document of which the pages, or how they stand, were corrected. */
export function correctedNote(note: TransferNote | undefined, corrected: Corrected): TransferNote | undefined {
  if (!note) return note;
  const { pages, sha256, confidence, concerns, anew } = corrected;
  const isAnew = (page: number) => anew.some((finding) => finding.page === page);
  // Of pages left out it tells those that are still out, of all other steps those that are in; of pages read anew what is true now.
  const steps = note.steps.map((step) => {
    const isOfReading = step.step === 'turned' || step.step === 'straightened' || step.step === 'recognised';
    const isDropped = step.step === 'blankDropped';
    const stays = (page: number) => pages.includes(page) !== isDropped && !(isOfReading && isAnew(page));
    return { ...step, pages: step.pages.filter(stays) };
  });
  const all = [...withSteps(steps, stepsOf(anew)), { step: 'corrected' as const, pages }];
  return {
    ...{ ...note, pages, resultSha256: sha256, confidence, concerns },
    steps: all.filter((step) => step.pages.length > 0).slice(-20),
    visualCheck: { state: 'open', by: null, at: null },
  };
}

function stepsOf(findings: readonly PageFinding[]): Steps {
  const pagesWith = (test: (finding: PageFinding) => boolean) => findings.filter(test).map(({ page }) => page);
  return [
    { step: 'turned', pages: pagesWith(({ turned, isTurnedByHand }) => turned !== 0 && !isTurnedByHand) },
    { step: 'turned', isByHand: true, pages: pagesWith(({ isTurnedByHand }) => isTurnedByHand === true) },
    { step: 'straightened', pages: pagesWith(({ skew }) => skew !== 0) },
    { step: 'recognised', pages: pagesWith(({ confidence }) => confidence !== null) },
  ];
}

/** Pages join a step that is there already. */
function withSteps(steps: Steps, more: Steps): Steps {
  const joined = [...steps];
  for (const step of more) {
    const at = joined.findIndex(
      (one) => one.step === step.step && (one.isByHand ?? false) === (step.isByHand ?? false),
    );
    const known = joined[at];
    if (!known) joined.push(step);
    else joined[at] = { ...known, pages: [...known.pages, ...step.pages].toSorted((left, right) => left - right) };
  }
  return joined;
}
