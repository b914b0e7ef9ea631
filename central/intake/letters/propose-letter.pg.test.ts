import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import { openLetterHouse } from '../../testing/letter-house.ts';
import { proposeForDesk } from './propose-letter.ts';

const olga = { givenName: 'Olga', familyName: 'Momsen', birthDate: '1988-04-06', customerNumber: '314A015126' };

test('a file she may not read is told to nobody who makes up a letter about it, neither named nor as one that may be meant', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const { anna, clara } = house.workers;
  const caseFileId = await house.add({
    ...{ workerId: anna.workerId, fileNumber: '31402BG0001234', title: 'Momsen, Olga', persons: [olga] },
  });
  const { rows } = await house.database.query<{ principal_id: string }>(
    'select principal_id from scope_grant where scope_id = $1',
    [caseFileId],
  );
  await house.database.query('delete from scope_grant where scope_id = $1 and principal_id <> $2', [
    caseFileId,
    anna.workerId,
  ]);
  expect(rows.length).toBeGreaterThan(0);
  const letter = (text: string) => ({
    ...{ pages: [{ number: 1, text, words: [] }], isMail: false, sender: null, receivedOn: '2026-11-27' },
  });
  const byNumber = letter('Husum, den 03.11.2026\nBG-Nummer 31402BG0001234');
  const byName = letter('Husum, den 03.11.2026\nOlga Momsen');
  expect((await proposeForDesk(house.database, byNumber, anna.workerId)).proposedCase).toMatchObject({ caseFileId });
  expect(await proposeForDesk(house.database, byName, anna.workerId)).toMatchObject({ candidates: [{ caseFileId }] });
  for (const one of [byNumber, byName]) {
    const told = await proposeForDesk(house.database, one, clara.workerId);
    expect(told).toMatchObject({ proposedCase: null, candidates: [], letterDate: '2026-11-03' });
    expect(JSON.stringify(told)).not.toContain(caseFileId);
  }
});
