import type { CommandArgs } from '../../core/commands/registry.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Day } from '../../core/domain/moments.ts';
import { AppError } from '../../core/domain/errors.ts';
import { basketOf, type InboxChoice, type InboxHouse, inboxesFor } from '../../core/letters/choose-inbox.ts';
import { type CaseDecision, decideCase } from '../../core/letters/decide-routing.ts';
import { findInLetter, type LetterFinds } from '../../core/letters/letter-finds.ts';
import type { KeywordProposal } from '../../core/letters/propose-keywords.ts';
import { readLetter } from '../../core/letters/read-letter.ts';
import { type CaseFacts, knownCase, type LearnedReference, weighFinds } from '../../core/letters/weigh-finds.ts';
import { findLetterCases } from '../../db/queries/letter-cases.ts';
import { houseHere, withoutExcludedHere } from '../../db/queries/inbox-choice.ts';
import { listKeywords } from '../../db/queries/office.ts';
import type { Viewer } from '../../db/queries/viewer.ts';
import type { ReadableDb } from '../../db/sql.ts';
import type { ReadDocument } from '../../intake/station/stack-reading.ts';

type Delivery = CommandArgs<'deliverInboxItem'>;
/** A letter with the keywords that are proposed for it, the surest first, and the files in which numbers of others were seen before. */
export type LetterToPlace = {
  read: Pick<ReadDocument, 'words' | 'coverSheet' | 'concerns'>;
  keywords: readonly KeywordProposal[];
  learnedFor: (finds: LetterFinds) => readonly LearnedReference[];
};
export type PlacedLetter = Omit<Delivery, 'itemId' | 'content' | 'pageTexts'>;

/**
 * Where a letter scanned at this desk goes and what is proposed for it, from the files that lie here: by its cover sheet, else to
 * whoever keeps the file it surely belongs to or stands in for her, past everybody who is kept out of it; else into the Postkorb of her who
 * scans, or that of her team. Nothing is asked of the centre.
 */
export function placeLetter(
  db: ReadableDb,
  viewer: Viewer,
  { read, keywords, learnedFor }: LetterToPlace,
  receivedOn: Day,
): PlacedLetter {
  const { words: pages, coverSheet } = read;
  const found = findCaseHere(db, viewer, findInLetter(pages, coverSheet, null), learnedFor);
  const { decision } = found;
  const { inboxId, remark } = inboxFor(db, viewer, decision, coverSheet?.inboxId ?? null);
  const [proposedKeyword = null, ...keywordAlternatives] = keywords;
  const keyword = listKeywords(db, receivedOn).find(({ id }) => id === proposedKeyword?.keywordId);
  const remarks = [remark, ...read.concerns].filter((words) => words !== null);
  return {
    inboxId,
    ...readLetter(pages, { keywordName: keyword?.name ?? null, receivedOn }),
    ...{ receivedDate: receivedOn, direction: 'incoming', source: 'scan' },
    proposedCase: found.proposedCase,
    ...{ proposedKeyword, keywordAlternatives },
    candidates: found.candidates,
    remark: remarks.length > 0 ? remarks.join(' ').slice(0, 500) : null,
  };
}

export type FoundCase = { decision: CaseDecision } & Pick<PlacedLetter, 'proposedCase' | 'candidates'>;

/** The case file of this desk a letter belongs to, where that is sure, and those that may be meant. */
export function findCaseHere(
  db: ReadableDb,
  viewer: Viewer,
  finds: LetterFinds,
  learnedFor: LetterToPlace['learnedFor'],
): FoundCase {
  const learned = learnedFor(finds);
  const files = findLetterCases(
    db,
    viewer,
    finds,
    learned.map(({ caseFileId }) => caseFileId),
  );
  const decision = decideCase(weighFinds(finds, files, learned), files.map(knownCase));
  const candidates = decision.candidates
    .filter(({ caseFileId }) => caseFileId !== decision.caseFileId)
    .map(({ caseFileId, confidence, explanation }) => ({
      ...{ caseFileId, confidence },
      explanation: explanation.slice(0, 300),
    }));
  return {
    ...{ decision, candidates },
    proposedCase: proposedCase(decision.caseFileId, decision.explanation, files),
  };
}

type Place = { inboxId: Id; remark: string | null };

function inboxFor(db: ReadableDb, viewer: Viewer, decision: CaseDecision, named: Id | null): Place {
  const { workerId, caseFileId } = decision;
  const remark = caseFileId ? null : decision.remark;
  if (named) return { inboxId: named, remark };
  const house = houseHere(db, viewer.now);
  const allowed = (inboxes: InboxChoice[], files: readonly (Id | undefined)[]) =>
    files.reduce(
      (left, file) => (file ? withoutExcludedHere(db, house, { caseFileId: file, now: viewer.now }, left) : left),
      inboxes,
    );
  if (workerId !== null) {
    const [best] = allowed(inboxesFor(house, workerId), [caseFileId ?? decision.candidates[0]?.caseFileId]);
    if (best) return { inboxId: best.inboxId, remark: best.isSubstitute ? 'In Vertretung.' : remark };
  }
  const here = ownInboxes(house, viewer.workerId);
  const [first] = here;
  if (!first) throw new AppError('conflict', 'Weder Sie noch Ihr Team haben einen Postkorb für dieses Schreiben.');
  const candidates = decision.candidates.map((one) => one.caseFileId);
  const [open = first] = allowed(here, candidates);
  return {
    inboxId: open.inboxId,
    remark: workerId === null ? remark : 'Der Postkorb der zuständigen Person ist nicht erreichbar.',
  };
}

/** Where a letter goes that belongs to nobody known: the Postkorb of her who scans, that of her team, then those of other teams. */
function ownInboxes(house: InboxHouse, workerId: Id): InboxChoice[] {
  const own = house.workers.get(workerId);
  const inboxIds = [
    own?.isActive ? own.inboxId : null,
    basketOf(house, workerId),
    ...[...house.teams.values()].map(({ inboxId }) => inboxId),
  ];
  return [...new Set(inboxIds)].flatMap((inboxId) =>
    inboxId ? [{ inboxId, workerId: null, isSubstitute: false }] : [],
  );
}

function proposedCase(
  caseFileId: Id | null,
  explanation: string,
  files: readonly CaseFacts[],
): PlacedLetter['proposedCase'] {
  const file = files.find((one) => one.caseFileId === caseFileId);
  if (!file) return null;
  const { fileNumber, title } = file.caseFile;
  return {
    ...{ caseFileId: file.caseFileId, fileNumber: fileNumber.slice(0, 60), title: title.slice(0, 200) },
    ...{ confidence: 'sure', explanation: explanation.slice(0, 300) },
  };
}
