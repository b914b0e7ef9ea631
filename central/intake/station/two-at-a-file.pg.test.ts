import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import { newId } from '../../testing/desk.ts';
import { ScanOffice } from '../../testing/scan-office.ts';
import { scanOf } from '../../testing/text-reader.ts';
import { asideFolder, fileIn, isUnchanged } from '../../../intake/folders/folder-files.ts';
import { noteLeftFolder } from './stacks.ts';
import { StationFolder } from './station-folder.ts';
import { journalFile } from './take-in.ts';

const name = Buffer.from('a.pdf');
const times = { settleMilliseconds: 0, unfinishedMilliseconds: 0, restMilliseconds: 0 };
const within = { timeout: 10_000, interval: 10 };

/** A file that one service has journalled and is about to remove, with what another needs to meet it there. */
async function journalledFile(scans: ScanOffice) {
  const { intake } = await scans.start({ folders: [] });
  await scans.scan('a.pdf', scanOf('Brief'));
  const file = await fileIn(scans.scanner, name);
  if (!file) throw new Error('the file is missing');
  const content = { sha256: 'ab'.repeat(32), size: file.size };
  const place = { folder: scans.scanner, mark: file.mark };
  const from = { source: 'folder' as const, station: 'Scanner 1', fileName: 'a.pdf', takenBy: null, content, place };
  const journal = (isStillThere: () => Promise<boolean>) =>
    journalFile(intake, { ...from, stackId: newId(), isStillThere });
  expect(await journal(async () => true)).not.toBeNull();
  return { intake, file, journal };
}

test('a file that another service takes away while this one is about to journal it is not journalled twice', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const { intake, file, journal } = await journalledFile(scans);
  let noting: Promise<void> = Promise.resolve();
  let isNoted = false;
  const again = await journal(async () => {
    const wasThere = await isUnchanged(scans.scanner, file);
    await rm(file.path);
    noting = noteLeftFolder(intake.database, scans.scanner, [file.mark]).then(() => {
      isNoted = true;
    });
    // Either it is noted already, which is the fault, or it waits for this one.
    await vi.waitFor(async () => {
      const { rows } = await scans.database.query(`select 1 from pg_locks where locktype = 'advisory' and not granted`);
      expect(isNoted || rows.length > 0).toBe(true);
    }, within);
    return wasThere;
  });
  await noting;
  expect(again).toBeNull();
  expect(await scans.stacks()).toHaveLength(1);
});

test('a file that another service has just set aside is not put back into the folder', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const { intake, file } = await journalledFile(scans);
  // Journalled and set aside by another service after this one has read which files are journalled.
  await noteLeftFolder(intake.database, scans.scanner, [file.mark]);
  const aside = path.join(scans.scanner, asideFolder);
  await mkdir(aside);
  await rename(file.path, path.join(aside, 'a.pdf'));
  const folder = new StationFolder(intake, { folder: scans.scanner, station: 'Scanner 1', times });
  await folder.look();
  await folder.look();
  expect(await scans.filesLeft()).toEqual([]);
  expect(await scans.filesLeft(aside)).toEqual([]);
  expect(await scans.stacks()).toHaveLength(1);
});
