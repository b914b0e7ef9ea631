import type { CommandArgs } from '../../core/commands/registry.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Day } from '../../core/domain/moments.ts';
import { AppError } from '../../core/domain/errors.ts';
import { decideCase } from '../../core/letters/decide-routing.ts';
import { findDeadlines } from '../../core/letters/find-deadlines.ts';
import { findLetterDate } from '../../core/letters/find-letter-date.ts';
import { findSender } from '../../core/letters/find-sender.ts';
import { findInLetter } from '../../core/letters/letter-finds.ts';
import { proposeTitle } from '../../core/letters/proposal-words.ts';
import type { KeywordProposal } from '../../core/letters/propose-keywords.ts';
import { type CaseFacts, knownCase, weighFinds } from '../../core/letters/weigh-finds.ts';
import { findLetterCases } from '../../db/queries/letter-cases.ts';
import { listKeywords, listTeams, listWorkers } from '../../db/queries/office.ts';
import type { Viewer } from '../../db/queries/viewer.ts';
import type { ReadableDb } from '../../db/sql.ts';
import type { ReadDocument } from '../../intake/station/stack-reading.ts';

type Delivery = CommandArgs<'deliverInboxItem'>;
/** A letter with the keywords that are proposed for it, the surest first. */
export type LetterToPlace = { read: ReadDocument; keywords: readonly KeywordProposal[] };
export type PlacedLetter = Omit<Delivery, 'itemId' | 'content' | 'pageTexts'>;

/**
 * Where a letter scanned at this desk goes and what is proposed for it, from the files that lie here: by its cover sheet, else to
 * whoever keeps the file it surely belongs to, else into the Postkorb of her who scans, or that of her team. Nothing is asked of the centre.
 */
export function placeLetter(
  db: ReadableDb,
  viewer: Viewer,
  { read, keywords }: LetterToPlace,
  receivedOn: Day,
): PlacedLetter {
  const { words: pages, coverSheet } = read;
  const finds = findInLetter(pages, coverSheet, null);
  const files = findLetterCases(db, viewer, finds);
  const decision = decideCase(weighFinds(finds, files, []), files.map(knownCase));
  const workers = listWorkers(db);
  const inboxOf = (workerId: Id | null) =>
    workers.find(({ id, isActive }) => id === workerId && isActive)?.inboxId ?? null;
  const ownTeamId = workers.find(({ id }) => id === viewer.workerId)?.teamId ?? null;
  const basketId = listTeams(db).find(({ id }) => id === ownTeamId)?.inboxId ?? null;
  const inboxId = coverSheet?.inboxId ?? inboxOf(decision.workerId) ?? inboxOf(viewer.workerId) ?? basketId;
  if (!inboxId) throw new AppError('conflict', 'Weder Sie noch Ihr Team haben einen Postkorb für dieses Schreiben.');
  const letterDate = findLetterDate(pages, receivedOn);
  const [proposedKeyword = null, ...keywordAlternatives] = keywords;
  const keyword = listKeywords(db, receivedOn).find(({ id }) => id === proposedKeyword?.keywordId);
  const remarks = [decision.caseFileId ? null : decision.remark, ...read.concerns].filter((words) => words !== null);
  return {
    inboxId,
    title: proposeTitle(pages, { keywordName: keyword?.name ?? null, letterDate, receivedOn }),
    ...{ letterDate, receivedDate: receivedOn, direction: 'incoming', source: 'scan' },
    sender: findSender(pages)?.slice(0, 200) ?? null,
    proposedCase: proposedCase(decision.caseFileId, decision.explanation, files),
    ...{ proposedKeyword, keywordAlternatives },
    candidates: decision.candidates
      .filter(({ caseFileId }) => caseFileId !== decision.caseFileId)
      .map(({ caseFileId, confidence, explanation }) => ({
        ...{ caseFileId, confidence },
        explanation: explanation.slice(0, 300),
      })),
    deadlines: findDeadlines(pages, receivedOn).map(({ day, asWritten, place }) => ({
      day,
      explanation: `„${asWritten}“ auf ${place}`.slice(0, 300),
    })),
    remark: remarks.length > 0 ? remarks.join(' ').slice(0, 500) : null,
  };
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
