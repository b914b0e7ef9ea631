import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { pdfOf } from '../../intake/content/test-documents.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { openLetterHouse } from '../testing/letter-house.ts';
import { runToEnd, startCentre } from '../testing/programs.ts';

const command = path.resolve(import.meta.dirname, 'intake.ts');
const entry = path.resolve(import.meta.dirname, '../start.ts');

test('a file handed in by the command lies in the basket that the centre was told for its station', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-intake-command-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  const store = ['--database', database.connectionString, '--blobs', path.join(folder, 'inhalte')];
  const place = ['--data', path.join(folder, 'daten'), ...store];
  const file = path.join(folder, 'Brief.pdf');
  await writeFile(file, await pdfOf(['Ein Schreiben ohne Nummer und ohne Namen']));

  const refused = await runToEnd(entry, [...place, '--port', '0', '--basket', 'Poststelle=Leistung 9']);
  expect([refused.code, refused.stderr]).toEqual([
    1,
    '„--basket Poststelle=Leistung 9“ geht nicht: Ein Team „Leistung 9“ gibt es nicht. Bekannt sind „Leistung 1“. Die Zentrale wurde nicht gestartet.\n',
  ]);
  await startCentre([...place, '--basket', 'Poststelle=Leistung 1']);
  const missing = path.join(folder, 'Fehlt.pdf');
  const given = await runToEnd(command, [...store, '--station', 'Poststelle', file, missing]);
  expect([given.code, given.stderr]).toEqual([1, '']);
  expect(given.stdout).toMatch(/Brief\.pdf: eingereicht \([0-9a-f-]{36}\)$/m);
  expect(given.stdout).toContain(`${missing}: nicht eingereicht (ENOENT)`);
  const found = () =>
    house.database.query(
      `select stack.station, stack.source, stack.state, stack.file_name, made.inbox_id from stack
       left join stack_document made on made.stack_id = stack.id`,
    );
  await vi.waitFor(
    async () =>
      expect((await found()).rows).toEqual([
        {
          ...{ station: 'Poststelle', source: 'command', state: 'done', file_name: 'Brief.pdf' },
          inbox_id: house.basketId,
        },
      ]),
    { timeout: 90_000, interval: 100 },
  );
}, 150_000);
