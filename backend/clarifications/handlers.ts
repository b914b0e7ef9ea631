import type { DeskHandlers, Shape } from '../../core/contract/desk.ts';
import type { clarificationList } from '../../core/contract/desk-shapes.ts';
import { AppError } from '../../core/domain/errors.ts';
import { lateWorkCode, listClarifications, readClarification } from '../../db/clarifications.ts';
import { caseFileHead } from '../../db/queries/case-files.ts';
import { workerNames } from '../../db/queries/names.ts';
import { type BackendContext, type OpenDesk, viewerOf } from '../context.ts';
import { actionsFor, isUnderstood, newerWords, settle } from './actions.ts';
import { contentWords, type FieldInWords } from './content-words.ts';
import { lateWorkToDecide, ownLateWork, settleLateWork } from './late-work.ts';
import { noteVersions } from './note-overlaps.ts';
import { ownOverlaps, settleOverlap } from './overlaps.ts';
import { refusalWords } from './refusal-words.ts';
import { standingWords } from './standing-words.ts';

type Rows = Shape<typeof clarificationList>['rows'];

/** Clarifications (Klärung): what the centre did not take over, with the worker's content, until she settles it. */
export function clarificationHandlers(context: BackendContext): DeskHandlers['clarifications'] {
  return {
    list: () => ({ rows: openClarifications(context.desk()) }),
    settle: ({ clarificationId, action, reason }) => {
      const desk = context.desk();
      if (settleOverlap(desk, clarificationId, action)) return {};
      if (settleLateWork(desk, clarificationId, action, reason ?? '')) return {};
      const refusal = readClarification(desk.store.db, clarificationId);
      if (!refusal) throw new AppError('not_found', 'Das ist schon geklärt.');
      settle(desk, refusal, action);
      return {};
    },
  };
}

/** All that waits in "Klärung": late work, what does not stand of hers, what the centre did not take over. */
export function openClarifications(desk: OpenDesk): Rows {
  return [
    ...[...lateWorkToDecide(desk), ...ownOverlaps(desk), ...noteVersions(desk), ...ownLateWork(desk)],
    ...ownRefusals(desk),
  ];
}

function ownRefusals(desk: OpenDesk): Rows {
  const { db } = desk.store;
  const viewer = viewerOf(desk);
  const nameOf = workerNames(db);
  const refusals = listClarifications(db).filter(({ code }) => code !== lateWorkCode);
  return refusals.map((refusal) => ({
    clarificationId: refusal.id,
    kind: 'refusal' as const,
    byName: null,
    commandName: refusal.name,
    label: refusal.label,
    at: refusal.at,
    refusedAt: refusal.refusedAt,
    code: refusal.code,
    message: messageOf(refusalWords(db, viewer, nameOf, refusal), refusal),
    caseFileId: refusal.caseFileId,
    caseTitle: refusal.caseFileId ? (caseFileHead(db, refusal.caseFileId)?.title ?? null) : null,
    content: contentWords(db, refusal.args),
    ...shown(standingWords(desk, refusal)),
    actions: actionsFor(desk, refusal),
  }));
}

const shown = (standing: FieldInWords[]) => (standing.length > 0 ? { standing } : {});

const messageOf = (words: string, refusal: { name: string; args: unknown }): string =>
  isUnderstood(refusal) ? words : `${words} ${newerWords}`;
