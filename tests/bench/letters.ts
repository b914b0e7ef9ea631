import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Id } from '../../core/domain/ids.ts';
import { learnFiled } from '../../central/intake/proposals/learn-filed.ts';
import { proposeFiling } from '../../central/intake/proposals/propose-filing.ts';
import { routeDocument } from '../../central/intake/routing/routing.ts';
import type { Database } from '../../central/store/database.ts';
import { sampleId } from '../../demo/filling/sample-ids.ts';
import { type Figure, median, milliseconds, timed } from './figures.ts';
import { measureDeadlines } from './letters/deadlines.ts';
import { openLetterStore } from './letters/letter-store.ts';
import { measureNames } from './letters/names.ts';
import { officeFor, type SampleLetter, sampleLetters, withNoise } from './letters/samples.ts';

type Tally = Record<'count' | 'first' | 'three' | 'unchanged' | 'wrongButSure', number>;
type Routes = Record<'count' | 'right' | 'wrong' | 'open' | 'openWithRight', number>;

/**
 * Proposals and routing on letters of the sample office that nothing was learned from: four fifths of all incoming documents are
 * filed and learned, every fifth comes as new post. Its letters come from templates: real post is more manifold.
 */
export async function measureLetters(isQuick: boolean): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aktenpult-bench-'));
  const office = officeFor(isQuick ? 60 : 160);
  const letters = sampleLetters(office);
  const store = await openLetterStore(
    folder,
    office,
    letters.filter(({ isHeldOut }) => !isHeldOut),
  );
  try {
    const learning = await timed(async () => {
      while (await learnFiled(store.database));
    });
    const heldOut = letters.filter(({ isHeldOut }) => isHeldOut);
    const learned = letters.length - heldOut.length;
    return [
      ...(await measure(store.database, heldOut, 'as written', { learned, learning })),
      ...(await measure(store.database, heldOut.map(noisy), 'as bad recognition reads them', { learned, learning })),
      ...(await measureNames(store.database, heldOut, 'as written')),
      ...(await measureNames(store.database, heldOut.map(noisy), 'as bad recognition reads them')),
      measureDeadlines(heldOut, 'as written'),
      measureDeadlines(heldOut.map(noisy), 'as bad recognition reads them'),
    ];
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const noisy = (letter: SampleLetter): SampleLetter => ({
  ...letter,
  pages: withNoise(letter.pages, letter.document.key),
});

async function measure(
  database: Database,
  letters: readonly SampleLetter[],
  how: string,
  { learned, learning }: { learned: number; learning: number },
): Promise<Figure[]> {
  const tally: Tally = { count: 0, first: 0, three: 0, unchanged: 0, wrongButSure: 0 };
  const routes: Routes = { count: 0, right: 0, wrong: 0, open: 0, openWithRight: 0 };
  const took: number[] = [];
  for (const letter of letters) {
    took.push(
      await timed(async () => {
        const isKeywordRight = await countProposal(database, letter, tally);
        const isCaseRight = await countRoute(database, letter, routes);
        if (isKeywordRight && isCaseRight) tally.unchanged += 1;
      }),
    );
  }
  const share = (count: number, of: number) => `${((100 * count) / of).toFixed(1)} %`;
  const each = milliseconds(median(took.sort((left, right) => left - right)));
  return [
    {
      what: `keyword of ${tally.count} letters that were not learned, ${how}; learned from ${learned} in ${Math.round(learning)} ms`,
      ours: `first right ${share(tally.first, tally.count)}, among three ${share(tally.three, tally.count)}, filed unchanged with one key ${share(tally.unchanged, tally.count)}, sure and wrong ${tally.wrongButSure}`,
      budget: 'first right ≥ 90 %',
      beside: `always the commonest keyword: ${share(commonest(letters), letters.length)}`,
      ratio: `${(tally.first / Math.max(1, commonest(letters))).toFixed(1)}×`,
    },
    {
      what: `Postkorb of the same letters, ${how}; proposal and routing of one: ${each}`,
      ours: `right ${share(routes.right, routes.count)}, wrong ${routes.wrong}, to the basket ${share(routes.open, routes.count)} (of these with the right file among the candidates ${routes.openWithRight})`,
      budget: 'wrong 0',
      beside: 'by hand: all',
      ratio: '—',
    },
  ];
}

function commonest(letters: readonly SampleLetter[]): number {
  const counts = Map.groupBy(letters, ({ document }) => document.keywordKey);
  return Math.max(...[...counts.values()].map((own) => own.length));
}

/** True when the keyword is sure and right. */
async function countProposal(database: Database, { document, pages }: SampleLetter, tally: Tally): Promise<boolean> {
  const isMail = document.form === 'mail';
  const filing = await proposeFiling(database, { pages, isMail, coverSheet: null, receivedOn: document.receivedDate });
  const right = sampleId(document.keywordKey);
  const isFirst = filing.proposedKeyword?.keywordId === right;
  const isSure = filing.proposedKeyword?.confidence === 'sure';
  tally.count += 1;
  if (isFirst) tally.first += 1;
  if (isSure && !isFirst) tally.wrongButSure += 1;
  const three: (Id | undefined)[] = [filing.proposedKeyword, ...filing.keywordAlternatives].map(
    (one) => one?.keywordId,
  );
  if (three.includes(right)) tally.three += 1;
  return isFirst && isSure;
}

/** True when the letter goes to the worker of its case file. */
async function countRoute(
  database: Database,
  { document, household, pages }: SampleLetter,
  routes: Routes,
): Promise<boolean> {
  const receivedOn = document.receivedDate;
  const found = await routeDocument(database, { pages, coverSheet: null, station: null, baskets: [], receivedOn });
  const right = sampleId(household.key);
  routes.count += 1;
  if (found.caseFileId === right) routes.right += 1;
  else if (found.caseFileId !== null) routes.wrong += 1;
  else {
    routes.open += 1;
    if (found.candidates.some(({ caseFileId }) => caseFileId === right)) routes.openWithRight += 1;
  }
  return found.caseFileId === right;
}
