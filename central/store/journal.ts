import { createHash } from 'node:crypto';
import type { JournalEntry } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Queryable } from './database.ts';
import type { LockedScope } from './scopes.ts';

/** What happened, by whom, at which desk: the same for all lines of one command. */
export type Occasion = {
  actorId: Id;
  clientId: Id | null;
  commandId: Id | null;
  atDesk: string; // moment by the desk's clock
  payloadHash: Buffer;
};
export type NewLine = { action: string; targetKind: string; targetId: Id; reason: string | null };
export type JournalRow = NewLine & Occasion & { scopeId: Id; number: number; at: bigint; prev: Buffer; hash: Buffer };

/** Fields with their lengths before them, so that no two different lines have the same bytes. */
function lengthPrefixed(fields: (string | Buffer | null)[]): Buffer {
  return Buffer.concat(
    fields.flatMap((field) => {
      const length = Buffer.alloc(4);
      if (field === null) {
        length.writeInt32BE(-1);
        return [length];
      }
      const bytes = typeof field === 'string' ? Buffer.from(field, 'utf8') : field;
      length.writeInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

/** The hash of a line: SHA-256 over the line before and everything this one says. */
export function lineHash(line: Omit<JournalRow, 'hash'>): Buffer {
  const fields = [
    line.prev,
    line.scopeId,
    String(line.number),
    String(line.at),
    line.atDesk,
    line.actorId,
    line.clientId,
    line.commandId,
    line.action,
    line.targetKind,
    line.targetId,
    line.reason,
    line.payloadHash,
  ];
  return createHash('sha256').update(lengthPrefixed(fields)).digest();
}

/** Adds a line to the chain of a locked scope; the caller saves the scope and writes the row. */
export function chainLine(scope: LockedScope, line: NewLine, occasion: Occasion): JournalRow {
  const at = BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000));
  const open = { ...line, ...occasion, scopeId: scope.id, number: scope.journalCount + 1, at, prev: scope.chain };
  const row = { ...open, hash: lineHash(open) };
  scope.journalCount = row.number;
  scope.chain = row.hash;
  return row;
}

/** Writes chained lines. */
export async function writeLines(database: Queryable, rows: JournalRow[]): Promise<void> {
  if (rows.length === 0) return;
  await database.query(
    `insert into journal (scope_id, number, at, at_desk, actor_id, client_id, command_id, action, target_kind, target_id,
       reason, payload_hash, prev, hash)
     select * from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::uuid[], $6::uuid[], $7::uuid[],
       $8::text[], $9::text[], $10::uuid[], $11::text[], $12::bytea[], $13::bytea[], $14::bytea[])`,
    [
      rows.map((row) => row.scopeId),
      rows.map((row) => row.number),
      rows.map((row) => String(row.at)),
      rows.map((row) => row.atDesk),
      rows.map((row) => row.actorId),
      rows.map((row) => row.clientId),
      rows.map((row) => row.commandId),
      rows.map((row) => row.action),
      rows.map((row) => row.targetKind),
      rows.map((row) => row.targetId),
      rows.map((row) => row.reason),
      rows.map((row) => row.payloadHash),
      rows.map((row) => row.prev),
      rows.map((row) => row.hash),
    ],
  );
}

type StoredLine = {
  scope_id: Id;
  number: number;
  at: string;
  at_desk: Date;
  actor_id: Id;
  client_id: Id | null;
  command_id: Id | null;
  action: string;
  target_kind: string;
  target_id: Id;
  reason: string | null;
  payload_hash: Buffer;
  prev: Buffer;
  hash: Buffer;
};

const columns = `scope_id, number, at::text, at_desk, actor_id, client_id, command_id, action, target_kind, target_id,
  reason, payload_hash, prev, hash`;

function fromStored(row: StoredLine): JournalRow {
  return {
    scopeId: row.scope_id,
    number: row.number,
    at: BigInt(row.at),
    atDesk: row.at_desk.toISOString(),
    actorId: row.actor_id,
    clientId: row.client_id,
    commandId: row.command_id,
    action: row.action,
    targetKind: row.target_kind,
    targetId: row.target_id,
    reason: row.reason,
    payloadHash: row.payload_hash,
    prev: row.prev,
    hash: row.hash,
  };
}

/** Lines of one scope after a number, in order. */
export async function readLines(database: Queryable, scopeId: Id, after: number, limit: number): Promise<JournalRow[]> {
  const { rows } = await database.query<StoredLine>(
    `select ${columns} from journal where scope_id = $1 and number > $2 order by number limit $3`,
    [scopeId, after, limit],
  );
  return rows.map(fromStored);
}

/** A line as the contract shows it; the centre's time in milliseconds. */
export function asEntry(row: JournalRow): JournalEntry {
  return {
    number: row.number,
    at: new Date(Number(row.at / 1000n)).toISOString(),
    atDesk: row.atDesk,
    actorId: row.actorId,
    action: row.action,
    targetKind: row.targetKind,
    targetId: row.targetId,
    reason: row.reason,
    hash: row.hash.toString('hex'),
  };
}

export type ChainBreak = { scopeId: Id; number: number; problem: 'missing' | 'prev' | 'content' | 'end' };
export type ChainReport = { scopes: number; lines: number; firstBreak: ChainBreak | null };

type ScopeEnd = { id: Id; chain: Buffer; journal_count: number };

async function verifyScope(
  database: Queryable,
  scope: ScopeEnd,
): Promise<{ lines: number; broken: ChainBreak | null }> {
  const broken = (number: number, problem: ChainBreak['problem']) => ({
    lines,
    broken: { scopeId: scope.id, number, problem },
  });
  let lines = 0;
  let chain = Buffer.alloc(32);
  for (;;) {
    const page = await readLines(database, scope.id, lines, 1000);
    for (const row of page) {
      if (row.number !== lines + 1) return broken(lines + 1, 'missing');
      if (!row.prev.equals(chain)) return broken(row.number, 'prev');
      if (!lineHash(row).equals(row.hash)) return broken(row.number, 'content');
      chain = Buffer.from(row.hash);
      lines = row.number;
    }
    if (page.length < 1000) break;
  }
  if (lines < scope.journal_count) return broken(lines + 1, 'missing');
  if (lines > scope.journal_count || !chain.equals(scope.chain)) return broken(lines, 'end');
  return { lines, broken: null };
}

/** Walks the chains of all scopes and stops at the first break. Run it in a snapshot, so that work may go on. */
export async function verifyChains(database: Queryable): Promise<ChainReport> {
  const { rows } = await database.query<ScopeEnd>('select id, chain, journal_count from scope order by id');
  const report: ChainReport = { scopes: 0, lines: 0, firstBreak: null };
  for (const scope of rows) {
    const { lines, broken } = await verifyScope(database, scope);
    report.scopes += 1;
    report.lines += lines;
    if (broken) return { ...report, firstBreak: broken };
  }
  return report;
}
