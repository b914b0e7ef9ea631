import { expect, test } from 'vitest';
import type { Id } from '../../../core/domain/ids.ts';
import { everyonePrincipalId, houseScopeId } from '../../../core/domain/standing-ids.ts';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import { importBatch } from '../../store/import-batch.ts';
import { newId } from '../../testing/desk.ts';
import { type LetterHouse, openLetterHouse } from '../../testing/letter-house.ts';
import { BasketError, type BasketSetting, checkBaskets } from './baskets.ts';
import { routeDocument } from './routing.ts';

type NewTeam = { name: string; branchOfficeId?: Id; hasBasket?: boolean };

/** One more team, younger than those there are; returns its id and that of its basket. */
async function addTeam(house: LetterHouse, { name, branchOfficeId = newId(), hasBasket = true }: NewTeam) {
  const [id, inboxId] = [newId(), newId()];
  await importBatch(house.database, newId(), {
    scopes: [{ id: inboxId, kind: 'o' }],
    grants: [{ scopeId: inboxId, principalId: everyonePrincipalId, level: 'deliver' }],
    members: [],
    records: [
      {
        ...{ kind: 'team', id, scopeId: houseScopeId },
        body: { name, branchOfficeId, inboxId: hasBasket ? inboxId : null },
      },
    ],
  });
  return { id, inboxId };
}

/** Where a letter of nobody known goes. */
async function basketFor(
  house: LetterHouse,
  station: string | null,
  baskets: BasketSetting[] = [],
  text = 'Werbung',
): Promise<Id> {
  const pages = [{ number: 1, text, words: [] }];
  const letter = { pages, coverSheet: null, receivedOn: '2026-11-27' as const, station, baskets };
  return (await routeDocument(house.database, letter)).inboxId;
}

test('a letter of nobody known goes to the team set for its station, else to the one set for all others', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const [north, south] = [await addTeam(house, { name: 'Team Nord' }), await addTeam(house, { name: 'Team Süd' })];
  const settings = [
    { station: 'Scanner 1', team: 'team süd' },
    { station: null, team: north.id },
  ];
  expect(await basketFor(house, 'scanner 1', settings)).toBe(south.inboxId);
  expect(await basketFor(house, 'Scanner 2', settings)).toBe(north.inboxId);
  expect(await basketFor(house, null, settings)).toBe(north.inboxId);
  // Set, it goes before the name of the station and before the team of the files it may belong to.
  expect(await basketFor(house, 'Team Süd', settings)).toBe(north.inboxId);
  const { workerId } = house.workers.anna;
  await house.add({ workerId, fileNumber: '31402BG0001234', title: 'Momsen, Olga' });
  await house.add({ workerId: house.workers.bernd.workerId, fileNumber: '31402BG0007777', title: 'Petersen, Ole' });
  expect(await basketFor(house, 'Scanner 1', settings, '31402BG0001234 und 31402BG0007777')).toBe(south.inboxId);
  expect(await basketFor(house, 'Scanner 1', [], '31402BG0001234 und 31402BG0007777')).toBe(house.basketId);
});

test('where nothing is set the name of the station decides: of the team, its branch office or its place; else the oldest team', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const branchOfficeId = newId();
  const body = { name: 'Außenstelle Nordersiel', place: 'Sielbüll', isIsland: false };
  await house.write({ kind: 'branchOffice', id: branchOfficeId, scopeId: houseScopeId, body });
  const { inboxId } = await addTeam(house, { name: 'Team Nord', branchOfficeId });
  for (const station of ['team nord', 'Außenstelle Nordersiel', 'sielbüll']) {
    expect(await basketFor(house, station), station).toBe(inboxId);
  }
  expect(await basketFor(house, 'Scanner 1')).toBe(house.basketId);
  // A team that was renamed after the start: as if nothing were set, and the page of the station names the basket.
  expect(await basketFor(house, 'Team Nord', [{ station: null, team: 'Team Alt' }])).toBe(inboxId);
});

test('a setting for a team that is unknown, ambiguous or without a basket is refused, and says what there is', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const said: string[] = [];
  const check = (team: string, station: string | null = null) =>
    checkBaskets(house.database, [{ station, team }], (message) => said.push(message));
  await check('Leistung 1');
  await check('leistung 1', 'Scanner 1');
  await expect(check('Leistung 9', 'Scanner 1')).rejects.toThrow(
    new BasketError(
      '„--basket Scanner 1=Leistung 9“ geht nicht: Ein Team „Leistung 9“ gibt es nicht. Bekannt sind „Leistung 1“. Die Zentrale wurde nicht gestartet.',
    ),
  );
  await addTeam(house, { name: 'Ohne Korb', hasBasket: false });
  await expect(check('Ohne Korb')).rejects.toThrow('Das Team „Ohne Korb“ hat keinen Postkorb.');
  const twin = await addTeam(house, { name: 'Leistung 1' });
  await expect(check('Leistung 1')).rejects.toThrow(
    `nennen Sie statt des Namens eine Kennung: ${house.teamId}, ${twin.id}.`,
  );
  await check(twin.id);
  expect(said).toEqual([]);
  await house.database.query(`delete from record where kind = 'team'`);
  await check('Leistung 1');
  expect(said).toEqual([expect.stringContaining('Es gibt noch keine Teams.')]);
});
