import type { DeskHandlers } from '../../core/contract/desk.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { findCaseFiles } from '../../db/queries/case-files.ts';
import { findInboxItem, listInboxes, listInboxItems } from '../../db/queries/inbox.ts';
import { knownContent } from '../../db/queries/known-content.ts';
import { openFollowUpsBefore } from '../../db/queries/inbox-follow-ups.ts';
import { isAnyProtected } from '../../db/queries/office.ts';
import { readRecord } from '../../db/records.ts';
import { whyNotRearranged } from '../../core/letters/rearranged-content.ts';
import { actOfLetter } from './act-of-letter.ts';
import { waysOfLetter } from './ways-of-letter.ts';
import { planBatch } from './plan-batch.ts';
import { wayBackOf } from './plan-return.ts';
import { rearrangeLetters } from './rearrange-letters.ts';
import { runInboxBatch } from './run-inbox-batch.ts';
import { type BackendContext, type OpenDesk, perform, requireReadable, viewerOf } from '../context.ts';

/** Incoming post: what waits, what it is, filing and forwarding it. */
export function inboxHandlers(context: BackendContext): DeskHandlers['inbox'] {
  return {
    overview: () => {
      const desk = context.desk();
      return { inboxes: listInboxes(desk.store.db, viewerOf(desk)) };
    },
    list: ({ inboxId, show }) => {
      const desk = context.desk();
      requireReadable(desk, inboxId, 'Postkorb');
      return { rows: listInboxItems(desk.store.db, viewerOf(desk), inboxId, show) };
    },
    item: ({ inboxId, itemId }) => {
      const desk = context.desk();
      requireReadable(desk, inboxId, 'Postkorb');
      return itemDetail(desk, inboxId, itemId);
    },
    file: ({ inboxId, itemId, caseFileId, filing }) => {
      const desk = context.desk();
      const isProtected = filing.isProtected || isAnyProtected(desk.store.db, filing.keywordIds);
      const documentId = desk.newId();
      return perform(desk, 'fileInboxItem', {
        inboxId,
        itemId,
        caseFileId,
        documentId,
        filing: { ...filing, isProtected },
      });
    },
    forward: ({ inboxId, itemId, targetInboxId, remark }) => {
      const desk = context.desk();
      return perform(desk, 'forwardInboxItem', {
        inboxId,
        itemId,
        targetInboxId,
        newItemId: desk.newId(),
        remark: remark === '' ? null : remark,
      });
    },
    claim: (input) => perform(context.desk(), 'claimInboxItem', input),
    release: (input) => perform(context.desk(), 'releaseInboxItem', input),
    rearrange: (input) => rearrangeLetters(context.desk(), input),
    planBatch: ({ inboxId, itemIds, act }) => {
      const desk = context.desk();
      requireReadable(desk, inboxId, 'Postkorb');
      const planned = planBatch(desk, inboxId, itemIds, act);
      return { rows: planned.map(({ commands: _, ...row }) => row) };
    },
    runBatch: ({ inboxId, itemIds, act }) => {
      const desk = context.desk();
      requireReadable(desk, inboxId, 'Postkorb');
      return runInboxBatch(desk, planBatch(desk, inboxId, itemIds, act), act.kind);
    },
  };
}

function itemDetail(desk: OpenDesk, inboxId: Id, itemId: Id) {
  const { db } = desk.store;
  const entry = findInboxItem(db, viewerOf(desk), inboxId, itemId);
  const item = readRecord(db, 'inboxItem', inboxId, itemId);
  const version = item && readRecord(db, 'version', inboxId, item.versionId);
  if (!entry || !item || !version) {
    throw new AppError('not_found', 'Dieses Schreiben ist nicht mehr im Postkorb.');
  }
  const { ownerId: _, createdAt: __, createdBy: ___, ...content } = version;
  const proposed = item.proposedCase;
  const isOnDesk = proposed !== null && findCaseFiles(db, viewerOf(desk), [proposed.caseFileId]).length > 0;
  return {
    ...entry,
    direction: item.direction,
    content,
    proposedCase: proposed && { ...proposed, isOnDesk },
    proposedKeyword: item.proposedKeyword,
    candidates: readableCandidates(desk, item),
    keywordAlternatives: item.keywordAlternatives ?? [],
    deadlines: (item.deadlines ?? []).map(({ day, explanation }) => ({ day, explanation })),
    reasons: item.reasons ?? {},
    followUps:
      proposed && proposed.confidence !== 'none'
        ? openFollowUpsBefore(db, viewerOf(desk), proposed.caseFileId, item.deliveredAt)
        : [],
    known: knownContent(db, viewerOf(desk), content, itemId),
    ...waysOfLetter(desk, inboxId, item),
    whyNotReturned: wayBackOf(db, { inboxId, itemId, item }).why,
    whyNotRearranged: whyNotRearranged(item.title, content),
    undoCommandId: actOfLetter(desk, itemId, item),
  };
}

/** Candidates are kept without names; they are named here, and only those whose file this worker may read now. */
function readableCandidates(desk: OpenDesk, { candidates = [] }: BodyOf<'inboxItem'>) {
  const files = findCaseFiles(
    desk.store.db,
    viewerOf(desk),
    candidates.map(({ caseFileId }) => caseFileId),
  );
  return candidates.flatMap(({ caseFileId, confidence, explanation }) => {
    const file = files.find((one) => one.caseFileId === caseFileId);
    if (!file) return [];
    const { fileNumber, title, workerName } = file;
    return [{ caseFileId, confidence, explanation, fileNumber, title, workerName }];
  });
}
