import { verifyChains } from '../../../central/store/journal.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { houseScopeId } from '../../../core/domain/standing-ids.ts';
import { digestAsText } from '../../../db/digest.ts';
import { summedDigest } from '../../../db/pulled-rows.ts';
import { idText } from '../../../db/record-tables.ts';
import { recordsOfScope } from '../../../db/records.ts';
import { countPurges, readMeta } from '../../../db/meta.ts';
import { listScopes, scopeDigest } from '../../../db/scopes.ts';
import { canonicalJson } from '../../../core/sync/canonical.ts';
import { kindsPending } from '../../support/store-remains.ts';
import type {
  AccountRow,
  EscrowCommandRow,
  JournalLineRow,
  MutationRow,
  QuarantineRow,
  RecordRow,
  ScopeRow,
} from '../database/tables.ts';
import type { WorldDesk } from '../desk/desk.ts';
import { sha256Of } from '../hash.ts';
import type { Created, World } from '../world.ts';
import { readableAt } from './centre-view.ts';
import { checkLetters } from './letters.ts';
import { wordPattern } from './marks.ts';
import { checkTold } from './told.ts';
import { checkTraces } from './traces.ts';

const unsigned = (text: string) => BigInt.asUintN(64, BigInt(text)).toString();
const count = (desk: WorldDesk, text: string) => (desk.disk.look(text)[0] as { n: number }).n;
const idsOf = (desk: WorldDesk, text: string) =>
  new Set((desk.disk.look(text) as { id: Uint8Array }[]).map(({ id }) => idText(id)));

/** True when nothing is under way any more: everybody connected, nothing waiting, everything fetched that may be seen. */
export function isQuiet(world: World): boolean {
  return world.desks.every((desk) => whatMoves(world, desk) === null);
}

/** What a desk is not done with; null when it is quiet. */
export function whatMoves(world: World, desk: WorldDesk): string | null {
  if ((desk.folder?.undelivered().length ?? 0) > 0) return 'has something sealed to hand over';
  if (world.centre.sessions.stateOf(desk.worker.workerId) !== 'open') return whyNotWiped(desk);
  if (!desk.isRunning) return 'is off';
  if (count(desk, 'SELECT count(*) AS n FROM outbox') > 0) return 'has something in the outbox';
  if (count(desk, `SELECT count(*) AS n FROM blob WHERE state = 'uploading'`) > 0 && hasUnsent(desk)) return 'uploads';
  if (count(desk, 'SELECT count(*) AS n FROM sent WHERE is_due = 1') > 0) return 'has sealed copies to hand over';
  const readable = readableAt(world.centre.database, desk.worker.workerId);
  const scopes = listScopes(desk.db);
  if (scopes.length !== readable.size) return `knows ${scopes.length} of ${readable.size} scopes`;
  for (const { id, known, level } of scopes) {
    const there = readable.get(id);
    if (!there) return `knows scope ${id}, which it must not`;
    if (there.level !== level) return `takes ${level} for ${there.level} in scope ${id}`;
    if (there.scope.head !== known) return `is at ${known} of ${there.scope.head} in scope ${id}`;
  }
  const missing = `SELECT count(*) AS n FROM version WHERE sha256 NOT IN (SELECT sha256 FROM blob WHERE state <> 'wanted')`;
  if (count(desk, missing) > 0) return 'lacks contents';
  if (countPurges(desk.db) > 0) return 'has words to clear away';
  if (unknownRefusals(world, desk).length > 0) return 'does not know of a refusal';
  // It asks again what was lost only when it has heard of the new timeline.
  const { epoch, lastAcknowledged } = readMeta(desk.db);
  if (epoch !== world.centre.epoch()) return 'is of another timeline';
  // Its heads may be those of the centre by chance; with its next question it hears that what was acknowledged is forgotten.
  if (lastAcknowledged && !isDecided(world, lastAcknowledged)) return 'does not know that the centre was set back';
  const { connection } = desk.engine.state();
  return connection === 'connected' ? null : `is ${connection}`;
}

const isDecided = ({ centre }: World, commandId: Id): boolean =>
  centre.database.table<MutationRow>('mutation').some(({ id }) => id === commandId);

/** Rule S58: what keeps the desk of a closed account from being wiped; null when it is. */
function whyNotWiped(desk: WorldDesk): string | null {
  if (!desk.hasStore) return null;
  const waiting = count(desk, `SELECT count(*) AS n FROM outbox WHERE state <> 'acked'`);
  const contents = count(desk, `SELECT count(*) AS n FROM blob WHERE state = 'uploading'`);
  return `is to be wiped, with ${waiting} commands and ${contents} contents`;
}

/** Rule S1: what lies in quarantine of a worker's is known at each of her desks, whichever of them gave it. */
function unknownRefusals(world: World, desk: WorldDesk): Id[] {
  const known = idsOf(
    desk,
    'SELECT id FROM clarification UNION ALL SELECT id FROM outbox UNION ALL SELECT id FROM sent',
  );
  return world.centre.database
    .table<QuarantineRow>('quarantine')
    .filter(
      ({ workerId, state, commandId }) =>
        workerId === desk.worker.workerId && state === 'open' && !known.has(commandId),
    )
    .map(({ commandId }) => commandId);
}

/** A content that belongs to nothing any more is not sent. */
function hasUnsent(desk: WorldDesk): boolean {
  const waiting = `SELECT count(*) AS n FROM blob WHERE state = 'uploading' AND EXISTS
    (SELECT 1 FROM outbox WHERE instr(outbox.args, blob.sha256) > 0)`;
  return count(desk, waiting) > 0;
}

/** Checks everything that must hold once all is quiet. */
export async function checkAll(world: World): Promise<void> {
  world.centre.recover();
  checkCommands(world);
  checkOrder(world);
  checkOnce(world);
  checkContents(world);
  checkLetters(world);
  checkTold(world);
  checkPosts(world);
  for (const desk of world.desks.filter(({ hasStore }) => hasStore)) {
    checkRows(world, desk);
    checkTraces(world, desk);
  }
  const report = await verifyChains(world.centre.database.pool());
  if (report.firstBreak) world.problem('diverged', `the journal breaks: ${JSON.stringify(report.firstBreak)}`);
}

// S16: power cuts excuse nothing here, so an act that was shown must have been on the disk
/** Rule S1: each command was carried out, or is kept at the centre and lies in somebody's "Klärung". */
function checkCommands(world: World): void {
  const { database } = world.centre;
  const decided = new Map(database.table<MutationRow>('mutation').map((row) => [row.id, row]));
  const kept = new Set(database.table<QuarantineRow>('quarantine').map(({ commandId }) => commandId));
  const clarified = new Set(world.desks.flatMap((desk) => [...idsOf(desk, 'SELECT id FROM clarification')]));
  for (const created of world.created.values()) {
    const { id, name, desk } = created;
    const result = decided.get(id)?.result.result;
    if (result === 'ok') {
      if (clarified.has(id))
        world.problem('doubled', `${name} ${id} of ${desk} was carried out and is to be clarified`);
      continue;
    }
    // What was lost with a disk before anybody had decided about it is gone; what was refused is told once more.
    if (isKeptFor(world, created) || clarified.has(id) || (world.excused.has(id) && result === undefined)) continue;
    world.problem('lost', `${name} ${id} of ${desk} is ${result ?? 'unknown'}, and nobody is told`);
  }
  for (const [id, row] of decided) {
    if (row.result.result !== 'ok' && !kept.has(id)) world.problem('lost', `${row.name} ${id} is not in quarantine`);
  }
}

/**
 * Rules S44 and S56: what the desks of a closed account brought lies in quarantine with all its words; what a wiped store had sealed waits at
 * the centre for its worker's next log-in, where her account is open.
 */
function isKeptFor(world: World, { id, args }: Created): boolean {
  const { database, sessions } = world.centre;
  const words: string[] = args.match(wordPattern) ?? [];
  const holds = (text: string) => words.every((word) => text.includes(word));
  const refused = database
    .table<QuarantineRow>('quarantine')
    .find((row) => row.commandId === id && row.state === 'open');
  if (refused && sessions.stateOf(refused.workerId) !== 'open') return holds(refused.args);
  return database
    .table<EscrowCommandRow>('escrowCommand')
    .some(
      (row) => row.commandId === id && !row.isTaken && sessions.stateOf(row.workerId) === 'open' && holds(row.body),
    );
}

/** Rule S55: the role of an account is the one its entry in the directory names. */
function checkPosts(world: World): void {
  const { database } = world.centre;
  const roles = new Map(database.table<AccountRow>('account').map(({ workerId, role }) => [workerId, role]));
  for (const { kind, id, body } of database.table<RecordRow>(`record ${houseScopeId}`)) {
    if (kind !== 'worker' || body === null) continue;
    const { role, isActive } = JSON.parse(body) as { role: string; isActive: boolean };
    if (isActive !== (world.centre.sessions.stateOf(id) === 'open')) {
      world.problem('diverged', `${id} is ${isActive ? 'open' : 'closed'} in the house and the account is not`);
    }
    if (roles.get(id) !== role)
      world.problem('diverged', `${id} is ${role} in the house and has the account of another role`);
  }
}

/** Rule S4: commands of one desk were carried out in the order in which they were given. */
function checkOrder(world: World): void {
  const places = new Map(world.centre.database.table<MutationRow>('mutation').map(({ id }, index) => [id, index]));
  // What was sealed beside a store has no numbers any more.
  const sealed = new Set(world.centre.database.table<EscrowCommandRow>('escrowCommand').map((row) => row.commandId));
  const last = new Map<string, number>();
  for (const { id, desk, name } of world.created.values()) {
    const place = places.get(id);
    if (place === undefined || sealed.has(id) || world.excused.has(id) || world.lostUnnoticed.has(id)) continue;
    if (place < (last.get(desk) ?? -1)) world.problem('diverged', `${name} ${id} of ${desk} came out of turn`);
    last.set(desk, Math.max(place, last.get(desk) ?? -1));
  }
}

/** Rule S2: no command was carried out in two commits. */
function checkOnce(world: World): void {
  const { database, commitOfLine } = world.centre;
  const commits = new Map<Id, number>();
  for (const { id } of database.table<ScopeRow>('scope')) {
    for (const line of database.table<JournalLineRow>(`journal ${id}`)) {
      if (line.commandId === null) continue;
      const commit = commitOfLine.get(line.hash.toString('latin1')) ?? 0;
      const before = commits.get(line.commandId) ?? commit;
      if (before !== commit) world.problem('doubled', `${line.commandId} was carried out twice`);
      commits.set(line.commandId, commit);
    }
  }
}

/** Rule S8: the centre has every content that a record names. */
function checkContents(world: World): void {
  const { database, contents } = world.centre;
  const { files } = contents;
  for (const { id } of database.table<ScopeRow>('scope')) {
    for (const { kind, body } of database.table<RecordRow>(`record ${id}`)) {
      if (kind !== 'version' || body === null) continue;
      const { sha256 } = JSON.parse(body) as { sha256: string };
      const bytes = files.get(sha256);
      if (!bytes || sha256Of(bytes) !== sha256) world.problem('lost', `content ${sha256} is not at the centre`);
    }
  }
}

type Comparable = { kind: string; id: string; ver: number; body: unknown };
const textOf = (rows: Comparable[]) =>
  rows.map(({ kind, id, ver, body }) => `${kind} ${id} ${ver} ${canonicalJson(body)}`).sort();

/** Rule S3: a desk holds exactly what its worker may read, as the centre has it. */
function checkRows(world: World, desk: WorldDesk): void {
  const { database } = world.centre;
  for (const { scope } of readableAt(database, desk.worker.workerId).values()) {
    const there = database
      .table<RecordRow>(`record ${scope.id}`)
      .filter(({ deleted }) => !deleted)
      .map(({ kind, id, ver, body }) => ({ kind, id, ver, body: JSON.parse(body as string) as unknown }));
    const here = [...recordsOfScope(desk.db, scope.id), ...othersOf(desk, scope.id)];
    const [left, right] = [textOf(here), textOf(there)];
    const odd = left.find((row, index) => row !== right[index]) ?? right[left.length];
    if (odd !== undefined) world.problem('diverged', `${desk.name} differs in scope ${scope.id}: ${odd}`);
    const kept = digestAsText(scopeDigest(desk.db, scope.id));
    if (kept !== unsigned(scope.digest)) world.problem('diverged', `${desk.name} has another digest of ${scope.id}`);
    if (digestAsText(summedDigest(desk.db, scope.id)) !== kept) {
      world.problem('diverged', `${desk.name} has a digest of ${scope.id} that is not that of its rows`);
    }
  }
  const look = (text: string) => desk.disk.look(text) as Record<string, unknown>[];
  for (const kind of kindsPending(look)) world.problem('diverged', `${desk.name} shows ${kind} as waiting`);
}

function othersOf(desk: WorldDesk, scopeId: Id): Comparable[] {
  const rows = desk.disk.look(
    'SELECT kind, id, ver, body FROM other_record WHERE scope_id = ?',
    Buffer.from(scopeId.replaceAll('-', ''), 'hex'),
  ) as { kind: string; id: Uint8Array; ver: number; body: string }[];
  return rows.map((row) => ({ ...row, id: idText(row.id), body: JSON.parse(row.body) as unknown }));
}
