import { createHash } from 'node:crypto';
import { chmod, mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import { contentFile, openBlobFolder } from '../../store/blob-folder.ts';
import { ScanOffice } from '../../testing/scan-office.ts';
import { createTextReader, scanOf } from '../../testing/text-reader.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { retryStack } from './acts.ts';

const within = { timeout: 20_000, interval: 20 };

const delivered = (scans: ScanOffice, texts: string[]) =>
  vi.waitFor(async () => expect((await scans.delivered()).map(({ text }) => text)).toEqual(texts), within);
const problemOf = async (scans: ScanOffice, folder = scans.scanner): Promise<string | null> => {
  const { rows } = await scans.database.query('select problem from station_folder where folder = $1', [folder]);
  return rows[0]?.problem ?? null;
};

test('empty and damaged files are journalled as failed, lie in the folder for them with the reason, and the next letter comes through', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start();
  await scans.scan('leer.pdf', '');
  await scans.scan('kaputt.pdf', '%PDF-1.7 abgeschnitten');
  await scans.scan('gut.pdf', scanOf('Brief'));
  await delivered(scans, ['Brief']);
  const files = await vi.waitFor(async () => {
    const found = await scans.failedFiles();
    expect(Object.keys(found)).toHaveLength(4);
    return found;
  }, within);
  const reasonOf = (name: string) =>
    Object.entries(files).find(([file]) => file.startsWith(name) && file.endsWith('.txt'))?.[1];
  expect(reasonOf('leer')).toContain('Die Datei ist leer.');
  expect(reasonOf('kaputt')).toContain('Die Datei ist beschädigt.');
  expect(Object.entries(files).find(([file]) => /^kaputt .*\.pdf$/.test(file))?.[1]).toBe('%PDF-1.7 abgeschnitten');
  expect((await scans.stacks()).map(({ state }) => state).sort()).toEqual(['done', 'failed', 'failed']);
  expect(await scans.filesLeft()).toEqual([]);
});

test('a file that is still being written, or has a name that says so, waits until it is whole', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start();
  const whole = scanOf('Anfang', 'Ende');
  const writing = path.join(scans.scanner, 'langsam.pdf');
  await writeFile(path.join(scans.scanner, 'warte.pdf.part'), scanOf('Teil'));
  for (let at = 4; at < whole.length; at += 4) {
    await writeFile(writing, whole.subarray(0, at));
    await vi.waitFor(async () => expect((await scans.filesLeft()).sort()).toEqual(['langsam.pdf', 'warte.pdf.part']));
  }
  await writeFile(writing, whole);
  await delivered(scans, ['Anfang']);
  expect(await scans.stacks()).toHaveLength(1);
  await rename(path.join(scans.scanner, 'warte.pdf.part'), path.join(scans.scanner, 'warte.pdf'));
  await delivered(scans, ['Anfang', 'Teil']);
});

test('names with control characters, bytes that are no text and odd spellings are taken; links and folders are not followed', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start();
  await scans.scan('Zeile\nzwei\u0007.pdf', scanOf('eins'));
  await writeFile(
    Buffer.concat([Buffer.from(`${scans.scanner}/`), Buffer.from([0xff, 0xfe]), Buffer.from('.pdf')]),
    scanOf('zwei'),
  );
  await scans.scan('a..%2f..%2fetc.pdf', scanOf('drei'));
  await symlink('/etc/hostname', path.join(scans.scanner, 'verweis.pdf'));
  await mkdir(path.join(scans.scanner, 'Ordner.pdf'));
  await delivered(scans, ['drei', 'eins', 'zwei']);
  for (const { file_name: name } of await scans.stacks()) expect(name).not.toMatch(/[\p{Cc}/\\]/u);
  await vi.waitFor(async () => expect(await problemOf(scans)).toBe('Ein Eintrag ist keine gewöhnliche Datei.'), within);
});

test('a folder that vanishes is told and taken up again when it is back', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start();
  await scans.scan('a.pdf', scanOf('vorher'));
  await delivered(scans, ['vorher']);
  await rm(scans.scanner, { recursive: true });
  await vi.waitFor(async () => expect(await problemOf(scans)).toMatch(/^Der Ordner ist nicht erreichbar/), within);
  await mkdir(scans.scanner);
  await scans.scan('b.pdf', scanOf('nachher'));
  await delivered(scans, ['nachher', 'vorher']);
  await vi.waitFor(async () => expect(await problemOf(scans)).toBeNull(), within);
});

test('a full disk leaves the file in the folder and is told; with room again it comes through', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const blobs = await openBlobFolder(scans.office.blobsFolder);
  let isFull = true;
  const keep: typeof blobs.keep = (file) => {
    if (isFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    return blobs.keep(file);
  };
  await scans.start({ blobs: { ...blobs, keep } });
  await scans.scan('a.pdf', scanOf('Brief'));
  await vi.waitFor(async () => expect(await problemOf(scans)).toMatch(/kein Platz/), within);
  expect(await scans.filesLeft()).toEqual(['a.pdf']);
  expect(await scans.stacks()).toEqual([]);
  isFull = false;
  await delivered(scans, ['Brief']);
  await vi.waitFor(async () => expect(await problemOf(scans)).toBeNull(), within);
});

test.skipIf(process.getuid?.() === 0)('a file without the right to read it stays and is told', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start();
  await scans.scan('a.pdf', scanOf('Brief'));
  await chmod(path.join(scans.scanner, 'a.pdf'), 0);
  await vi.waitFor(async () => expect(await problemOf(scans)).toMatch(/das Recht dazu fehlt/), within);
  await chmod(path.join(scans.scanner, 'a.pdf'), 0o600);
  await delivered(scans, ['Brief']);
});

test('a file too large to be read is journalled and laid down, not read', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const read: string[] = [];
  await scans.start({ openReader: () => createTextReader((page) => void read.push(page)) });
  await scans.scan('a.pdf', scanOf('Brief'));
  await delivered(scans, ['Brief']);
  // As if it were that large: a gigabyte is not written for it.
  await scans.database.query(`update stack set size = 2000000000, state = 'waiting', lease_by = null`);
  await vi.waitFor(async () => {
    expect(await scans.stacks()).toMatchObject([
      { state: 'failed', reason: expect.stringContaining('größer als 1 GB') },
    ]);
  }, within);
  expect(read).toEqual(['Brief']);
});

test('a file that ends the work on it again and again is set aside with the reason', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start({
    openReader: () => createTextReader((page) => (page === 'Falle' ? Promise.reject(new Error('broken')) : undefined)),
  });
  await scans.scan('falle.pdf', scanOf('Falle'));
  await vi.waitFor(async () => expect((await scans.stacks())[0]?.attempts).toBe(1), within);
  await scans.database.query('update stack set attempts = 7, not_before = now()');
  await vi.waitFor(async () => expect(await scans.stacks()).toMatchObject([{ state: 'failed', attempts: 8 }]), within);
  await scans.scan('gut.pdf', scanOf('Brief'));
  await delivered(scans, ['Brief']);
});

test('a content that was damaged in the store after it was taken in is told, not delivered', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start({ afterStep: async (step) => void (step === 'claimed' && (await damage())) });
  const damage = async () => {
    const { rows } = await scans.database.query(`select encode(sha256, 'hex') as sha256 from stack`);
    const sha256 = rows[0].sha256 as string;
    await truncate(contentFile(scans.office.blobsFolder, sha256), 3);
  };
  await scans.scan('a.pdf', scanOf('Brief'));
  await vi.waitFor(async () => {
    expect(await scans.stacks()).toMatchObject([{ state: 'failed', reason: expect.stringContaining('beschädigt') }]);
  }, within);
  expect(await scans.delivered()).toEqual([]);
});

test('a file that is read at the second try leaves the folder for failed ones together with its reason', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  let isBroken = true;
  const openReader = () => createTextReader(() => (isBroken ? Promise.reject(new Error('broken')) : undefined));
  const { intake } = await scans.start({ openReader });
  await scans.scan('a.pdf', scanOf('Brief'));
  await scans.scan('b.pdf', '%PDF-1.7 abgeschnitten');
  await vi.waitFor(async () => expect((await scans.stacks())[0]?.attempts).toBe(1), within);
  await scans.database.query(`update stack set attempts = 7, not_before = now() where file_name = 'a.pdf'`);
  const stays = [expect.stringMatching(/^b .*\.pdf$/), expect.stringMatching(/^b .*\.pdf\.txt$/)];
  const failed = async () => Object.keys(await scans.failedFiles()).sort();
  await vi.waitFor(async () => expect(await failed()).toHaveLength(4), within);
  isBroken = false;
  const stack = (await scans.stacks()).find(({ file_name: name }) => name === 'a.pdf');
  await retryStack(intake, scans.office.ids.post, stack?.id as Id);
  await delivered(scans, ['Brief']);
  await vi.waitFor(async () => expect(await failed()).toEqual(stays), within);
  const [done] = await scans.stacks();
  expect(done).toMatchObject({ state: 'done', reason: null });
  // What was scanned is kept.
  expect(await scans.bytesOf(createHash('sha256').update(scanOf('Brief')).digest('hex'))).toEqual(scanOf('Brief'));
});
