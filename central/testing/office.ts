import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ImportLine } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Role } from '../../core/domain/levels.ts';
import { everyonePrincipalId, houseScopeId } from '../../core/domain/standing-ids.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import type { Log } from '../http/context.ts';
import { type Central, type CentralOptions, startCentral } from '../service.ts';
import { openBlobFolder } from '../store/blob-folder.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { Desk, newId } from './desk.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
export const password = 'ein gutes Kennwort';

type Name = 'anna' | 'bernd' | 'clara' | 'dora' | 'post' | 'audit';
const roles: Record<Name, Role> = {
  anna: 'worker',
  bernd: 'worker',
  clara: 'teamLead',
  dora: 'worker',
  post: 'scanStation',
  audit: 'audit',
};

/** A small house on a database of its own: four who keep files, a scan station, an auditor; Anna and Bernd keep a file each. */
export type Office = AsyncDisposable & {
  central: Central;
  address: string;
  administrator: Desk;
  ids: Record<Name, Id>;
  inboxes: { anna: Id; bernd: Id };
  caseFiles: { anna: Id; bernd: Id };
  teamId: Id;
  blobsFolder: string;
  desk(name: Name): Promise<Desk>;
  import(lines: ImportLine[]): Promise<{ scopes: number; records: number; members: number }>;
};

export function caseFileBody(fileNumber: string, workerId: Id): BodyOf<'caseFile'> {
  const dates = { approvedFrom: null, approvedUntil: null, openedOn: '2024-03-01' };
  return {
    ...{
      fileNumber,
      kind: 'benefit' as const,
      title: 'Petersen, Anna',
      householdId: null,
      workerId,
      state: 'running' as const,
    },
    ...dates,
    nextSheet: 1,
  };
}

/** What is known about a content, for commands. */
export function contentFacts(sha256: string, size: number) {
  return {
    ...{ fileName: 'brief.pdf', mediaType: 'application/pdf', size, sha256, kind: 'pdf' as const, pageCount: 1 },
    ...{ encrypted: 'no' as const, hasText: true, explanation: null, attachments: [] },
  };
}

export const filing = {
  ...{ title: 'Mietvertrag', keywordIds: [newId()], letterDate: null, receivedDate: null, sender: null },
  ...{ direction: 'incoming' as const, isProtected: false },
};

/** Arguments of a note in a case file. */
export const noteArgs = (caseFileId: Id, text = 'Anruf') => ({
  ...{ caseFileId, noteId: newId(), documentId: null, text, isPinned: false, isPhoneCall: true },
});

function houseLines(office: Pick<Office, 'ids' | 'inboxes' | 'caseFiles' | 'teamId'>): ImportLine[] {
  const { ids, inboxes, caseFiles, teamId } = office;
  const lines: ImportLine[] = [
    { line: 'scope', scopeId: houseScopeId, kind: 'g', grants: [{ principalId: everyonePrincipalId, level: 'read' }] },
  ];
  for (const [name, id] of Object.entries(ids)) {
    const role = roles[name as Name];
    const teamOf = role === 'worker' ? teamId : null;
    const body = {
      familyName: name,
      givenName: 'Test',
      signature: 'T',
      role,
      teamId: teamOf,
      inboxId: null,
      isActive: true,
    };
    lines.push({ line: 'record', kind: 'worker', id, scopeId: houseScopeId, body });
  }
  lines.push({ line: 'member', workerId: ids.clara, principalId: teamId });
  for (const name of ['anna', 'bernd'] as const) {
    const everyone = { principalId: everyonePrincipalId, level: 'deliver' as const };
    const owner = { principalId: ids[name], level: 'write' as const };
    const team = { principalId: teamId, level: 'read' as const };
    lines.push({ line: 'scope', scopeId: inboxes[name], kind: 'o', grants: [owner, everyone] });
    lines.push({ line: 'scope', scopeId: caseFiles[name], kind: 'c', grants: [owner, team] });
    const body = caseFileBody(`1234${name.length}BG0000001`, ids[name]);
    lines.push({ line: 'record', kind: 'caseFile', id: caseFiles[name], scopeId: caseFiles[name], body });
  }
  return lines;
}

async function makeAccount(administrator: Desk, account: { workerId: Id; login: string; role: Role }): Promise<void> {
  const { status } = await administrator.call('POST', '/v1/accounts', { ...account, password });
  if (status !== 201) throw new Error(`account: ${status}`);
}

export async function openOffice(
  connectionString: string,
  given: { log?: Log; blobs?: BlobStore; intake?: CentralOptions['intake'] } = {},
): Promise<Office> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-centre-'));
  const blobsFolder = path.join(folder, 'blobs');
  const central = await startCentral({
    ...{ connectionString, dataFolder: folder, host: '127.0.0.1', port: 0, log: given.log ?? silent },
    blobs: given.blobs ?? (await openBlobFolder(blobsFolder)),
    administratorPassword: password,
    intake: given.intake,
  });
  const { address } = central;
  const administrator = await Desk.login(address, 'verwaltung', password);
  const ids = Object.fromEntries(Object.keys(roles).map((name) => [name, newId()])) as Record<Name, Id>;
  // Hashing passwords takes time: an account is made when its desk is first asked for.
  const accounts = new Map<Name, Promise<void>>();
  const accountOf = (name: Name): Promise<void> => {
    const made =
      accounts.get(name) ?? makeAccount(administrator, { workerId: ids[name], login: name, role: roles[name] });
    accounts.set(name, made);
    return made;
  };
  const office: Office = {
    ...{ central, address, administrator, ids, blobsFolder, teamId: newId() },
    inboxes: { anna: newId(), bernd: newId() },
    caseFiles: { anna: newId(), bernd: newId() },
    desk: async (name) => {
      await accountOf(name);
      return Desk.login(address, name, password);
    },
    import: async (lines) => {
      const body = lines.map((line) => JSON.stringify(line)).join('\n');
      const headers = { 'content-type': 'application/x-ndjson' };
      const answer = await administrator.call<{ scopes: number; records: number; members: number }>(
        ...(['POST', '/v1/import', body, headers] as const),
      );
      if (answer.status !== 200) throw new Error(`import failed: ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    [Symbol.asyncDispose]: async () => {
      await central.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await office.import(houseLines(office));
  return office;
}
