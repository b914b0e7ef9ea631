import type { Id } from '../../../core/domain/ids.ts';
import type { Day } from '../../../core/domain/moments.ts';
import { basketOf, type InboxChoice, inboxesFor } from '../../../core/letters/choose-inbox.ts';
import type { CoverSheet } from '../../../core/letters/cover-sheet.ts';
import { type CaseDecision, decideCase } from '../../../core/letters/decide-routing.ts';
import { findInLetter } from '../../../core/letters/letter-finds.ts';
import { isNamedByNumber } from '../../../core/letters/named-by-number.ts';
import type { PageWords } from '../../../core/letters/page-words.ts';
import { type CaseFacts, knownCase, weighFinds } from '../../../core/letters/weigh-finds.ts';
import type { Queryable } from '../../store/database.ts';
import { basketAt, type BasketSetting } from './baskets.ts';
import { findCaseFiles } from './find-case-files.ts';
import { findLearned } from './find-learned.ts';
import { type House, readHouse, withoutExcluded } from './find-inbox.ts';

export type Letter = {
  pages: PageWords[];
  coverSheet: CoverSheet | null;
  /** The address a mail came from. */
  sender?: string | null;
  /** Where it came in, and the baskets that are set for what belongs to nobody known. */
  station: string | null;
  baskets: readonly BasketSetting[];
  /** Where it lies already: there it stays when it belongs to nobody known. */
  liesIn?: Id;
  receivedOn: Day;
};

/** Known to the centre only: `fileNumber`, `title` and `workerName` must not be sent to those who may not read the file. */
export type RoutingCandidate = {
  caseFileId: Id;
  fileNumber: string;
  title: string;
  workerName: string;
  explanation: string;
  confidence: 'sure' | 'likely';
};

export type Routing = {
  inboxId: Id;
  /** Set only where it is sure. */
  caseFileId: Id | null;
  confidence: 'sure' | 'likely' | 'none';
  /** "BG-Nummer auf Seite 1, oben rechts" */
  explanation: string;
  /** The surest first, the one of `caseFileId` included. */
  candidates: RoutingCandidate[];
  /** Why it lies in a basket, or with a substitute; without names. */
  remark: string | null;
  /** The file of `caseFileId` is named by a number that leaves no doubt (`isNamedByNumber`). */
  isByNumber: boolean;
};

/** The house has no Postkorb this letter could go to. */
export class NoInboxError extends Error {}

/**
 * Finds the Postkorb of a letter: by its cover sheet, else by what its text says. Only what is sure goes to a worker (or her substitute
 * of now); everything else to the basket, with all candidates. Throws NoInboxError.
 */
export async function routeDocument(database: Queryable, letter: Letter): Promise<Routing> {
  const finds = findInLetter(letter.pages, letter.coverSheet, letter.sender ?? null);
  const learned = await findLearned(database, finds);
  const [files, house] = await Promise.all([
    findCaseFiles(
      database,
      finds,
      learned.map(({ caseFileId }) => caseFileId),
    ),
    readHouse(database),
  ]);
  const decision = decideCase(weighFinds(finds, files, learned), files.map(knownCase));
  const shown = decision.candidates.flatMap((one) => candidateOf(one, files, house));
  const { caseFileId, explanation } = decision;
  const confidence = caseFileId ? 'sure' : shown.length > 0 ? 'likely' : 'none';
  const place = await placeFor(database, letter, decision, house, files);
  const file = files.find((one) => one.caseFileId === caseFileId);
  const isByNumber = file !== undefined && isNamedByNumber(finds, file);
  return { ...place, caseFileId, confidence, explanation, candidates: shown, isByNumber };
}

/** The candidates as they may lie in a Postkorb: without names, since some of its readers may not read the file. */
export function candidatesFor(
  routing: Routing | null,
): { caseFileId: Id; confidence: 'sure' | 'likely'; explanation: string }[] {
  return (routing?.candidates ?? [])
    .filter(({ caseFileId }) => caseFileId !== routing?.caseFileId)
    .map(({ caseFileId, confidence, explanation }) => ({
      ...{ caseFileId, confidence },
      explanation: explanation.slice(0, 300),
    }));
}

type Place = Pick<Routing, 'inboxId' | 'remark'>;

async function placeFor(
  database: Queryable,
  letter: Letter,
  decision: CaseDecision,
  house: House,
  files: readonly CaseFacts[],
): Promise<Place> {
  const named = letter.coverSheet?.inboxId;
  if (named && (await isInbox(database, named))) return { inboxId: named, remark: decision.remark };
  const { workerId, caseFileId } = decision;
  if (workerId !== null) {
    const fileId = caseFileId ?? decision.candidates[0]?.caseFileId;
    const [best] = fileId ? await withoutExcluded(database, fileId, inboxesFor(house, workerId)) : [];
    if (best) return { inboxId: best.inboxId, remark: best.isSubstitute ? 'In Vertretung.' : decision.remark };
  }
  const remark = workerId === null ? decision.remark : 'Der Postkorb der zuständigen Person ist nicht erreichbar.';
  return { inboxId: await basketFor(database, letter, decision, house, files), remark };
}

async function isInbox(database: Queryable, inboxId: Id): Promise<boolean> {
  const { rows } = await database.query(`select 1 from scope where id = $1 and kind = 'o'`, [inboxId]);
  return rows.length > 0;
}

/**
 * The basket chosen for the station, else that of the candidates' team, else the usual one (`basketAt`); one that nobody reads who is kept
 * out of a candidate goes before.
 */
async function basketFor(
  database: Queryable,
  { station, baskets: settings, liesIn }: Letter,
  { candidates }: CaseDecision,
  house: House,
  files: readonly CaseFacts[],
): Promise<Id> {
  const workers = candidates.flatMap(
    ({ caseFileId }) => files.find((file) => file.caseFileId === caseFileId)?.caseFile.workerId ?? [],
  );
  const own = new Set(workers.map((workerId) => basketOf(house, workerId)));
  const basket = basketAt(house, station, settings);
  const baskets = [
    liesIn ?? null,
    basket?.isChosen ? basket.inboxId : null,
    ...(own.size === 1 ? own : []),
    basket?.inboxId ?? null,
    ...[...house.teams.values()].map(({ inboxId }) => inboxId),
  ];
  const known = [...new Set(baskets.filter((inboxId) => inboxId !== null))];
  let open: InboxChoice[] = known.map((inboxId) => ({ inboxId, workerId: null, isSubstitute: false }));
  for (const { caseFileId } of candidates) open = await withoutExcluded(database, caseFileId, open);
  const inboxId = open[0]?.inboxId ?? known[0];
  if (!inboxId) throw new NoInboxError('Für dieses Schreiben gibt es keinen Postkorb eines Teams.');
  return inboxId;
}

function candidateOf(
  { caseFileId, confidence, explanation }: CaseDecision['candidates'][number],
  files: readonly CaseFacts[],
  house: House,
): RoutingCandidate[] {
  const file = files.find((one) => one.caseFileId === caseFileId)?.caseFile;
  if (!file) return [];
  const worker = house.workers.get(file.workerId);
  const workerName = worker ? `${worker.familyName}, ${worker.givenName}` : '';
  return [{ caseFileId, confidence, explanation, workerName, fileNumber: file.fileNumber, title: file.title }];
}
