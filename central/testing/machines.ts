import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import type { MachineRequest } from '../automation/machine-request.ts';
import { type Answer, call } from './desk.ts';
import { caseFileBody, type Office } from './office.ts';
import { newId } from './desk.ts';

type Failure = { code: string; message: string; details: Record<string, unknown> };

/** A program with a token, as a test speaks for it. */
export class TestMachine {
  readonly id: Id;
  readonly token: string;
  readonly #address: string;

  constructor(address: string, made: { id: Id; token: string }) {
    this.#address = address;
    this.id = made.id;
    this.token = made.token;
  }

  call<Body = Failure>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    return call<Body>(this.#address, method, `/v1/automation${path}`, { token: this.token, body, headers });
  }
}

/** In half a year. */
export const later = () => new Date(Date.now() + 180 * 86_400_000).toISOString();

/** Tells the house of its team and of Anna's and Bernd's Postkörbe, which rights of machines name. */
export async function nameTeamAndInboxes(office: Office): Promise<void> {
  const { inboxes, ids, teamId } = office;
  await office.import([
    {
      ...{ line: 'record', kind: 'team', id: teamId, scopeId: houseScopeId },
      body: { name: 'Team Nord', branchOfficeId: newId(), inboxId: null },
    },
    ...(['anna', 'bernd'] as const).map((name) => ({
      ...{ line: 'record' as const, kind: 'inbox' as const, id: inboxes[name], scopeId: houseScopeId },
      body: { kind: 'worker' as const, ownerId: ids[name], name: `Postkorb ${name}` },
    })),
  ]);
}

/** Makes a machine with all rights in Anna's Postkorb and the team unless told otherwise. */
export async function makeMachine(office: Office, wish: Partial<MachineRequest> = {}): Promise<TestMachine> {
  const { status, body } = await office.administrator.call<{ id: Id; token: string }>('POST', '/v1/machines', {
    ...{ name: 'Robotik Posteingang', rights: ['intake', 'lookup', 'search', 'events'], expiresAt: later() },
    ...{ inboxIds: [office.inboxes.anna], teamIds: [office.teamId], requestsPerMinute: 6_000 },
    ...wish,
  });
  if (status !== 201) throw new Error(`machine: ${status} ${JSON.stringify(body)}`);
  return new TestMachine(office.address, body);
}

/** A case file of nobody's team: machines of the team do not reach it. */
export async function addForeignCaseFile(office: Office, fileNumber: string): Promise<Id> {
  const caseFileId = newId();
  const { dora } = office.ids;
  await office.import([
    { line: 'scope', scopeId: caseFileId, kind: 'c', grants: [{ principalId: dora, level: 'write' }] },
    { line: 'record', kind: 'caseFile', id: caseFileId, scopeId: caseFileId, body: caseFileBody(fileNumber, dora) },
  ]);
  return caseFileId;
}

type NewDocument = { caseFileId: Id; title: string; pages: string[]; isProtected?: boolean };

/** Lines of an import that put a document with its texts into a case file, without bytes. */
export function documentLines({ caseFileId, title, pages, isProtected = false }: NewDocument) {
  const [id, versionId, by, at] = [newId(), newId(), newId(), new Date().toISOString()];
  const document = {
    ...{ title, letterDate: '2026-01-02', receivedDate: null, sender: 'Vermieter', direction: 'incoming' as const },
    ...{ versionId, pageCount: pages.length, sheetFrom: 1, sheetTo: pages.length, isProtected },
    ...{ state: 'filed' as const, stateReason: null, movedTo: null, filedAt: at, filedBy: by, inboxItemId: null },
    arrivedAfterClosing: false,
  };
  const version = {
    ...{ ownerId: id, fileName: 'a.pdf', mediaType: 'application/pdf', size: 1, sha256: 'ab'.repeat(32) },
    ...{ kind: 'pdf' as const, pageCount: pages.length, encrypted: 'no' as const, hasText: true, explanation: null },
    ...{ attachments: [], createdAt: at, createdBy: by },
  };
  const place = { line: 'record' as const, scopeId: caseFileId };
  return {
    id,
    lines: [
      { ...place, kind: 'document' as const, id, body: document },
      { ...place, kind: 'version' as const, id: versionId, body: version },
      ...pages.map((text, index) => ({
        ...{ ...place, kind: 'page' as const, id: newId() },
        body: { versionId, number: index + 1, text },
      })),
    ],
  };
}
