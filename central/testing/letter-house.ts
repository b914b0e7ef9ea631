import type { Id } from '../../core/domain/ids.ts';
import type { Level, ScopeKind } from '../../core/domain/levels.ts';
import type { BodyOf, RecordKind } from '../../core/domain/records.ts';
import { everyonePrincipalId, houseScopeId } from '../../core/domain/standing-ids.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { ensureHouse } from '../store/first-run.ts';
import { type ImportBatch, importBatch } from '../store/import-batch.ts';
import { migrate } from '../store/migrate.ts';
import { newId } from './desk.ts';

/** Two workers of one team with Postkörbe, a basket, and case files as a test gives them; on the tables, without a service. */
export type LetterHouse = AsyncDisposable & {
  database: Database;
  teamId: Id;
  basketId: Id;
  workers: Record<'anna' | 'bernd' | 'clara', { workerId: Id; inboxId: Id }>;
  add(file: NewFile): Promise<Id>;
  write(...records: { kind: RecordKind; id: Id; scopeId: Id; body: Record<string, unknown> }[]): Promise<void>;
  substitute(absentId: Id, substituteId: Id, from: string, to: string): Promise<void>;
};
export type NewFile = {
  workerId: Id;
  fileNumber: string;
  title: string;
  household?: Partial<BodyOf<'household'>>;
  persons?: Partial<BodyOf<'person'>>[];
};

export async function openLetterHouse(connectionString: string): Promise<LetterHouse> {
  const database = openDatabase(connectionString, { connections: 5 });
  await migrate(database);
  await ensureHouse(database);
  const [teamId, basketId] = [newId(), newId()];
  const person = () => ({ workerId: newId(), inboxId: newId() });
  const workers = { anna: person(), bernd: person(), clara: person() };
  const batch = houseBatch(teamId, basketId, workers);
  await importBatch(database, newId(), batch);
  const write: LetterHouse['write'] = (...records) =>
    importBatch(database, newId(), { scopes: [], grants: [], members: [], records });
  return {
    ...{ database, teamId, basketId, workers, write },
    add: async (file) => {
      const caseFileId = newId();
      await importBatch(database, newId(), fileBatch(caseFileId, file));
      return caseFileId;
    },
    substitute: async (absentWorkerId, substituteWorkerId, from, to) => {
      const id = newId();
      const rest = { reason: 'krank', kind: 'handOver', startedBy: absentWorkerId, endedAt: null, endedBy: null };
      const body = { absentWorkerId, substituteWorkerId, from, to, ...rest };
      await write({ kind: 'substitution', id, scopeId: houseScopeId, body });
      await database.query(
        `insert into membership (worker_id, principal_id, source_id, valid) values ($1, $2, $3, tstzrange($4, $5))`,
        [substituteWorkerId, absentWorkerId, id, from, to],
      );
    },
    [Symbol.asyncDispose]: () => database.end(),
  };
}

function houseBatch(teamId: Id, basketId: Id, workers: LetterHouse['workers']): ImportBatch {
  const scopes: { id: Id; kind: ScopeKind }[] = [{ id: basketId, kind: 'o' }];
  const grants: { scopeId: Id; principalId: Id; level: Level }[] = [
    { scopeId: basketId, principalId: teamId, level: 'write' },
    { scopeId: basketId, principalId: everyonePrincipalId, level: 'deliver' },
  ];
  const team = { name: 'Leistung 1', branchOfficeId: newId(), inboxId: basketId };
  const records: ImportBatch['records'] = [{ kind: 'team', id: teamId, scopeId: houseScopeId, body: team }];
  const members: ImportBatch['members'] = [];
  for (const [name, { workerId, inboxId }] of Object.entries(workers)) {
    const names = { familyName: name, givenName: 'Test', signature: 'T', role: 'worker', isActive: true };
    scopes.push({ id: inboxId, kind: 'o' });
    grants.push({ scopeId: inboxId, principalId: workerId, level: 'write' });
    records.push({ kind: 'worker', id: workerId, scopeId: houseScopeId, body: { ...names, teamId, inboxId } });
    members.push({ workerId, principalId: teamId });
  }
  return { scopes, grants, records, members };
}

function fileBatch(caseFileId: Id, { workerId, fileNumber, title, household, persons }: NewFile): ImportBatch {
  const householdId = newId();
  const address = { street: 'Hafenstraße 12', postcode: '43110', place: 'Marschhusen' };
  const caseFile = {
    ...{ fileNumber, kind: 'benefit', title, householdId, workerId, state: 'running', nextSheet: 1 },
    ...{ approvedFrom: null, approvedUntil: null, openedOn: '2024-03-01' },
  };
  const records: ImportBatch['records'] = [
    { kind: 'caseFile', id: caseFileId, scopeId: caseFileId, body: caseFile },
    {
      kind: 'household',
      id: householdId,
      scopeId: caseFileId,
      body: { ...address, phone: null, mail: null, rent: null, heating: null, ...household },
    },
    ...(persons ?? []).map((one) => ({
      ...{ kind: 'person' as const, id: newId(), scopeId: caseFileId },
      body: { householdId, birthDate: null, customerNumber: null, relation: 'Antragstellerin', ...one },
    })),
  ];
  const grants = [{ scopeId: caseFileId, principalId: workerId, level: 'write' as const }];
  return { scopes: [{ id: caseFileId, kind: 'c' }], grants, records, members: [] };
}

/** A keyword of the house without any rule of its own; gives its id. */
export async function writeKeyword(house: LetterHouse, name: string): Promise<Id> {
  const id = newId();
  const rules = {
    copyHint: null,
    isProtected: false,
    retentionYears: 10,
    courtDocumentClass: null,
    followUpDays: null,
  };
  const body = { registerId: newId(), name, rules, validFrom: '2020-01-01', validTo: null };
  await house.write({ kind: 'keyword', id, scopeId: houseScopeId, body });
  return id;
}
