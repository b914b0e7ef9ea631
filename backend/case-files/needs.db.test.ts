import { expect, test } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { type BackendDesk, deskForEachTest, logIn } from '../../tests/support/backend-desk.ts';
import type { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest((opened) => {
  ({ world, desk } = opened);
});

function addKeyword(name: string, rules: Record<string, unknown>): Id {
  const id = world.newId();
  const usual = {
    copyHint: null,
    isProtected: false,
    retentionYears: 10,
    courtDocumentClass: null,
    followUpDays: null,
  };
  const body = {
    registerId: world.newId(),
    name,
    rules: { ...usual, ...rules },
    validFrom: '2020-01-01',
    validTo: null,
  };
  world.centre.write([{ kind: 'keyword', id, scopeId: houseScopeId, body }]);
  return id;
}
const needs = async () => (await desk.client.caseFiles.cover({ caseFileId: world.caseFileId })).needs;

async function file(
  title: string,
  keywordId: Id,
  more: { direction?: 'outgoing'; letterDate?: string } = {},
): Promise<Id> {
  const { inboxId } = world.jensen;
  const itemId = world.deliver(world.jensen, title);
  await desk.client.sync.now({});
  const filing = { ...world.filing(title), keywordIds: [keywordId], ...more };
  const { caseFileId } = world;
  await desk.client.inbox.file({ inboxId, itemId, caseFileId, filing });
  return (await desk.client.inbox.item({ inboxId, itemId })).filedTo!.documentId;
}

test('the cover tells what the keyword rules ask for, when it was requested, and no more once it is filed', async () => {
  const proof = { name: 'Kontoauszüge', caseKinds: ['benefit'], validMonths: 6 };
  const statement = addKeyword('Kontoauszüge', { proof });
  const request = addKeyword('Mitwirkungsaufforderung', { isRequest: true });
  await logIn(desk, world.jensen);
  await file('Auszug alt', statement, { letterDate: '2026-01-02' });
  const old = { name: 'Kontoauszüge', keywordNames: ['Kontoauszüge'], newestOn: '2026-01-02' };
  expect(await needs()).toEqual({ missing: [old], lastRequest: null });

  const { caseFileId } = world;
  const documentId = await file('Bitte reichen Sie ein', request, { direction: 'outgoing', letterDate: '2026-11-10' });
  await desk.client.followUps.create({ caseFileId, documentId, dueOn: '2026-12-01', subject: 'Eingegangen?' });
  const lastRequest = { documentId, title: 'Bitte reichen Sie ein', sentOn: '2026-11-10', dueOn: '2026-12-01' };
  expect(await needs()).toEqual({ missing: [old], lastRequest });

  const newest = await file('Auszug neu', statement);
  expect(await needs()).toEqual({ missing: [], lastRequest: null });
  await desk.client.documents.retract({ caseFileId, documentId: newest, reason: 'falsche Akte' });
  expect(await needs()).toMatchObject({ missing: [old] });
});

test('without such rules the cover says that nothing is laid down', async () => {
  await logIn(desk, world.jensen);
  expect(await needs()).toBeNull();
});
