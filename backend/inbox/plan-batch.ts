import type { Filing } from '../../core/commands/document-parts.ts';
import type { InboxBatchAct } from '../../core/contract/inbox-batch-shapes.ts';
import type { Id } from '../../core/domain/ids.ts';
import { knownPlace } from '../../core/letters/known-place.ts';
import { whereItWent } from '../../core/letters/at-station.ts';
import { dayOf } from '../../core/domain/moments.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { findCaseFiles } from '../../db/queries/case-files.ts';
import { knownContent } from '../../db/queries/known-content.ts';
import { workerNames } from '../../db/queries/names.ts';
import { isAnyProtected, type Keyword, listKeywords, listTeams, listWorkers } from '../../db/queries/office.ts';
import { readRecord } from '../../db/records.ts';
import { mayInScope } from '../../db/scopes.ts';
import type { BatchCommand } from '../commands/run-batch.ts';
import { type OpenDesk, viewerOf } from '../context.ts';
import { wayBackOf } from './plan-return.ts';

export type PlannedLetter = {
  itemId: Id;
  title: string;
  place: string | null;
  note: string | null;
  leftOut: string | null;
  /** One after the other; none where it is left out. */
  commands: BatchCommand[];
};
type Letter = { inboxId: Id; itemId: Id; item: BodyOf<'inboxItem'> };
type Planned = Omit<PlannedLetter, 'itemId' | 'title'>;
type FileAct = Extract<InboxBatchAct, { kind: 'file' }>;

const left = (leftOut: string, place: string | null = null): Planned => ({ place, note: null, leftOut, commands: [] });

/** What an act would do with each letter, and why it leaves some out; nothing is changed. */
export function planBatch(desk: OpenDesk, inboxId: Id, itemIds: readonly Id[], act: InboxBatchAct): PlannedLetter[] {
  const planOne = plannerOf(desk, inboxId, act);
  const viewer = viewerOf(desk);
  const nameOf = workerNames(desk.store.db);
  return [...new Set(itemIds)].map((itemId) => {
    const item = readRecord(desk.store.db, 'inboxItem', inboxId, itemId);
    if (!item) return { itemId, title: 'Ohne Titel', ...left('Das Schreiben ist nicht mehr in diesem Postkorb.') };
    const isOpen = item.state === 'open';
    const other = item.claimedBy && item.claimedBy !== viewer.workerId ? nameOf(item.claimedBy) : null;
    const planned = !isOpen
      ? left(whereItWent(item))
      : other
        ? left(`${other} hat das Schreiben zur Bearbeitung übernommen.`)
        : planOne({ inboxId, itemId, item });
    return { itemId, title: item.title || 'Ohne Titel', ...planned };
  });
}

function plannerOf(desk: OpenDesk, inboxId: Id, act: InboxBatchAct): (letter: Letter) => Planned {
  if (act.kind === 'file') return filingPlanner(desk, act);
  return act.kind === 'forward' ? forwardingPlanner(desk, inboxId, act) : returningPlanner(desk, act.reason);
}

function returningPlanner({ store }: OpenDesk, reason: string): (letter: Letter) => Planned {
  return ({ inboxId, itemId, item }) => {
    const way = wayBackOf(store.db, { inboxId, itemId, item });
    if (way.why !== null) return left(way.why);
    return { place: 'Scanstelle', note: way.note, leftOut: null, commands: way.commands(reason) };
  };
}

function forwardingPlanner(
  desk: OpenDesk,
  inboxId: Id,
  { targetInboxId, remark }: Extract<InboxBatchAct, { kind: 'forward' }>,
): (letter: Letter) => Planned {
  const place = nameOfInbox(desk, targetInboxId);
  return ({ itemId }) => {
    if (targetInboxId === inboxId) return left('Das Schreiben liegt schon in diesem Postkorb.', place);
    const args = { inboxId, itemId, targetInboxId, newItemId: desk.newId(), remark: remark || null };
    return { place, note: null, leftOut: null, commands: [{ name: 'forwardInboxItem', args }] };
  };
}

function nameOfInbox({ store }: OpenDesk, inboxId: Id): string {
  const worker = listWorkers(store.db).find((one) => one.inboxId === inboxId);
  if (worker) return `${worker.familyName}, ${worker.givenName}`;
  return listTeams(store.db).find((one) => one.inboxId === inboxId)?.name ?? 'Postkorb';
}

function filingPlanner(desk: OpenDesk, act: FileAct): (letter: Letter) => Planned {
  const { db } = desk.store;
  const keywords = new Map(listKeywords(db, dayOf(desk.now())).map((keyword) => [keyword.id, keyword]));
  const names = new Map<Id, string | null>();
  const nameOf = (caseFileId: Id): string | null => {
    if (!names.has(caseFileId)) names.set(caseFileId, caseName(desk, caseFileId));
    return names.get(caseFileId) ?? null;
  };
  return ({ inboxId, itemId, item }) => {
    const caseFileId = act.caseFileId ?? chosen(item.proposedCase)?.caseFileId;
    const keywordId = act.keywordId ?? chosen(item.proposedKeyword)?.keywordId;
    const keyword = keywordId ? keywords.get(keywordId) : undefined;
    const caseWords = caseFileId ? (nameOf(caseFileId) ?? item.proposedCase?.title ?? null) : null;
    const place = [caseWords, keyword?.name].filter(Boolean).join(' · ') || null;
    if (!caseFileId) return left('Es ist keine Akte vorgeschlagen.', place);
    if (!keyword) return left('Es ist kein Schlagwort vorgeschlagen.', place);
    const unsure = unsureWords(act, item);
    const known = knownOf(desk, { inboxId, itemId, item }, caseFileId);
    const reason = reasonAgainst(desk, { caseFileId, item, unsure: act.withUnsure ? null : unsure, same: known.here });
    if (reason) return left(reason, place);
    const isProtected = isAnyProtected(db, [keyword.id]);
    const args = {
      inboxId,
      itemId,
      caseFileId,
      documentId: desk.newId(),
      filing: filingOf(item, keyword, isProtected),
    };
    const closed = readRecord(db, 'caseFile', caseFileId, caseFileId)?.state === 'closed' ? closedWords : null;
    const note = [closed, unsure, known.elsewhere, keyword.rules.copyHint].filter(Boolean).join(' ') || null;
    return { place, note, leftOut: null, commands: [{ name: 'fileInboxItem', args }] };
  };
}

const closedWords = 'Die Akte ist geschlossen (zdA).';

const chosen = <Proposal extends { confidence: string }>(proposal: Proposal | null): Proposal | null =>
  proposal?.confidence === 'none' ? null : proposal;

function caseName(desk: OpenDesk, caseFileId: Id): string | null {
  const [found] = findCaseFiles(desk.store.db, viewerOf(desk), [caseFileId]);
  return found ? `${found.title} · ${found.fileNumber}` : null;
}

function unsureWords(act: FileAct, item: BodyOf<'inboxItem'>): string | null {
  const isCaseUnsure = act.caseFileId === null && item.proposedCase?.confidence !== 'sure';
  const isKeywordUnsure = act.keywordId === null && item.proposedKeyword?.confidence !== 'sure';
  if (isCaseUnsure && isKeywordUnsure) return 'Akte und Schlagwort sind nicht sicher.';
  if (isCaseUnsure) return 'Die Akte ist nicht sicher.';
  return isKeywordUnsure ? 'Das Schlagwort ist nicht sicher.' : null;
}

/** Whether the same lies in the file it would go to, and whether it lies elsewhere, wherever she may read: each in a sentence. */
function knownOf(desk: OpenDesk, { inboxId, itemId, item }: Letter, caseFileId: Id) {
  const version = readRecord(desk.store.db, 'version', inboxId, item.versionId);
  const known = version ? knownContent(desk.store.db, viewerOf(desk), version, itemId) : [];
  const here = known.find(({ scopeId }) => scopeId === caseFileId);
  const elsewhere = known.find(({ scopeId }) => scopeId !== caseFileId);
  return {
    here: here ? `${knownPlace(here, true)} „${here.title}“.` : null,
    elsewhere: elsewhere ? `${knownPlace(elsewhere, false)} „${elsewhere.title}“.` : null,
  };
}

type Doubt = { caseFileId: Id; item: BodyOf<'inboxItem'>; unsure: string | null; same: string | null };

function reasonAgainst(desk: OpenDesk, { caseFileId, item, unsure, same }: Doubt): string | null {
  if (unsure) return unsure;
  if (item.title.trim() === '') return 'Das Schreiben hat keinen Titel.';
  if (!mayInScope(desk.store.db, caseFileId, 'write', desk.now())) return 'In diese Akte dürfen Sie nichts ablegen.';
  return same;
}

function filingOf(item: BodyOf<'inboxItem'>, keyword: Keyword, isProtected: boolean): Filing {
  const { title, letterDate, receivedDate, sender, direction } = item;
  return { title: title.trim(), keywordIds: [keyword.id], letterDate, receivedDate, sender, direction, isProtected };
}
