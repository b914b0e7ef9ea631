import type { SnapshotHeader } from '../../core/contract/snapshot.ts';
import type { Id } from '../../core/domain/ids.ts';
import { isEnough, type ScopeKind } from '../../core/domain/levels.ts';
import { levelsIn } from './access.ts';
import { type Database, openSnapshot, type Queryable } from './database.ts';
import { readEpoch } from './epoch.ts';
import { unsigned } from './scopes.ts';

/** Rows of one question to the database: some hundred kilobytes, and up to some megabytes where pages hold much text. */
const rowsAtOnce = 2_000;
/** A stream ends after this, so that no desk holds an old state of the database for long; it asks again for the rest. */
const longest = 20_000; // milliseconds

export type SnapshotWish = {
  workerId: Id;
  scopeIds: readonly Id[];
  /** Of these scopes those that may still be told, asked outside the snapshot: a right that has ended meanwhile counts at once. */
  stillReadable: (scopeIds: Id[]) => Promise<ReadonlySet<Id>>;
};

type Scope = { id: Id; kind: ScopeKind; head: number; digest: string; row_count: number };

/** Whole scopes as lines (see core/contract/snapshot.ts), all from one state; what is needed first comes first. Ends well at any point. */
export async function* streamSnapshot(database: Database, wish: SnapshotWish): AsyncGenerator<string, void, void> {
  const { connection, close } = await openSnapshot(database);
  try {
    const end = Date.now() + longest;
    const scopes = await readableScopes(connection, wish);
    const readable = new Set(scopes.map((scope) => scope.id));
    const denied = wish.scopeIds.filter((scopeId) => !readable.has(scopeId));
    yield header({ line: 'snapshot', epoch: await readEpoch(connection), denied });
    const isCaseFile = (scope: Scope) => scope.kind === 'c';
    const [caseFiles, others] = [scopes.filter(isCaseFile), scopes.filter((scope) => !isCaseFile(scope))];
    for (const batch of batchesOf(others)) yield* wholeScopes(connection, batch, wish);
    yield* rowsAhead(connection, caseFiles, wish);
    yield header({ line: 'worklist' });
    let isWhole = true;
    for (const batch of batchesOf(caseFiles)) {
      if (Date.now() > end) isWhole = false;
      if (!isWhole) break;
      yield* wholeScopes(connection, batch, wish);
    }
    yield header({ line: 'end', isWhole });
  } finally {
    await close();
  }
}

const header = (told: SnapshotHeader): string => `${JSON.stringify(told)}\n`;

/**
 * The scopes asked for that may be read, in the order of need: the house and her own, her Postkorb, others' Postkörbe, her files,
 * files of others; among files those she used last.
 */
async function readableScopes(connection: Queryable, { workerId, scopeIds }: SnapshotWish): Promise<Scope[]> {
  const levels = await levelsIn(connection, workerId, scopeIds);
  const readable = [...new Set(scopeIds)].filter((scopeId) => isEnough(levels.get(scopeId) ?? null, 'read'));
  const { rows } = await connection.query<Scope>(
    `with visit as (
       select body ->> 'caseFileId' as case_file_id, max(body ->> 'seenAt') as seen_at
       from record where scope_id = $1::uuid and kind = 'visit' and not deleted group by 1
     )
     select scope.id, scope.kind, scope.head, scope.digest::text as digest, scope.row_count
     from scope
     left join record as file on scope.kind = 'c' and file.scope_id = scope.id and file.kind = 'caseFile' and file.id = scope.id
     left join scope_grant as own on own.scope_id = scope.id and own.principal_id = $1::uuid
     left join visit on visit.case_file_id = scope.id::text
     where scope.id = any ($2::uuid[])
     order by case scope.kind when 'g' then 0 when 'u' then 1 when 'o' then 2 else 3 end,
       case when scope.kind = 'c' then coalesce(file.body ->> 'workerId' = ($1::uuid)::text, false)
            else coalesce(own.level >= 'read', false) end desc,
       visit.seen_at desc nulls last, scope.last_xid desc, scope.id`,
    [workerId, readable],
  );
  return rows;
}

/** Small scopes together, large ones alone. */
function batchesOf(scopes: readonly Scope[]): Scope[][] {
  const batches: Scope[][] = [];
  let rows = rowsAtOnce;
  for (const scope of scopes) {
    const last = batches.at(-1);
    if (last && rows + scope.row_count <= rowsAtOnce) {
      last.push(scope);
      rows += scope.row_count;
    } else {
      batches.push([scope]);
      rows = scope.row_count;
    }
  }
  return batches;
}

/** The text of a row's line; the body passes from the database to the desk unparsed. Kinds are our own names, with nothing to be escaped. */
const line = `concat('["', row.kind, '","', row.id, '",', row.ver, ',', coalesce(row.body, 'null'), ']')`;

async function* wholeScopes(connection: Queryable, batch: Scope[], wish: SnapshotWish): AsyncGenerator<string> {
  const still = await wish.stillReadable(batch.map((scope) => scope.id));
  const told = batch.filter((scope) => still.has(scope.id));
  const [first] = told;
  if (!first) return;
  if (told.length === 1 && first.row_count > rowsAtOnce) {
    yield headerOf(first);
    yield* longScope(connection, first);
    return;
  }
  const texts = await readTexts(connection, told, 'true', []);
  for (const scope of told) yield `${headerOf(scope)}${texts.get(scope.id) ?? ''}`;
}

const headerOf = ({ id, head, digest, row_count }: Scope): string =>
  header({ line: 'scope', scopeId: id, head, digest: unsigned(digest).toString(), rowCount: row_count });

/** Rows of scopes that fit a condition, as lines by scope. */
async function readTexts(
  connection: Queryable,
  scopes: readonly Scope[],
  condition: string,
  values: unknown[],
): Promise<Map<Id, string>> {
  const { rows } = await connection.query<{ scope_id: Id; text: string }>(
    `select row.scope_id, string_agg(${line}, E'\\n') || E'\\n' as text from record as row
     where row.scope_id = any ($1::uuid[]) and ${condition} group by row.scope_id`,
    [scopes.map((scope) => scope.id), ...values],
  );
  return new Map(rows.map((row) => [row.scope_id, row.text]));
}

type Place = { ver: number; kind: string; id: Id };

/** A scope with many rows in parts, so that no more than one of them is in memory. */
async function* longScope(connection: Queryable, scope: Scope): AsyncGenerator<string> {
  let after: Place = { ver: 0, kind: '', id: scope.id };
  for (;;) {
    const { rows } = await connection.query<Place & { text: string }>(
      `with row as materialized (
         select kind, id, ver, body from record
         where scope_id = $1 and ver >= $2::bigint and (ver, kind, id) > ($2::bigint, $3::text, $4::uuid)
         order by ver, kind, id limit ${rowsAtOnce}
       )
       select string_agg(${line}, E'\\n') || E'\\n' as text, last.ver, last.kind, last.id
       from row, (select ver, kind, id from row order by ver desc, kind desc, id desc limit 1) as last
       group by last.ver, last.kind, last.id`,
      [scope.id, after.ver, after.kind, after.id],
    );
    const [part] = rows;
    if (!part) return;
    yield part.text;
    after = part;
  }
}

/** What the lists need of files that come whole later: whose they are and what is due. */
const neededByLists = `not deleted and (kind in ('caseFile', 'household', 'person')
  or kind = 'followUp' and body ->> 'completedAt' is null and body ->> 'dueOn' <= $2)`;
const scopesAhead = 100;
const daysAhead = 1; // today at the desk may be tomorrow here

async function* rowsAhead(connection: Queryable, scopes: Scope[], wish: SnapshotWish): AsyncGenerator<string> {
  const until = new Date(Date.now() + daysAhead * 86_400_000).toISOString().slice(0, 10);
  for (let from = 0; from < scopes.length; from += scopesAhead) {
    const batch = scopes.slice(from, from + scopesAhead);
    const still = await wish.stillReadable(batch.map((scope) => scope.id));
    const told = batch.filter((scope) => still.has(scope.id));
    const texts = await readTexts(connection, told, neededByLists, [until]);
    for (const [scopeId, text] of texts) yield `${header({ line: 'ahead', scopeId })}${text}`;
  }
}
