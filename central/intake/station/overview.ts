import type { StackDetail, StackRow, StationOverview } from '../../../core/contract/station-shapes.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { houseScopeId } from '../../../core/domain/standing-ids.ts';
import { dayOf, momentOf } from '../../../core/domain/moments.ts';
import type { PageFinding } from '../../../intake/station/stack-reading.ts';
import type { Queryable } from '../../store/database.ts';
import { hasLetterBack, type LetterReturn, openReturnsOf } from '../../store/letter-returns.ts';
import { type Basket, basketAt, type BasketSetting, readTeams } from '../routing/baskets.ts';
import { documentsOf, type StackDocument } from './stack-documents.ts';
import { readStack } from './stacks.ts';

// What the scan station's screen shows.

const today = `date_trunc('day', now(), 'Europe/Berlin')`;
const open = `('waiting', 'inWork', 'needsLook', 'failed')`;

type Row = Omit<StackRow, 'takenAt' | 'sameAsAt' | 'finishedAt'> & {
  takenAt: Date;
  sameAsAt: Date | null;
  finishedAt: Date | null;
};
// Taken back or answered, the stack is what it was.
const backIds = `(select stack_id from letter_return where state = 'open')`;
// It belongs to no file that is sure, and lies in the basket of a team or is to go there.
const isUnassigned = `(made.letter -> 'proposedCase' = 'null' and made.inbox_id in (select (team.body ->> 'inboxId')::uuid from record team
  where team.scope_id = '${houseScopeId}' and team.kind = 'team' and not team.deleted))`;
const backReason = `(select 'Zurück aus dem Postkorb: ' || string_agg(distinct back.reason, ' / ') from letter_return back
  where back.stack_id = stack.id and back.state = 'open')`;
const rowColumns = `stack.id as "stackId", station, source, file_name as "fileName", taken_at as "takenAt", taken_by as "takenById", size,
  page_count as "pageCount", pages_done as "pagesDone", case when ${hasLetterBack} then 'needsLook' else state end as state,
  coalesce(${backReason}, reason) as reason, finished_at as "finishedAt", folder is not null as "hasFolder",
  (select count(*) from stack_document made where made.stack_id = stack.id and made.state <> 'replaced') as "documentCount",
  (select count(*) from stack_document made where made.stack_id = stack.id and made.state <> 'replaced' and ${isUnassigned}) as "unassignedCount",
  (select before.taken_at from stack before where before.id = stack.same_as) as "sameAsAt"`;

const moment = (date: Date | null) => date?.toISOString() ?? null;
const rowFrom = (row: Row): StackRow => ({
  ...row,
  takenAt: row.takenAt.toISOString(),
  sameAsAt: moment(row.sameAsAt),
  finishedAt: moment(row.finishedAt),
});

/** Stations with their folders, what is open, and what was done today. */
export async function readOverview(database: Queryable, baskets: readonly BasketSetting[]): Promise<StationOverview> {
  const stacks = await database.query<Row>(
    `select ${rowColumns} from stack
     where state in ${open} or taken_at >= ${today} or finished_at >= ${today} or id in ${backIds}
     order by (stack.state not in ${open} and not ${hasLetterBack}), taken_at desc limit 500`,
  );
  const counts = await database.query<StationOverview['counts']>(
    `select count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'inWork') as "inWork",
       count(*) filter (where state = 'needsLook' or id in ${backIds}) as "needsLook", count(*) filter (where state = 'failed') as failed,
       count(*) filter (where taken_at >= ${today}) as "filesToday",
       coalesce(sum(page_count) filter (where finished_at >= ${today}), 0) as "pagesToday",
       (select count(*) from stack_document where delivered_at >= ${today} and state = 'delivered') as "documentsToday"
     from stack where state in ${open} or taken_at >= ${today} or finished_at >= ${today} or id in ${backIds}`,
  );
  const house = await readTeams(database);
  const stations = (await readStations(database)).map((station) => ({
    ...station,
    basket: shownBasket(basketAt(house, station.name, baskets)),
  }));
  const day = dayOf(momentOf(Date.now()));
  const numbers = Object.fromEntries(
    Object.entries(counts.rows[0] ?? {}).map(([name, value]) => [name, Number(value)]),
  );
  return { day, stations, counts: numbers as StationOverview['counts'], stacks: stacks.rows.map(rowFrom) };
}

const shownBasket = (basket: Basket | null) => basket && { teamName: basket.teamName, isChosen: basket.isChosen };

async function readStations(database: Queryable): Promise<Omit<StationOverview['stations'][number], 'basket'>[]> {
  type Found = Omit<StationOverview['stations'][number], 'lookedAt' | 'basket'> & { lookedAt: Date | null };
  const { rows } = await database.query<Found>(
    `with recent as (
       select station, count(*) as files, coalesce(sum(page_count), 0) as pages from stack where taken_at >= ${today} group by station)
     select coalesce(place.station, recent.station) as name, place.folder, coalesce(place.waiting_files, 0) as "waitingFiles",
       place.problem, place.looked_at as "lookedAt", coalesce(place.is_notices, false) as "isNotices", coalesce(recent.files, 0) as "filesToday", coalesce(recent.pages, 0) as "pagesToday"
     from station_folder place full join recent on recent.station = place.station
     order by 1, 2 nulls last limit 200`,
  );
  return rows.map((row) => ({ ...row, pagesToday: Number(row.pagesToday), lookedAt: moment(row.lookedAt) }));
}

type Shown = StackDetail['documents'][number];

/** One stack with its documents and pages; null when there is none. */
export async function readDetail(database: Queryable, stackId: Id): Promise<StackDetail | null> {
  const { rows } = await database.query<Row>(`select ${rowColumns} from stack where id = $1`, [stackId]);
  const stack = await readStack(database, stackId);
  if (!rows[0] || !stack) return null;
  const documents = await documentsOf(database, stackId);
  const returns = await openReturnsOf(database, stackId);
  const { teams } = await readTeams(database);
  const baskets = new Set([...teams.values()].map(({ inboxId }) => inboxId));
  return {
    stack: rowFrom(rows[0]),
    round: stack.round,
    documents: documents.map((document) => ({
      ...shownDocument(document, returns),
      unassigned: unassignedOf(document, baskets),
    })),
    pages: (stack.findings ?? []).map(({ page, use, turned, confidence }: PageFinding) => ({
      page,
      use,
      turned,
      confidence,
    })),
  };
}

/** What is said of a letter that belongs to no file surely and lies in the basket of a team: which finds speak for a file, without names. */
function unassignedOf(
  { letter, inboxId, filing }: StackDocument,
  baskets: ReadonlySet<Id | null>,
): Shown['unassigned'] {
  if (letter.proposedCase || filing || inboxId === null || !baskets.has(inboxId)) return null;
  return { candidates: (letter.candidates ?? []).map(({ explanation }) => ({ explanation })) };
}

function shownDocument(document: StackDocument, all: LetterReturn[]): Omit<Shown, 'unassigned'> {
  const { id, pages, letter, filing, reason, state, concerns, confidence, deliveredAt } = document;
  const returns = all.filter(({ documentId }) => documentId === id);
  const [back] = returns;
  return {
    ...{ documentId: id, pages, title: letter.title, reason, concerns, confidence },
    state: back ? 'returned' : state === 'delivered' ? 'delivered' : 'needsLook',
    returns: returns.map((one) => ({
      ...{ reason: one.reason, returnedById: one.returnedBy, returnedAt: one.returnedAt.toISOString() },
    })),
    // It goes back to whoever gave it back, unless somebody says otherwise.
    inboxId: back?.inboxId ?? document.inboxId,
    ...{ fileNumber: letter.proposedCase?.fileNumber ?? null, deliveredAt: moment(deliveredAt) },
    filedIn: state === 'delivered' && filing ? filing.fileNumber : null,
  };
}
