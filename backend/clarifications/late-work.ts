import { schemaOf, workOf } from '../../core/commands/late-work.ts';
import { inTodaysShape } from '../../core/commands/shapes.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import {
  lateWorkCode,
  listClarifications,
  removeClarification,
  type StoredClarification,
} from '../../db/clarifications.ts';
import { caseFileHead } from '../../db/queries/case-files.ts';
import { type LateWork, listLateWorkToDecide, listOpenLateWork, listOwnLateWork } from '../../db/queries/late-work.ts';
import { type NameOf, workerNames } from '../../db/queries/names.ts';
import { readScope } from '../../db/scopes.ts';
import { inTransaction } from '../../db/sql.ts';
import { actorOf } from '../commands/desk.ts';
import { type OpenDesk, perform, viewerOf } from '../context.ts';
import { type ActionName, newerWords } from './actions.ts';
import { contentWords } from './content-words.ts';
import { whenInWords } from './refusal-words.ts';

const decisions = [
  { action: 'adopt' as const, label: 'Übernehmen' },
  { action: 'decline' as const, label: 'Ablehnen …' },
];

/** Late work of others that this worker decides on: for files and Postkörbe of her own and of those she stands in for. */
export function lateWorkToDecide(desk: OpenDesk) {
  const { db } = desk.store;
  const viewer = viewerOf(desk);
  const nameOf = workerNames(db);
  return listLateWorkToDecide(db, viewer, actorOf(db).role).map((work) => ({
    ...cardOf(desk, work),
    kind: 'lateWork' as const,
    byName: work.authorId === viewer.workerId ? null : nameOf(work.authorId),
    message: `Nachlauf von ${nameOf(work.authorId)}: Der Zugriff hatte geendet, bevor dies abgeglichen wurde.${workOf(work) ? '' : ` ${newerWords}`}`,
    actions: workOf(work) ? decisions : [],
  }));
}

/** Her own late work: that it waits, and with whom; then what became of it, until she has seen it. */
export function ownLateWork(desk: OpenDesk) {
  const { db } = desk.store;
  const viewer = viewerOf(desk);
  const nameOf = workerNames(db);
  const own = listOwnLateWork(db, viewer);
  const known = new Set(own.map(({ id }) => id));
  const onTheirWay = listClarifications(db).filter(
    (refusal) => refusal.code === lateWorkCode && !known.has(refusal.id) && isStillComing(desk, refusal),
  );
  return [
    ...own.map((work) => ({
      ...cardOf(desk, work),
      kind: 'ownLateWork' as const,
      byName: null,
      message: ownWords(work, nameOf, viewer.now),
      actions: work.state === 'open' ? [] : [{ action: 'acknowledge' as const, label: 'Zur Kenntnis genommen' }],
    })),
    ...onTheirWay.map((refusal) => ({
      ...{ clarificationId: refusal.id, kind: 'ownLateWork' as const, byName: null, commandName: refusal.name },
      ...{ label: refusal.label, at: refusal.at, refusedAt: refusal.refusedAt, code: refusal.code },
      message: waitingWords(nameOf, (refusal.details.ownerId as Id | null | undefined) ?? null),
      ...{ caseFileId: null, caseTitle: null, content: contentWords(db, refusal.args), actions: [] },
    })),
  ];
}

/** The centre's record of it has not reached this desk yet; one that came and has gone was seen on another of her desks. */
function isStillComing(desk: OpenDesk, refusal: StoredClarification): boolean {
  const version = refusal.details.ownVer;
  if (typeof version !== 'number') return true;
  return (readScope(desk.store.db, viewerOf(desk).workerId)?.known ?? 0) < version;
}

function cardOf(desk: OpenDesk, work: LateWork) {
  const { db } = desk.store;
  const head = work.placeKind === 'c' ? caseFileHead(db, work.placeId) : null;
  return {
    clarificationId: work.id,
    commandName: work.name,
    label: work.label,
    at: work.atDesk,
    refusedAt: work.settledAt ?? work.atDesk,
    code: lateWorkCode,
    caseFileId: head ? work.placeId : null,
    caseTitle: head?.title ?? null,
    content: contentWords(db, inTodaysShape({ ...work, schema: schemaOf(work) }).args),
  };
}

function waitingWords(nameOf: NameOf, ownerId: Id | null): string {
  return `Ihr Zugriff hatte geendet, bevor dies abgeglichen wurde. Es wartet ${ownerId ? `bei ${nameOf(ownerId)} ` : ''}auf Übernahme.`;
}

function ownWords(work: LateWork, nameOf: NameOf, now: string): string {
  if (work.state === 'open') return waitingWords(nameOf, work.ownerId);
  const who = work.settledBy ? nameOf(work.settledBy) : 'Die zuständige Person';
  const when = work.settledAt ? ` ${whenInWords(work.settledAt, now)}` : '';
  if (work.state === 'adopted') return `${who} hat Ihren Nachlauf${when} übernommen.`;
  return `${who} hat Ihren Nachlauf${when} abgelehnt: ${work.settleReason ?? ''}`;
}

/** Settles late work; false when the id names none. Throws AppError when it cannot be done, and it stays. */
export function settleLateWork(desk: OpenDesk, lateWorkId: Id, action: ActionName, reason: string): boolean {
  if (action === 'acknowledge') {
    perform(desk, 'acknowledgeLateWork', { workerId: viewerOf(desk).workerId, lateWorkId });
    inTransaction(desk.store.db, () => removeClarification(desk.store.db, lateWorkId));
    desk.changes.tell('clarifications', {});
    return true;
  }
  if (action !== 'adopt' && action !== 'decline') return false;
  const work = listOpenLateWork(desk.store.db, viewerOf(desk)).find(({ id }) => id === lateWorkId);
  if (!work) throw new AppError('not_found', 'Über diesen Nachlauf ist schon entschieden.');
  const { placeId, authorId, name, args } = work;
  const schema = schemaOf(work);
  if (action === 'adopt') perform(desk, 'adoptLateWork', { placeId, lateWorkId, authorId, name, args, schema });
  else perform(desk, 'declineLateWork', { placeId, lateWorkId, authorId, reason });
  desk.changes.tell('clarifications', {});
  return true;
}
