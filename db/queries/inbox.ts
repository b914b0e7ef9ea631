import type { Id } from '../../core/domain/ids.ts';
import { type Day, dayOf } from '../../core/domain/moments.ts';
import type { BodyOf, ContentFacts } from '../../core/domain/records.ts';
import { openReturns } from '../../core/letters/at-station.ts';
import { idBytes, idOfHex, idText } from '../record-tables.ts';
import { all, first, type ReadableDb, type SqlValue } from '../sql.ts';
import { startOfDay } from './day-bounds.ts';
import { firstOpenFollowUps } from './inbox-follow-ups.ts';
import { keywordNames, type NameOf, workerNames } from './names.ts';
import { substitutedWorkers } from './substitutions.ts';
import { isReadableNow, type Viewer } from './viewer.ts';

export type InboxSummary = {
  inboxId: Id;
  name: string;
  kind: 'own' | 'team' | 'substituted';
  ownerId: Id;
  substitutedFor: string | null;
  openCount: number;
  doneTodayCount: number;
};

/** The Postkörbe the viewer may read: her own, those of teams, those of whom she stands in for; with what is open and done today. */
export function listInboxes(db: ReadableDb, viewer: Viewer): InboxSummary[] {
  const rows = all<{
    id: Buffer;
    name: string;
    kind: 'worker' | 'team';
    owner_id: Buffer;
    open_count: number;
    done_count: number;
  }>(db, selectInboxes, startOfDay(viewer.now), viewer.now);
  const own = idBytes(viewer.workerId);
  const substituted = substitutedWorkers(db, viewer);
  const summaries = rows.map((row): InboxSummary => {
    const kind = row.kind === 'team' ? 'team' : own.equals(row.owner_id) ? 'own' : 'substituted';
    return {
      inboxId: idText(row.id),
      name: row.name,
      kind,
      ownerId: idText(row.owner_id),
      substitutedFor: kind === 'substituted' ? (substituted.get(idText(row.owner_id)) ?? null) : null,
      openCount: row.open_count,
      doneTodayCount: row.done_count,
    };
  });
  const order = { own: 0, substituted: 1, team: 2 };
  return summaries.sort(
    (left, right) => order[left.kind] - order[right.kind] || left.name.localeCompare(right.name, 'de'),
  );
}

/** Sent back to the scan station, which has not dealt with it yet: such a letter stays in sight, however long that takes. */
const isAtStation = `(inbox_item.state = 'forwarded' AND inbox_item.extra LIKE '%"returns"%' AND EXISTS (
      SELECT 1 FROM json_each(inbox_item.extra, '$.returns') AS one WHERE json_extract(one.value, '$.answeredAt') IS NULL))`;

export const selectInboxes = `SELECT inbox.id, inbox.name, inbox.kind, inbox.owner_id,
    (SELECT count(*) FROM inbox_item WHERE scope_id = scope.id AND state = 'open') AS open_count,
    (SELECT count(*) FROM inbox_item WHERE scope_id = scope.id AND state IN ('filed', 'forwarded') AND (done_at >= ? OR ${isAtStation}))
      AS done_count
  FROM scope JOIN inbox ON inbox.id = scope.id
  WHERE scope.kind = 'o' AND ${isReadableNow}`;

export type InboxEntry = {
  itemId: Id;
  inboxId: Id;
  title: string;
  sender: string | null;
  receivedDate: string | null;
  letterDate: string | null;
  deliveredAt: string;
  source: BodyOf<'inboxItem'>['source'];
  pageCount: number | null;
  hasText: boolean;
  kind: ContentFacts['kind'];
  state: 'open' | 'filed' | 'forwarded';
  caseConfidence: 'sure' | 'likely' | 'none';
  keywordConfidence: 'sure' | 'likely' | 'none';
  proposedCaseTitle: string | null;
  proposedKeywordName: string | null;
  /** Why file and keyword are proposed, in one line. */
  explanation: string | null;
  /** How many files may be meant, of those the viewer may read, where none is proposed. */
  candidateCount: number;
  /** The next day something in it is due, else the last one past. */
  nextDeadline: string | null;
  /** Nobody has looked at it at this desk. */
  isUnread: boolean;
  /** The proposed file has an open follow-up that was set before the letter came. */
  isAfterFollowUp: boolean;
  claimedById: Id | null;
  claimedByName: string | null;
  claimedAt: string | null;
  remark: string | null;
  forwardedByName: string | null;
  doneAt: string | null;
  doneByName: string | null;
  filedTo: { caseFileId: Id; caseTitle: string | null; documentId: Id } | null;
  /** Where it went when it was neither filed nor forwarded to a colleague. */
  wentTo: 'atStation' | 'answeredByStation' | 'otherLetters' | null;
  isPending: boolean;
};
type Row = {
  id: string;
  scope_id: string;
  title: string;
  sender: string | null;
  received_date: string | null;
  letter_date: string | null;
  delivered_at: string;
  source: InboxEntry['source'];
  page_count: number | null;
  has_text: number | null;
  kind: InboxEntry['kind'] | null;
  state: InboxEntry['state'];
  proposed_case: string | null;
  proposed_keyword: string | null;
  remark: string | null;
  forwarded_by: string;
  done_at: string | null;
  done_by: string;
  filed_case_file_id: string;
  filed_document_id: string;
  case_title: string | null;
  is_pending: number;
  is_unread: number;
  extra: string | null;
};

const selectItems = `SELECT hex(inbox_item.id) AS id, hex(inbox_item.scope_id) AS scope_id, inbox_item.title, sender, received_date, letter_date, delivered_at,
    source, inbox_item.page_count, version.has_text, version.kind, inbox_item.state, proposed_case, proposed_keyword, remark,
    hex(forwarded_by) AS forwarded_by, done_at, hex(done_by) AS done_by, hex(filed_case_file_id) AS filed_case_file_id,
    hex(filed_document_id) AS filed_document_id, case_file.title AS case_title, inbox_item.is_pending, inbox_item.extra,
    NOT EXISTS (SELECT 1 FROM access_event WHERE access_event.target_id = inbox_item.id AND action = 'read') AS is_unread
  FROM inbox_item
  LEFT JOIN version ON version.scope_id = inbox_item.scope_id AND version.id = inbox_item.version_id
  LEFT JOIN case_file ON case_file.scope_id = filed_case_file_id AND case_file.id = filed_case_file_id
  WHERE inbox_item.scope_id = ?`;
export const selectOpenItems = `${selectItems} AND inbox_item.state = 'open' ORDER BY delivered_at, inbox_item.id`;
export const selectItemsDone = `${selectItems} AND inbox_item.state IN ('filed', 'forwarded')
  AND (done_at >= ? OR ${isAtStation}) ORDER BY delivered_at, inbox_item.id`;

/** Letters of a Postkorb, the one delivered first at the top: those open, or those finished today and those at the scan station. */
export function listInboxItems(db: ReadableDb, viewer: Viewer, inboxId: Id, show: 'open' | 'doneToday'): InboxEntry[] {
  const scope = idBytes(inboxId);
  const rows =
    show === 'open'
      ? all<Row>(db, selectOpenItems, scope)
      : all<Row>(db, selectItemsDone, scope, startOfDay(viewer.now));
  return rows.map(entryMaker(db, viewer));
}

/** One letter as the list shows it; null when it is not (or no longer) in the Postkorb. */
export function findInboxItem(db: ReadableDb, viewer: Viewer, inboxId: Id, itemId: Id): InboxEntry | null {
  const bound: SqlValue[] = [idBytes(inboxId), idBytes(itemId)];
  const row = first<Row>(db, `${selectItems} AND inbox_item.id = ?`, ...bound);
  return row ? entryMaker(db, viewer)(row) : null;
}

type ProposedCase = NonNullable<BodyOf<'inboxItem'>['proposedCase']>;
type ProposedKeyword = NonNullable<BodyOf<'inboxItem'>['proposedKeyword']>;
type Proposal = Pick<ProposedCase, 'confidence' | 'explanation'>;
type Extra = Pick<
  BodyOf<'inboxItem'>,
  'deadlines' | 'candidates' | 'claimedBy' | 'claimedAt' | 'returns' | 'answeredBy' | 'replacedBy'
>;

function entryMaker(db: ReadableDb, viewer: Viewer): (row: Row) => InboxEntry {
  const nameOf: NameOf = workerNames(db);
  const keywords = keywordNames(db);
  const followUps = firstOpenFollowUps(db, viewer);
  return (row) => {
    const proposedCase = row.proposed_case ? (JSON.parse(row.proposed_case) as ProposedCase) : null;
    const extra = JSON.parse(row.extra ?? '{}') as Extra;
    const waits =
      proposedCase && proposedCase.confidence !== 'none' ? followUps.get(proposedCase.caseFileId) : undefined;
    const candidates = proposedCase ? [] : readableCandidates(db, viewer, extra);
    const proposedKeyword = row.proposed_keyword ? (JSON.parse(row.proposed_keyword) as ProposedKeyword) : null;
    return {
      itemId: idOfHex(row.id),
      inboxId: idOfHex(row.scope_id),
      title: row.title,
      sender: row.sender,
      receivedDate: row.received_date,
      letterDate: row.letter_date,
      deliveredAt: row.delivered_at,
      source: row.source,
      pageCount: row.page_count,
      hasText: row.has_text === 1,
      kind: row.kind ?? 'unknown',
      state: row.state,
      caseConfidence: proposedCase?.confidence ?? 'none',
      keywordConfidence: proposedKeyword?.confidence ?? 'none',
      proposedCaseTitle: proposedCase?.title ?? null,
      proposedKeywordName: proposedKeyword ? (keywords.get(proposedKeyword.keywordId) ?? null) : null,
      explanation: explanationOf([proposedCase ?? candidates[0] ?? null, proposedKeyword]),
      candidateCount: candidates.length,
      nextDeadline: nextDeadline(extra, dayOf(viewer.now)),
      isUnread: row.is_unread === 1,
      isAfterFollowUp: waits !== undefined && waits < row.delivered_at,
      claimedById: extra.claimedBy ?? null,
      claimedByName: extra.claimedBy ? nameOf(extra.claimedBy) : null,
      claimedAt: extra.claimedAt ?? null,
      remark: row.remark,
      forwardedByName: row.forwarded_by ? nameOf(idOfHex(row.forwarded_by)) : null,
      doneAt: row.done_at,
      doneByName: row.done_by ? nameOf(idOfHex(row.done_by)) : null,
      filedTo:
        row.filed_case_file_id && row.filed_document_id
          ? {
              caseFileId: idOfHex(row.filed_case_file_id),
              caseTitle: row.case_title,
              documentId: idOfHex(row.filed_document_id),
            }
          : null,
      wentTo: row.state === 'forwarded' ? wentTo(extra) : null,
      isPending: row.is_pending === 1,
    };
  };
}

function wentTo(extra: Extra): InboxEntry['wentTo'] {
  if (openReturns(extra).length > 0) return 'atStation';
  if (extra.answeredBy) return 'answeredByStation';
  return extra.replacedBy ? 'otherLetters' : null;
}

/** Nobody learns here of a file she may not read, not even that there is one. */
function readableCandidates(db: ReadableDb, viewer: Viewer, { candidates = [] }: Extra): Proposal[] {
  const isReadable = `SELECT 1 AS here FROM scope WHERE id = ? AND kind = 'c' AND ${isReadableNow}`;
  return candidates.filter(({ caseFileId }) => first(db, isReadable, idBytes(caseFileId), viewer.now));
}

function nextDeadline({ deadlines = [] }: Extra, today: Day): Day | null {
  const days = deadlines.map(({ day }) => day).toSorted();
  return days.find((day) => day >= today) ?? days.at(-1) ?? null;
}

function explanationOf(proposals: (Proposal | null)[]): string | null {
  const words = proposals.flatMap((one) => (one && one.confidence !== 'none' ? one.explanation : []));
  return words.length === 0 ? null : words.join(' · ');
}
