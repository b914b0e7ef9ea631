import type { ImportLine } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Level, Role } from '../../core/domain/levels.ts';
import { everyonePrincipalId, houseScopeId, teamMembersPrincipalOf } from '../../core/domain/standing-ids.ts';
import type { RecordWrite } from '../../core/commands/rule.ts';
import type { SampleOffice } from '../sample/generate.ts';
import type { SampleAccount, SampleRole } from '../sample/types.ts';
import { sampleId } from './sample-ids.ts';

const roles: Record<SampleRole, Role> = {
  worker: 'worker',
  scanStation: 'scanStation',
  teamLead: 'teamLead',
  administrator: 'administration',
  auditor: 'audit',
};

/** The role in the house of a sample account. */
export const roleOf = (account: SampleAccount): Role => roles[account.role];

/** A line for a record; the body is checked against the record's schema by the compiler. */
export function recordLine(write: RecordWrite): ImportLine {
  return {
    line: 'record',
    kind: write.kind,
    id: write.id,
    scopeId: write.scopeId,
    body: (write.body ?? {}) as Record<string, unknown>,
  };
}

export function scopeLine(
  scopeId: Id,
  kind: 'g' | 'u' | 'o' | 'c',
  grants: [principalId: Id, level: Level][],
): ImportLine {
  return { line: 'scope', scopeId, kind, grants: grants.map(([principalId, level]) => ({ principalId, level })) };
}

/** The house: branch offices, teams, workers, Postkörbe, registers and keywords with the rights on them. */
export function* officeLines(office: SampleOffice): Generator<ImportLine> {
  yield scopeLine(houseScopeId, 'g', [[everyonePrincipalId, 'read']]);
  const house = (write: Omit<RecordWrite, 'scopeId'>) => recordLine({ ...write, scopeId: houseScopeId } as RecordWrite);
  for (const centre of office.centres) {
    const body = { name: centre.name, place: centre.address.place, isIsland: centre.island };
    yield house({ kind: 'branchOffice', id: sampleId(centre.key), body });
  }
  for (const team of office.teams) {
    const basket = office.baskets.find((candidate) => candidate.kind === 'team' && candidate.teamKey === team.key);
    const inboxId = basket ? sampleId(basket.key) : null;
    yield house({
      kind: 'team',
      id: sampleId(team.key),
      body: { name: team.name, branchOfficeId: sampleId(team.centreKey), inboxId },
    });
  }
  for (const account of [...office.workers, ...office.service]) yield* workerLines(office, account);
  for (const basket of office.baskets) {
    const id = sampleId(basket.key);
    const teamId = sampleId(basket.teamKey);
    const ownerId = basket.ownerKey ? sampleId(basket.ownerKey) : teamId;
    yield house({
      kind: 'inbox',
      id,
      body: { kind: basket.kind === 'team' ? 'team' : 'worker', ownerId, name: basket.name },
    });
    const mine: [Id, Level] = [basket.kind === 'team' ? teamMembersPrincipalOf(teamId) : ownerId, 'write'];
    yield scopeLine(id, 'o', [[everyonePrincipalId, 'deliver'], mine, [teamId, 'write']]);
  }
  for (const register of office.registers) {
    const isProtected = false; // in this house single keywords are protected, not whole registers
    const body = { number: register.number, name: register.name, isProtected, validFrom: '2022-01-01', validTo: null };
    yield house({ kind: 'register', id: sampleId(register.key), body });
  }
  for (const keyword of office.keywords) {
    const rules = {
      copyHint: keyword.copyHint || null,
      isProtected: keyword.protected,
      retentionYears: keyword.retentionYears,
      courtDocumentClass: keyword.xjustizClass,
      followUpDays: keyword.followUpDays,
      proof: keyword.proves && { ...keyword.proves, caseKinds: ['benefit' as const] },
      isRequest: keyword.isRequest,
    };
    const body = {
      registerId: sampleId(keyword.registerKey),
      name: keyword.name,
      rules,
      validFrom: keyword.validFrom,
      validTo: keyword.validTo,
    };
    yield house({ kind: 'keyword', id: sampleId(keyword.key), body });
  }
}

function* workerLines(office: SampleOffice, account: SampleAccount): Generator<ImportLine> {
  const id = sampleId(account.key);
  const basket = office.baskets.find((candidate) => candidate.ownerKey === account.key);
  const body = {
    familyName: account.familyName,
    givenName: account.givenName,
    signature: account.signature,
    role: roleOf(account),
    teamId: account.teamKey ? sampleId(account.teamKey) : null,
    inboxId: basket ? sampleId(basket.key) : null,
    isActive: true,
  };
  yield recordLine({ kind: 'worker', id, scopeId: houseScopeId, body });
  yield scopeLine(id, 'u', [[id, 'write']]);
  if (!account.teamKey) return;
  const teamId = sampleId(account.teamKey);
  yield { line: 'member', workerId: id, principalId: teamMembersPrincipalOf(teamId) };
  if (account.role === 'teamLead') yield { line: 'member', workerId: id, principalId: teamId };
}

/** The last line of a filling: with it the centre counts as filled. */
export function officeRecordLine(office: SampleOffice): ImportLine {
  return recordLine({
    kind: 'office',
    id: sampleId('office'),
    scopeId: houseScopeId,
    body: { name: `Jobcenter ${office.county.name}`, county: office.county.name },
  });
}
