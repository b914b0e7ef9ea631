import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld } from '../../tests/support/desk-world.ts';
import { TwoDesks } from '../../tests/support/two-online-desks.ts';
import type { Id } from '../../core/domain/ids.ts';

let world: DeskWorld;
let desks: TwoDesks;
let first: BackendDesk;
let second: BackendDesk;
let documentId: Id;

const syncAll = () => desks.syncAll();
const list = async (desk: BackendDesk) => (await desk.client.clarifications.list({})).rows;
const get = (desk: BackendDesk) => desk.client.documents.get({ caseFileId: world.caseFileId, documentId });
const rename = async (desk: BackendDesk, title: string) => {
  const before = { title: (await get(desk)).title };
  await desk.client.documents.setDetails({ caseFileId: world.caseFileId, documentId, before, after: { title } });
};

/** Jensen and Thomsen rename one document, each without the centre; Jensen's change reaches it first. */
beforeEach(async () => {
  world = new DeskWorld();
  documentId = world.newId();
  world.centre.decide(world.jensen.workerId, {
    ...{ id: world.newId(), name: 'fileInboxItem', at: world.now() },
    args: {
      ...{ inboxId: world.jensen.inboxId, itemId: world.deliver(world.jensen, 'Miete') },
      ...{ caseFileId: world.caseFileId, documentId, filing: world.filing('Miete') },
    },
  });
  desks = await TwoDesks.open(world);
  ({ first, second } = desks);
  await desks.until(async () => {
    expect([(await get(first)).title, (await get(second)).title]).toEqual(['Miete', 'Miete']);
  });
  await desks.apart(
    () => rename(first, 'Mietvertrag'),
    () => rename(second, 'Vertrag Hafenstraße'),
  );
  await desks.until(async () => {
    expect(await list(first)).toHaveLength(1);
  });
}, 60_000);
afterEach(() => desks.close());

test('whose title was written over reads it in Klärung, with who did it and what stands now', async () => {
  expect(await list(first)).toMatchObject([
    {
      ...{ kind: 'overlap', caseTitle: 'Petersen, Anna' },
      message:
        'Thomsen hat die Angaben von „Vertrag Hafenstraße“ um 09:01 geändert, ohne Ihre Änderung zu kennen. Beide stehen im Verlauf.',
      content: [
        { field: 'Titel', value: 'Mietvertrag' },
        { field: 'Titel, jetzt gültig', value: 'Vertrag Hafenstraße' },
      ],
      actions: [{ action: 'acknowledge' }, { action: 'useOwn', label: 'Meine Angaben einsetzen' }],
    },
  ]);
  expect(await list(second)).toEqual([]);
  expect((await first.client.sync.state({})).clarifications).toBe(1);
});

test('her own value is put in with one action, and nobody is disturbed again', async () => {
  const { clarificationId } = (await list(first))[0]!;
  await first.client.clarifications.settle({ clarificationId, action: 'useOwn' });
  expect((await get(first)).title).toBe('Mietvertrag');
  await desks.until(async () => {
    expect((await get(second)).title).toBe('Mietvertrag');
  });
  expect([await list(first), await list(second)]).toEqual([[], []]);
});

test('once seen it is gone, also after the next sync', async () => {
  const { clarificationId } = (await list(first))[0]!;
  await first.client.clarifications.settle({ clarificationId, action: 'acknowledge' });
  await syncAll();
  expect(await list(first)).toEqual([]);
  expect((await get(first)).history.map(({ newValue }) => newValue)).toEqual(['Vertrag Hafenstraße', 'Mietvertrag']);
});
