import { createHash } from 'node:crypto';
import { applyAccepted } from '../../central/rules/apply.ts';
import { openBatch } from '../../central/rules/batch.ts';
import { inTransaction } from '../../central/store/database.ts';
import { writeLines } from '../../central/store/journal.ts';
import { lockScopes, saveScopes } from '../../central/store/scopes.ts';
import type { RecordWrite } from '../../core/commands/rule.ts';
import type { Id } from '../../core/domain/ids.ts';
import { momentOf } from '../../core/domain/moments.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { raiseAccessVersions } from './database/statements/principals.ts';
import { putMembership, removeMembership } from './database/statements/rights.ts';
import type { FaultName } from './faults.ts';
import { changePost, closeOrOpen } from './staff-acts.ts';
import type { World } from './world.ts';

// What happens to desks, centre and organisation. Each is drawn only where its fault is switched on.

type Misfortune = (world: World) => void | Promise<void>;

/** Misfortunes that come as events; the other faults work on calls, see line.ts and centre.ts. */
export const misfortunes: Partial<Record<FaultName, Misfortune>> = {
  kills: (world) => world.anyDesk().kill(),
  killsInTransactions: (world) => world.anyDesk().killSoon(world.random.between(1, 8)),
  powerCuts: (world) => world.anyDesk().cutPower(),
  diskRollbacks(world) {
    const desk = world.anyDesk();
    if (world.random.chance(0.5) || !desk.returnToSnapshot()) desk.takeSnapshot();
    else world.noteDisaster();
  },
  copiedProfiles(world) {
    if (world.desks.length < 6) world.copyProfile(world.anyDesk());
  },
  diskTrouble(world) {
    const desk = world.anyDesk();
    desk.disk.trouble = world.random.pick(['full', 'readOnly', 'none']);
    world.scheduler.after(world.random.wait(3_000), () => {
      desk.disk.trouble = 'none';
    });
  },
  clockJumps(world) {
    world.anyDesk().clockOffset = world.random.pick([-1, 1, 0]) * world.random.pick([600_000, 86_400_000 * 365]);
  },
  sleep: (world) => world.anyDesk().sleep(world.random.wait(20_000)),
  lostFiles(world) {
    const { files } = world.anyDesk();
    const names = [...files.keys()];
    if (names.length > 0) files.delete(world.random.pick(names));
  },
  serviceCrashes: (world) => world.centre.crashService(world.random.wait(2_000)),
  databaseCrashes: (world) => world.centre.crashDatabase(world.random.wait(2_000)),
  restores: (world) => world.backupOrRestore(),
  failOvers: (world) => world.failOver(),
  async compaction(world) {
    const scopeId = world.random.pick(world.caseFiles);
    await world.administer(async (transaction) => {
      await transaction.lock('scope', scopeId);
      const scope = transaction.get('scope', scopeId);
      if (scope) transaction.put('scope', scopeId, { ...scope, purgeFloor: scope.head });
    });
  },
  newerCentre: (world) => writeAtCentre(world, world.random.pick(world.office.caseFiles), newerWrites(world), 0),
  longTransactions: (world) =>
    writeAtCentre(world, world.random.pick(world.office.caseFiles), [], world.random.wait(5_000)),
  async rights(world) {
    const scopeId = world.random.pick([...world.caseFiles, ...world.office.workers.map(({ inboxId }) => inboxId)]);
    const principalId = world.random.pick([
      ...world.office.workers.map(({ workerId }) => workerId),
      ...world.office.teams,
    ]);
    const level = world.random.pick(['write', 'write', 'read', 'deliver', null] as const);
    const key = `${scopeId}/${principalId}`;
    await world.administer(async (transaction) => {
      await transaction.lock('grant', key);
      if (!transaction.get('scope', scopeId)) return;
      transaction.put('grant', key, level === null ? null : { scopeId, principalId, level });
      await raiseAccessVersions(transaction, [principalId]);
    });
  },
  async denials(world) {
    const scopeId = world.random.pick(world.caseFiles);
    const { workerId } = world.random.pick(world.office.workers);
    const key = `${scopeId}/${workerId}`;
    await world.administer(async (transaction) => {
      await transaction.lock('deny', key);
      transaction.put('deny', key, transaction.get('deny', key) ? null : { scopeId, workerId });
      await raiseAccessVersions(transaction, [workerId]);
    });
  },
  closings: (world) => closeOrOpen(world),
  async teams(world) {
    if (world.random.chance(0.5)) return changePost(world);
    const { workerId } = world.random.pick(world.office.workers);
    const [before, after] = world.random.chance(0.5) ? world.office.teams : [...world.office.teams].reverse();
    const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, sourceId: null, reason: '' };
    await world.administer(async (transaction) => {
      await removeMembership(transaction, { workerId, principalId: before as Id, sourceId: null });
      await putMembership(transaction, { ...always, workerId, principalId: after as Id });
    });
  },
};

/** A kind of record this program does not know yet, and a known one with a field and a value it does not know. */
function newerWrites(world: World): RecordWrite[] {
  const id = world.newId();
  const scopeId = world.random.pick(world.office.caseFiles);
  const facts = { documentId: null, parentIds: [], text: 'Neu', isPinned: false, isPhoneCall: false };
  const made = { createdAt: momentOf(world.scheduler.now()), createdBy: world.office.scanStation.workerId };
  const note = { ...facts, ...made, retractedAt: null, retractReason: null, mood: { of: 'tomorrow' } };
  const writes = [
    { kind: 'courtLetter', id, scopeId, body: world.random.chance(0.7) ? { text: 'Neu' } : null },
    { kind: 'note', id: world.newId(), scopeId, body: world.random.chance(0.5) ? note : { ...note, isPinned: 'very' } },
  ];
  return writes as unknown as RecordWrite[];
}

/** Something the centre writes by itself; with `wait` its transaction has its number long before it commits. */
async function writeAtCentre(world: World, caseFileId: Id, writes: RecordWrite[], wait: number): Promise<void> {
  const scopeId = writes[0]?.scopeId ?? caseFileId;
  const facts = { dueOn: '2020-12-01', subject: 'Von der Zentrale', documentId: null };
  const made = { createdAt: momentOf(world.scheduler.now()), createdBy: world.office.scanStation.workerId };
  const followUp = { ...facts, ...made, completedAt: null, completedBy: null };
  const own: RecordWrite = { kind: 'followUp', id: world.newId(), scopeId, body: followUp };
  const caller = { workerId: houseScopeId, role: 'administration' as const, sessionId: houseScopeId };
  const occasion = {
    ...{ actorId: houseScopeId, clientId: null, commandId: null, atDesk: momentOf(world.scheduler.now()) },
    payloadHash: createHash('sha256').digest(),
  };
  const decision = { outcome: 'accepted' as const, access: [], station: [], hints: [] };
  const journal = [{ scopeId, action: 'followUp.created', targetKind: 'followUp' as const, targetId: own.id }];
  await inTransaction(world.centre.database.pool(), 'write', async (connection) => {
    const batch = openBatch(connection, caller, houseScopeId, false);
    if (wait > 0) {
      const facts = [world.newId(), houseScopeId, houseScopeId, 1];
      await connection.query(takesNumber, facts);
      await world.scheduler.wait(wait);
    }
    for (const [id, scope] of await lockScopes(connection, [scopeId])) batch.scopes.set(id, scope);
    if (!batch.scopes.has(scopeId)) return;
    await applyAccepted(batch, { ...decision, writes: writes.length > 0 ? writes : [own], journal }, occasion);
    await batch.records.flush();
    await writeLines(connection, batch.lines);
    await saveScopes(connection, [...batch.scopes.values()], batch.moved);
  }).then(
    () => world.centre.announce(),
    () => undefined, // broken off: it has not happened
  );
}

/** The statement by which a transaction gets its number. */
const takesNumber = `insert into client (client_id, worker_id, session_id, schema_version) values ($1, $2, $3, $4)
     on conflict do nothing`;
