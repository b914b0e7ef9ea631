import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld } from '../../tests/support/desk-world.ts';
import { TwoDesks } from '../../tests/support/two-online-desks.ts';
import { fachverfahrenWorkerId } from '../../core/domain/standing-ids.ts';

let world: DeskWorld;
let desks: TwoDesks;
let first: BackendDesk;
let second: BackendDesk;

const home = { street: 'Norderstraße 7', postcode: '25813', place: 'Husum' };
const cover = (desk: BackendDesk) => desk.client.caseFiles.cover({ caseFileId: world.caseFileId });
const list = async (desk: BackendDesk) => (await desk.client.clarifications.list({})).rows;
const history = async (desk: BackendDesk) =>
  (await desk.client.caseFiles.coverHistory({ caseFileId: world.caseFileId })).rows.map(
    ({ field, oldValue, newValue, byName }) => [field, oldValue, newValue, byName],
  );
const ofHome = (household: object) => ({ caseFile: {}, household, persons: [] });
const change = (desk: BackendDesk, before: object, after: object) =>
  desk.client.caseFiles.changeCover({ caseFileId: world.caseFileId, before: ofHome(before), after: ofHome(after) });

beforeEach(async () => {
  world = new DeskWorld();
  const householdId = world.newId();
  const { caseFileId } = world;
  const body = { ...world.centre.scope(caseFileId).rows.get(`caseFile/${caseFileId}`)?.body, householdId } as never;
  const nothing = { phone: null, mail: null, rent: null, heating: null };
  world.centre.write([
    { kind: 'caseFile', id: caseFileId, scopeId: caseFileId, body },
    { kind: 'household', id: householdId, scopeId: caseFileId, body: { ...home, ...nothing } },
  ]);
  desks = await TwoDesks.open(world);
  ({ first, second } = desks);
  await desks.until(async () => {
    expect([(await cover(first)).household?.place, (await cover(second)).household?.place]).toEqual(['Husum', 'Husum']);
  });
}, 60_000);
afterEach(() => desks.close());

test('a telephone number changed at two desks apart: the last stands, the first is told, both are readable at both', async () => {
  await desks.apart(
    () => change(first, { phone: null }, { phone: '04841 1' }),
    () => change(second, { phone: null }, { phone: '04841 2' }),
  );
  await desks.until(async () => {
    expect(await list(first)).toMatchObject([
      {
        ...{ kind: 'overlap', label: 'Aktendeckel geändert', caseTitle: 'Petersen, Anna' },
        message: expect.stringMatching(/^Thomsen hat diese Angaben um 09:01 geändert, ohne Ihre Änderung zu kennen/),
        content: [
          { field: 'Telefon', value: '04841 1' },
          { field: 'Telefon, jetzt gültig', value: '04841 2' },
        ],
      },
    ]);
  });
  expect(await list(second)).toEqual([]);
  for (const desk of [first, second]) {
    expect(await history(desk)).toEqual([
      ['Telefon', '04841 1', '04841 2', 'Thomsen'],
      ['Telefon', null, '04841 1', 'Jensen'],
    ]);
  }
  const { clarificationId } = (await list(first))[0]!;
  await first.client.clarifications.settle({ clarificationId, action: 'useOwn' });
  await desks.until(async () => {
    expect((await cover(second)).household?.phone).toBe('04841 1');
  });
  expect([await list(first), await list(second)]).toEqual([[], []]);
});

test('an address changed at two desks apart: the first stands whole, the second finds hers in Klärung and puts it in', async () => {
  await desks.apart(
    () => change(first, home, { place: 'Mildstedt', postcode: '25866' }),
    () => change(second, home, { street: 'Süderstraße 1' }),
  );
  await desks.until(async () => {
    expect(await list(second)).toMatchObject([
      {
        message: expect.stringContaining('Jensen hat diese Angaben um 09:00 geändert, bevor Ihre Änderung ankam.'),
        content: [
          { field: 'Straße', value: 'Süderstraße 1' },
          { field: 'Straße, jetzt gültig', value: 'Norderstraße 7' },
        ],
        actions: [{ action: 'acknowledge' }, { action: 'useOwn' }],
      },
    ]);
  });
  expect(await list(first)).toEqual([]);
  for (const desk of [first, second]) {
    expect((await cover(desk)).household).toMatchObject({ street: 'Norderstraße 7', place: 'Mildstedt' });
  }
  const { clarificationId } = (await list(second))[0]!;
  await second.client.clarifications.settle({ clarificationId, action: 'useOwn' });
  await desks.until(async () => {
    expect((await cover(first)).household).toMatchObject({ street: 'Süderstraße 1', place: 'Mildstedt' });
  });
  expect([await list(first), await list(second)]).toEqual([[], []]);
  expect(await history(first)).toContainEqual(['Straße, auch angegeben', 'Norderstraße 7', 'Süderstraße 1', 'Thomsen']);
});

test('different fields at two desks apart both stand, and nobody is disturbed', async () => {
  await desks.apart(
    () => change(first, { phone: null }, { phone: '04841 1' }),
    () => change(second, { mail: null }, { mail: 'anna@example.org' }),
  );
  await desks.until(async () => {
    expect((await cover(first)).household).toMatchObject({ phone: '04841 1', mail: 'anna@example.org' });
  });
  expect([await list(first), await list(second)]).toEqual([[], []]);
});

test('the Fachverfahren says something new while a desk is away: that stands, and the worker is told who said so', async () => {
  first.isOnline = false;
  await change(first, { phone: null }, { phone: '04841 1' });
  first.isOnline = true;
  await desks.until(async () => {
    expect((await first.client.sync.state({})).waitingCommands).toBe(0);
  });
  world.time += 60_000;
  const { caseFileId } = world;
  world.centre.grant(caseFileId, fachverfahrenWorkerId, 'write');
  const result = world.centre.decide(fachverfahrenWorkerId, {
    ...{ id: world.newId(), name: 'updateCover', at: world.now() },
    args: { caseFileId, caseFile: {}, household: { phone: '04841 7' }, persons: [] },
  });
  expect(result.result).toBe('ok');
  await desks.until(async () => {
    expect(await list(first)).toMatchObject([{ message: expect.stringMatching(/^Fachverfahren hat diese Angaben/) }]);
  });
  expect(await history(first)).toContainEqual(['Telefon', '04841 1', '04841 7', 'Fachverfahren']);
});

test('taken back at the desk it was done at, the number from before stands everywhere', async () => {
  const { commandId } = await change(first, { phone: null }, { phone: '04841 1' });
  await desks.until(async () => {
    expect((await cover(second)).household?.phone).toBe('04841 1');
  });
  await first.client.undo.take({ commandId });
  await desks.until(async () => {
    expect((await cover(second)).household?.phone).toBeNull();
  });
});

test('what is changed on the cover of a file that was closed meanwhile is kept in Klärung, beside what stands', async () => {
  const { caseFileId, centre } = world;
  first.isOnline = false;
  await change(first, { phone: null }, { phone: '04841 77' });
  const standing = centre.scope(caseFileId).rows.get(`caseFile/${caseFileId}`)?.body;
  const body = { ...standing, state: 'closed' } as never;
  centre.write([{ kind: 'caseFile', id: caseFileId, scopeId: caseFileId, body }]);
  first.isOnline = true;
  await first.client.sync.now({});
  await vi.waitFor(async () => expect(await list(first)).toHaveLength(1), 15_000);
  expect(await list(first)).toMatchObject([
    {
      message: expect.stringContaining('Die Akte ist geschlossen'),
      content: expect.arrayContaining([{ field: 'Telefon', value: '04841 77' }]),
      standing: [{ field: 'Telefon', value: '–' }],
    },
  ]);
});
