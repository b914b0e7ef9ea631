import { createHash, generateKeyPairSync } from 'node:crypto';
import { applyAccepted } from '../../central/rules/apply.ts';
import { openBatch } from '../../central/rules/batch.ts';
import { inTransaction } from '../../central/store/database.ts';
import { writeLines } from '../../central/store/journal.ts';
import { saveScopes } from '../../central/store/scopes.ts';
import type { AccessChange, RecordWrite } from '../../core/commands/rule.ts';
import { createIdSource, type Id } from '../../core/domain/ids.ts';
import type { Level, Role, ScopeKind } from '../../core/domain/levels.ts';
import { momentOf } from '../../core/domain/moments.ts';
import { everyonePrincipalId, houseScopeId } from '../../core/domain/standing-ids.ts';
import { type Copy, MemoryDatabase } from './database/memory-database.ts';
import { putMembership } from './database/statements/rights.ts';
import type { AnyRow, TableName } from './database/tables.ts';

export const beginning = Date.parse('2026-11-23T07:00:00.000Z');

export type OfficeWorker = { name: string; workerId: Id; inboxId: Id; role: Role };
export type Office = {
  copy: Copy;
  workers: OfficeWorker[];
  scanStation: OfficeWorker;
  /** Has an account and no desk, Postkorb or entry in the directory. */
  administrator: OfficeWorker;
  teams: Id[];
  /** A Postkorb in which two teams work. */
  teamInboxId: Id;
  caseFiles: Id[];
  keywordId: Id;
};

const names: [string, Role][] = [
  ['jensen', 'worker'],
  ['thomsen', 'worker'],
  ['petersen', 'teamLead'],
  ['hansen', 'audit'],
  ['scan', 'scanStation'],
  ['verwaltung', 'administration'],
];

/** The house every world begins in: three workers and an auditor with Postkörben, two teams, three case files. Made once, by the centre's own rules. */
export async function openOffice(): Promise<Office> {
  const newId = createIdSource(
    () => beginning,
    (bytes) => bytes.fill(9),
  );
  const people = names.map(([name, role]) => ({ name, role, workerId: newId(), inboxId: newId() }));
  const workers = people.slice(0, 4);
  const teams = [newId(), newId()];
  const caseFiles = [newId(), newId(), newId()];
  const keywordId = newId();
  const teamInboxId = newId();
  const database = new MemoryDatabase(emptyCopy(people, newId()), { now: () => beginning });
  const [jensen, thomsen, petersen] = workers as [OfficeWorker, OfficeWorker, OfficeWorker];
  await database.administer(async (transaction) => {
    const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, sourceId: null, reason: '' };
    await putMembership(transaction, { ...always, workerId: petersen.workerId, principalId: teams[0] as Id });
    await putMembership(transaction, { ...always, workerId: thomsen.workerId, principalId: teams[1] as Id });
  });
  const scopes: [Id, ScopeKind, [Id, Level][]][] = [[houseScopeId, 'g', [[everyonePrincipalId, 'read']]]];
  for (const { workerId, inboxId } of workers) {
    scopes.push([workerId, 'u', [[workerId, 'write']]]);
    scopes.push([
      inboxId,
      'o',
      [
        [workerId, 'write'],
        [everyonePrincipalId, 'deliver'],
      ],
    ]);
  }
  const rights: [Id, Level][][] = [
    [
      [jensen.workerId, 'write'],
      [teams[0] as Id, 'write'],
    ],
    [
      [jensen.workerId, 'write'],
      [thomsen.workerId, 'write'],
    ],
    [
      [thomsen.workerId, 'write'],
      [petersen.workerId, 'read'],
      [teams[1] as Id, 'write'],
    ],
  ];
  const ofTeams = teams.map((team): [Id, Level] => [team, 'write']);
  scopes.push([teamInboxId, 'o', [...ofTeams, [everyonePrincipalId, 'deliver']]]);
  for (const [index, caseFileId] of caseFiles.entries()) scopes.push([caseFileId, 'c', rights[index] ?? []]);
  const writes = [
    ...houseWrites(workers, keywordId, newId()),
    ...teams.map((id, index) => teamOf(id, `Team ${index + 1}`)),
    teamInbox(teamInboxId, teams[0] as Id),
    ...caseFiles.flatMap((id, index) =>
      caseFileOf(id, { worker: jensen, index, householdId: newId(), personId: newId() }),
    ),
  ];
  await fill(database, scopes, writes, newId());
  return {
    copy: database.copy(),
    workers,
    scanStation: people[4] as OfficeWorker,
    administrator: people[5] as OfficeWorker,
    teams,
    teamInboxId,
    caseFiles,
    keywordId,
  };
}

function emptyCopy(people: readonly OfficeWorker[], epoch: Id): Copy {
  const accounts = new Map(
    people.map(({ workerId, role }): [string, AnyRow] => [workerId, { workerId, role, closingUntil: null }]),
  );
  const contents = new Map<TableName, Map<string, AnyRow>>([
    ['store', new Map([['', { epoch }]])],
    ['account', accounts],
    ['escrowKey', new Map([[epoch, newEscrowKey(epoch)]])],
  ]);
  return { contents, nextXid: 700 };
}

function newEscrowKey(id: Id): AnyRow {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const plain = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return { id, publicKey: plain, privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }) };
}

async function fill(
  database: MemoryDatabase,
  scopes: [Id, ScopeKind, [Id, Level][]][],
  writes: RecordWrite[],
  commandId: Id,
): Promise<void> {
  await inTransaction(database.pool(), 'write', async (connection) => {
    const caller = { workerId: houseScopeId, role: 'administration' as const, sessionId: houseScopeId };
    const batch = openBatch(connection, caller, houseScopeId, false);
    const access = scopes.map(([scopeId, kind, grants]) => {
      const given = grants.map(([principalId, level]) => ({ principalId, level }));
      return { change: 'createScope', scopeId, kind, grants: given } as unknown as AccessChange;
    });
    const occasion = {
      ...{ actorId: houseScopeId, clientId: null, commandId, atDesk: momentOf(beginning) },
      payloadHash: createHash('sha256').digest(),
    };
    await applyAccepted(batch, { outcome: 'accepted', writes, journal: [], access, station: [], hints: [] }, occasion);
    await batch.records.flush();
    await writeLines(connection, batch.lines);
    await saveScopes(connection, [...batch.scopes.values()], batch.moved);
  });
}

function houseWrites(workers: readonly OfficeWorker[], keywordId: Id, registerId: Id): RecordWrite[] {
  const valid = { validFrom: '2020-01-01', validTo: null };
  const rules = {
    copyHint: null,
    isProtected: false,
    retentionYears: 10,
    courtDocumentClass: null,
    followUpDays: null,
  };
  const scopeId = houseScopeId;
  return [
    {
      kind: 'register',
      id: registerId,
      scopeId,
      body: { number: 3, name: 'Unterkunft', isProtected: false, ...valid },
    },
    { kind: 'keyword', id: keywordId, scopeId, body: { registerId, name: 'Nebenkosten', rules, ...valid } },
    ...workers.flatMap(({ name, role, workerId, inboxId }): RecordWrite[] => {
      const person = { familyName: name, givenName: 'Grete', signature: 'GJ', role, teamId: null, inboxId };
      return [
        { kind: 'worker', id: workerId, scopeId, body: { ...person, isActive: true } },
        { kind: 'inbox', id: inboxId, scopeId, body: { kind: 'worker', ownerId: workerId, name } },
      ];
    }),
  ];
}

function teamInbox(id: Id, ownerId: Id): RecordWrite {
  return { kind: 'inbox', id, scopeId: houseScopeId, body: { kind: 'team', ownerId, name: 'Eingang Team' } };
}

function teamOf(id: Id, name: string): RecordWrite {
  return { kind: 'team', id, scopeId: houseScopeId, body: { name, branchOfficeId: houseScopeId, inboxId: null } };
}

type CaseOf = { worker: OfficeWorker; index: number; householdId: Id; personId: Id };

function caseFileOf(id: Id, { worker, index, householdId, personId }: CaseOf): RecordWrite[] {
  const approved = { approvedFrom: null, approvedUntil: null, openedOn: '2020-01-01', householdId };
  const facts = { fileNumber: `13102BG000471${index}`, kind: 'benefit' as const, title: `Petersen ${index}` };
  const body = { ...facts, ...approved, workerId: worker.workerId, state: 'running' as const, nextSheet: 1 };
  const home = { street: 'Norderstraße 7', postcode: '25813', place: 'Husum', phone: null, mail: null };
  const person = { familyName: 'Petersen', givenName: 'Anna', birthDate: '1988-04-03', customerNumber: null };
  return [
    { kind: 'caseFile', id, scopeId: id, body },
    { kind: 'household', id: householdId, scopeId: id, body: { ...home, rent: null, heating: null } },
    { kind: 'person', id: personId, scopeId: id, body: { ...person, householdId, relation: 'Antragstellerin' } },
  ];
}
