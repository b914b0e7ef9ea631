import { randomBytes } from 'node:crypto';
import { everyonePrincipalId, houseScopeId } from '../../core/domain/standing-ids.ts';
import type { RecordWrite } from '../../core/commands/rule.ts';
import { createIdSource, type Id } from '../../core/domain/ids.ts';
import { CentralAccess } from '../../demo/filling/central-access.ts';
import { recordLine, scopeLine } from '../../demo/filling/office-lines.ts';

export const newId = createIdSource(Date.now, (bytes) => bytes.set(randomBytes(bytes.length)));
export const administratorPassword = 'ein gutes Kennwort';
const password = 'kennwort-der-probe';

export type HouseWorker = { login: string; password: string; workerId: Id; inboxId: Id };
/** `shared`: all may write there; `rented`: all may, unless it is denied to somebody; `own`: each only her own. */
export type House = {
  workers: HouseWorker[];
  scanStation: { login: string; password: string; workerId: Id };
  keywordId: Id;
  shared: Id;
  rented: Id;
  own: Map<Id, Id>;
  /** Whose Postkorb gets what is scanned. */
  team: { teamId: Id; inboxId: Id };
};

const logins = ['jensen', 'thomsen', 'petersen', 'carstensen'];

/** Plans a house with so many workers, each with a Postkorb and a file of her own. */
export function planHouse(count: number): House {
  const workers = logins.slice(0, count).map((login) => ({ login, password, workerId: newId(), inboxId: newId() }));
  return {
    workers,
    scanStation: { login: 'scan', password, workerId: newId() },
    ...{ keywordId: newId(), shared: newId(), rented: newId() },
    own: new Map(workers.map(({ workerId }) => [workerId, newId()])),
    team: { teamId: newId(), inboxId: newId() },
  };
}

/** Fills an empty centre. */
export async function fillHouse(address: string, house: House): Promise<void> {
  const access = new CentralAccess(address, administratorPassword);
  const { workers, scanStation, own } = house;
  const everyone: [Id, 'write'][] = workers.map(({ workerId }) => [workerId, 'write']);
  await access.send([
    scopeLine(houseScopeId, 'g', [[everyonePrincipalId, 'read']]),
    ...houseRecords(house).map(recordLine),
    ...workers.flatMap(({ workerId, inboxId }) => [
      scopeLine(inboxId, 'o', [
        [workerId, 'write'],
        [everyonePrincipalId, 'deliver'],
      ]),
    ]),
    scopeLine(house.team.inboxId, 'o', [...everyone, [everyonePrincipalId, 'deliver']]),
    scopeLine(house.shared, 'c', everyone),
    scopeLine(house.rented, 'c', everyone),
    ...[...own].map(([workerId, caseFileId]) => scopeLine(caseFileId, 'c', [[workerId, 'write']])),
    ...[house.shared, house.rented, ...own.values()].map((id, index) => recordLine(caseFileRecord(id, workers, index))),
  ]);
  for (const { workerId, login } of workers) await access.makeAccount({ workerId, login, password, role: 'worker' });
  await access.makeAccount({ ...scanStation, role: 'scanStation' });
  await access.finish();
}

function houseRecords({ workers, keywordId, team: { teamId, inboxId } }: House): RecordWrite[] {
  const scopeId = houseScopeId;
  const registerId = newId();
  const valid = { validFrom: '2020-01-01', validTo: null };
  const hints = { copyHint: null, courtDocumentClass: null, followUpDays: null };
  const rules = { ...hints, isProtected: false, retentionYears: 10 };
  return [
    {
      kind: 'register',
      id: registerId,
      scopeId,
      body: { number: 3, name: 'Unterkunft', isProtected: false, ...valid },
    },
    { kind: 'keyword', id: keywordId, scopeId, body: { registerId, name: 'Nebenkosten', rules, ...valid } },
    { kind: 'team', id: teamId, scopeId, body: { name: 'Team Nord', branchOfficeId: newId(), inboxId } },
    { kind: 'inbox', id: inboxId, scopeId, body: { kind: 'team', ownerId: teamId, name: 'Team Nord' } },
    ...workers.flatMap(({ login, workerId, inboxId }): RecordWrite[] => {
      const name = { familyName: login, givenName: 'Grete', signature: 'GJ' };
      const body = { ...name, role: 'worker' as const, teamId: null, inboxId, isActive: true };
      return [
        { kind: 'worker', id: workerId, scopeId, body },
        { kind: 'inbox', id: inboxId, scopeId, body: { kind: 'worker', ownerId: workerId, name: login } },
      ];
    }),
  ];
}

function caseFileRecord(id: Id, workers: readonly HouseWorker[], index: number): RecordWrite {
  const dates = { approvedFrom: null, approvedUntil: null, openedOn: '2024-03-01', householdId: null };
  const facts = { fileNumber: `13102BG000471${index}`, kind: 'benefit' as const, title: `Petersen ${index}` };
  const workerId = workers[0]?.workerId ?? id;
  return {
    kind: 'caseFile',
    id,
    scopeId: id,
    body: { ...facts, ...dates, workerId, state: 'running' as const, nextSheet: 1 },
  };
}
