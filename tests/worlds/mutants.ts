import { push } from '../../central/rules/push.ts';
import type { Caller } from '../../central/rules/batch.ts';
import { type Database, inTransaction } from '../../central/store/database.ts';
import { outboxEntries } from '../../db/outbox.ts';
import type { PushRequest, PushResponse, PushResult } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Statement } from './database/memory-database.ts';
import { visibleContentsText } from './database/statements/access.ts';
import { markText } from './database/statements/commands.ts';
import { feedStateText } from './database/statements/feed.ts';
import { statements } from './database/statements.ts';
import type { WorldDesk } from './desk/desk.ts';
import type { SqlFault } from './desk/disk.ts';
import type { LineFaults } from './desk/line.ts';
import type { FaultName } from './faults.ts';

/** A fault put into the product from outside, which the worlds must find. */
export type Mutant = {
  name: string;
  /** What is on in its worlds, besides what their seeds draw. */
  faults: readonly FaultName[];
  /** Worlds within which it must be found. */
  worlds: number;
  sql?: SqlFault;
  line?: (desk: WorldDesk) => LineFaults;
  statements?: Map<string, Statement>;
  push?: typeof push;
  /** The centre never notices that it was set back. */
  isBlind?: boolean;
};

const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
const instead = (text: string, statement: Statement) => new Map([[plain(text), statement]]);
const real = (text: string): Statement => {
  const statement = statements.get(plain(text));
  if (!statement) throw new Error(`no statement ${text}`);
  return statement;
};
const rewritten =
  (part: string, other: string): SqlFault =>
  (text) =>
    text.includes(part) ? text.replace(part, other) : text;

const done = (id: Id): PushResult => ({
  ...{ id, result: 'dup', code: null, message: null, details: {}, hints: [], scopes: [] },
});

const decidedText = 'select id, worker_id, args_hash, result from mutation where id = any ($1::uuid[])';
const rememberText = `insert into mutation (id, client_id, worker_id, mid, name, args_hash, result)
     select id, $1, $2, mid, name, args_hash, result::jsonb
     from unnest($3::uuid[], $4::bigint[], $5::text[], $6::bytea[], $7::text[]) as row (id, mid, name, args_hash, result)`;
const clientText = `select worker_id, last_mid, last_id, durable_mid, (select epoch from store) as epoch from client
     where client_id = $1 for update`;

const fetchedBackText = `update letter_return set state = 'takenBack', ended_by = $3, ended_at = clock_timestamp()
     where inbox_id = $1 and item_id = $2 and returned_by = $3 and state = 'open'`;
const sealedText = `select body from escrow_command where worker_id = $1 and taken_at is null and is_proven
     order by body ->> 'at', command_id limit $2`;
const replacedText = `update stack_document set state = 'replaced' where id = any ($1::uuid[])`;

/** The highest number that a visible commit has, in place of the lowest that is still open. */
const naiveCursor: Statement = async (transaction, values, database) => {
  const newest = Math.max(0, ...transaction.rows('scope').map(({ lastXid }) => lastXid));
  const { rows } = await real(feedStateText)(transaction, values, database);
  return { rows: [{ ...(rows[0] as object), cursor: String(newest + 1) }] };
};

/** News that never say that something was refused. */
const silentRefusals: Statement = async (transaction, values, database) => {
  const { rows } = await real(feedStateText)(transaction, values, database);
  return { rows: [{ ...(rows[0] as object), refusals: '' }] };
};

/** News that never say that the centre forgot something. */
const silentForgetting: Statement = async (transaction, values, database) => {
  const { rows } = await real(feedStateText)(transaction, values, database);
  return { rows: [{ ...(rows[0] as object), is_forgotten: false }] };
};

const isLater = (cursor: string, base: string) => BigInt(cursor) > BigInt(base);

/** Takes a number that was used before for "done already", without looking at the id. */
async function pushByCounter(
  ...[database, caller, request, log]: [Database, Caller, PushRequest, Parameters<typeof push>[3]]
): ReturnType<typeof push> {
  const { rows } = await inTransaction(database, 'write', (connection) =>
    connection.query<{ last_mid: number; epoch: string }>(clientText, [request.clientId]),
  );
  const client = rows[0];
  const old = client ? request.commands.filter(({ mid }) => mid <= client.last_mid) : [];
  const rest = request.commands.filter((command) => !old.includes(command));
  if (old.length === 0 || client?.epoch !== request.epoch) return push(database, caller, request, log);
  const results = old.map(({ id }) => done(id));
  if (rest.length > 0) {
    const pushed = await push(database, caller, { ...request, commands: rest }, log);
    return { ...pushed, response: { ...pushed.response, results: [...results, ...pushed.response.results] } };
  }
  const facts = { stopped: null, lastMid: client.last_mid, lastId: null, durableMid: 0 };
  return { response: { epoch: client.epoch, ...facts, results }, news: { scopes: [], workers: [] } };
}

/** Matches answers with commands by their numbers alone. */
const acknowledgeByCounter = (desk: WorldDesk): LineFaults => ({
  push: (answer) => {
    if (answer.stopped === 'epoch') return answer;
    const told = new Set(answer.results.map(({ id }) => id));
    const passed = outboxEntries(desk.db).filter(
      ({ mid, id }) => mid !== null && mid <= answer.lastMid && !told.has(id),
    );
    return { ...answer, stopped: null, results: [...answer.results, ...passed.map(({ id }) => done(id))] };
  },
});

const refusedInstead = ({ epoch, commands }: PushRequest): PushResponse => ({
  ...{ epoch, stopped: null, lastMid: 0, lastId: null, durableMid: 0 },
  results: commands.map(({ id }) => ({ ...done(id), result: 'refused', code: 'invalid', message: 'Nein.' })),
});

/** Commands as they would come if they said nothing of what was seen in a cover: the rule of the centre compares with nothing. */
const pushWithoutBase: typeof push = (database, caller, request, log) => {
  const before = { caseFile: {}, household: {}, persons: [] };
  const commands = request.commands.map((command) =>
    command.name === 'changeCover' ? { ...command, args: { ...(command.args as object), before } } : command,
  );
  return push(database, caller, { ...request, commands }, log);
};

/** All faults that the worlds are proven against. */
export const mutants: readonly Mutant[] = [
  {
    name: 'a cursor that is the highest number seen',
    faults: ['longTransactions', 'slowDatabase'],
    worlds: 600,
    statements: instead(feedStateText, naiveCursor),
  },
  { name: 'acknowledgement by counter alone', faults: ['diskRollbacks'], worlds: 600, push: pushByCounter },
  {
    name: 'answers matched by counter at the desk',
    faults: ['diskRollbacks'],
    worlds: 600,
    line: acknowledgeByCounter,
  },
  {
    name: 'a purge that takes waiting commands along',
    faults: ['rights', 'lostRequests'],
    worlds: 400,
    sql: rewritten(
      `UPDATE outbox SET state = 'orphan' WHERE state = 'waiting'`,
      `DELETE FROM outbox WHERE state = 'waiting'`,
    ),
  },
  {
    name: 'no list of rights',
    faults: ['rights'],
    worlds: 200,
    line: () => ({
      changes: (answer, query) =>
        query.accessVersion < 0 ? answer : { ...answer, accessVersion: query.accessVersion, manifest: null },
    }),
  },
  {
    name: 'refusals asked for after a log-in only',
    faults: ['rights', 'copiedProfiles'],
    worlds: 200,
    statements: new Map([
      [plain(feedStateText), silentRefusals],
      [plain(markText), () => ({ rows: [{ mark: '' }] })],
    ]),
  },
  {
    name: 'no copy of what was sent',
    faults: ['restores'],
    worlds: 200,
    sql: rewritten('FROM outbox WHERE row = ?', 'FROM outbox WHERE row = ? AND 0'),
  },
  {
    name: 'a fail-over that nobody notices',
    faults: ['failOvers'],
    worlds: 200,
    isBlind: true,
    statements: instead(feedStateText, silentForgetting),
    push: (database, caller, request, log) => push(database, caller, { ...request, after: null }, log),
    line: () => ({
      changes: (answer) => ({ ...answer, cursor: isLater(answer.cursor, answer.base) ? answer.cursor : answer.base }),
    }),
  },
  {
    name: 'no memory of decided ids',
    faults: ['lostAnswers', 'duplicates'],
    worlds: 200,
    statements: new Map<string, Statement>([
      [plain(decidedText), () => ({ rows: [] })],
      [
        plain(rememberText),
        async (transaction, values, database) => {
          const isNew = (values[2] as Id[]).every((id) => !transaction.get('mutation', id));
          return isNew ? real(rememberText)(transaction, values, database) : { rows: [] };
        },
      ],
    ]),
  },
  {
    name: 'a lost answer taken for a refusal',
    faults: ['lostAnswers'],
    worlds: 200,
    line: () => ({ lostPush: refusedInstead }),
  },
  {
    name: 'commands taken before their contents',
    faults: ['lostRequests'],
    worlds: 200,
    statements: instead(visibleContentsText, (_transaction, values) => ({
      rows: (values[1] as Buffer[]).map((sha256) => ({ sha256 })),
    })),
  },
  {
    name: 'accepted commands dropped before their rows are here',
    faults: ['lostAnswers', 'lostRequests'],
    worlds: 400,
    sql: rewritten(
      `UPDATE outbox SET state = 'acked', mid = NULL, acked_scopes = ? WHERE row = ?`,
      `DELETE FROM outbox WHERE ? IS NOT NULL AND row = ?`,
    ),
  },
  {
    name: 'no base check: a cover is written over unseen',
    faults: [],
    worlds: 400,
    push: pushWithoutBase,
  },
  {
    name: 'a purge that leaves the full text',
    faults: ['rights'],
    worlds: 200,
    sql: rewritten('DELETE FROM text_entry WHERE scope_id = ?', 'DELETE FROM text_entry WHERE scope_id = ? AND 0'),
  },
  {
    name: 'a scan station that is not told who fetched a letter back',
    faults: [],
    worlds: 400,
    statements: instead(fetchedBackText, () => ({ rows: [] })),
  },
  {
    name: 'letters split without the station taking the old one for replaced',
    faults: [],
    worlds: 200,
    statements: instead(replacedText, () => ({ rows: [] })),
  },
  {
    name: 'what desks of a closed account had sealed, decided by nobody',
    faults: ['closings', 'lostFiles'],
    worlds: 400,
    statements: instead(sealedText, () => ({ rows: [] })),
  },
];
