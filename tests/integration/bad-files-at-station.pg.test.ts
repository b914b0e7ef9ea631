import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFName, StandardFonts } from '@cantoo/pdf-lib';
import { expect, test, vi } from 'vitest';
import { openBlobFolder } from '../../central/store/blob-folder.ts';
import { verifyChains } from '../../central/store/journal.ts';
import { ScanOffice } from '../../central/testing/scan-office.ts';
import { pngClaiming } from '../../intake/content/test-documents.ts';
import { letterLines, newSheet, writeLines } from '../../intake/pages/test-pages.ts';
import { createStackReader } from '../../intake/station/stack-reader.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { canMount, fillUp, smallDisk } from '../support/small-disk.ts';

// Files as they must not be, through the real station: folder, journal, worker threads, recognition, Postkorb.

const within = { timeout: 240_000, interval: 100 };
const openReader = () => createStackReader();

async function letter(text: string, encrypted = false): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  pdf.addPage([595, 842]).drawText(text, { x: 70, y: 700, size: 12, font });
  if (encrypted) pdf.encrypt({ userPassword: 'geheim', ownerPassword: 'geheim' });
  return pdf.save();
}

async function manyPages(count: number): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  for (let page = 0; page < count; page += 1) pdf.addPage([595, 842]);
  return pdf.save();
}

/** A page whose content is 600 MB of blanks, packed to some hundred thousand bytes. */
async function packedBomb(): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const page = pdf.addPage([595, 842]);
  const packed = deflateSync(Buffer.alloc(600 * 1024 * 1024, 0x20));
  const stream = pdf.context.stream(packed, { Filter: 'FlateDecode' });
  page.node.set(PDFName.of('Contents'), pdf.context.register(stream));
  return pdf.save();
}

function scannedJpeg(): Buffer {
  const { canvas, context } = newSheet();
  writeLines(context, letterLines.slice(0, 6));
  return canvas.toBuffer('image/jpeg', 80);
}

/** Each bad file with what must be said of it. */
const bad: [name: string, make: () => Promise<Uint8Array> | Uint8Array, reason: RegExp][] = [
  ['leer.pdf', () => new Uint8Array(), /^Die Datei ist leer\./],
  ['abgeschnitten.pdf', async () => (await letter('Anfang')).subarray(0, 120), /beschädigt/],
  ['abgeschnitten.jpg', () => scannedJpeg().subarray(0, 150), /beschädigt/],
  ['kennwort.pdf', () => letter('Geheim', true), /mit einem Kennwort geschützt/],
  ['endlos.pdf', () => manyPages(10_000), /10\.000 Seiten/],
  ['bombe.png', () => pngClaiming(30_000, 30_000), /zu groß/],
  ['falsche Endung.tif', () => Buffer.from('MZ\u0090\u0000 program'), /Programm/],
];

test('files that cannot be read are stated in German, kept with their reason, journalled, and the next one is taken', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start({ openReader, leaseMilliseconds: 15_000 });
  for (const [name, make] of bad) await scans.scan(name, await make());
  await scans.scan('bombe.pdf', await packedBomb());
  await scans.scan('Foto.pdf', scannedJpeg());
  await scans.scan('gut.pdf', await letter('Ein Brief danach'));
  await vi.waitFor(async () => {
    const stacks = await scans.stacks();
    expect(stacks.filter(({ state }) => state === 'waiting' || state === 'inWork')).toEqual([]);
    expect(stacks).toHaveLength(bad.length + 3);
    expect(await scans.filesLeft()).toEqual([]);
  }, within);
  const stacks = new Map((await scans.stacks()).map((stack) => [stack.file_name, stack]));
  for (const [name, , reason] of bad) {
    expect(stacks.get(name), name).toMatchObject({ state: 'failed', reason: expect.stringMatching(reason) });
  }
  // A picture under the name of a PDF is a letter all the same; the bomb ends as whatever its limits make of it, and is kept.
  expect(stacks.get('Foto.pdf')?.state).toMatch(/done|needsLook/);
  expect(stacks.get('bombe.pdf')).toMatchObject({ state: expect.stringMatching(/failed|needsLook/), attempts: 1 });
  expect((await scans.delivered()).map(({ text }) => text)).toContainEqual(expect.stringContaining('Brief danach'));
  const failed = [...stacks.values()].filter(({ state }) => state === 'failed');
  const files = await vi.waitFor(async () => {
    const found = await scans.failedFiles();
    expect(Object.keys(found)).toHaveLength(2 * failed.length);
    return found;
  }, within);
  for (const { file_name: name, id, reason } of failed) {
    const { name: stem, ext } = path.parse(name);
    expect(files[`${stem} (${id.slice(-6)})${ext}.txt`]).toContain(reason);
    expect(files[`${stem} (${id.slice(-6)})${ext}`]).toBeDefined();
  }
  const { rows } = await scans.database.query(`select target_id from journal where action = 'stack.taken'`);
  expect(new Set(rows.map(({ target_id: id }) => id))).toEqual(new Set([...stacks.values()].map(({ id }) => id)));
  expect((await verifyChains(scans.database)).firstBreak).toBeNull();
}, 300_000);

test('a file that is still being written is taken whole, odd names are made safe, and a folder that was gone is taken up again', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start({ openReader, leaseMilliseconds: 15_000, folderTimes: { settleMilliseconds: 500 } });
  const whole = await letter('Langsam geschrieben');
  for (const part of [0.3, 0.6]) {
    await writeFile(path.join(scans.scanner, 'langsam.pdf'), whole.subarray(0, whole.length * part));
    await vi.waitFor(async () => expect(await waitingFiles(scans)).toBe(1), within);
    expect(await scans.stacks()).toEqual([]);
  }
  await writeFile(path.join(scans.scanner, 'langsam.pdf'), whole);
  await scans.scan('Zeile\nzwei\u0007.pdf', await letter('Seltsamer Name'));
  await scans.scan('a..%2f..%2fetc\\passwd.pdf', await letter('Kein Weg hinaus'));
  await expectLetters(scans, ['Langsam', 'Seltsamer', 'Kein Weg']);
  for (const { file_name: name } of await scans.stacks()) expect(name).not.toMatch(/[\p{Cc}/\\]/u);

  const away = `${scans.scanner} weg`;
  await rename(scans.scanner, away);
  await vi.waitFor(async () => expect(await problemOf(scans)).toMatch(/^Der Ordner ist nicht erreichbar/), within);
  await writeFile(path.join(away, 'zurück.pdf'), await letter('Wieder da'));
  await rename(away, scans.scanner);
  await expectLetters(scans, ['Langsam', 'Seltsamer', 'Kein Weg', 'Wieder da']);
  await vi.waitFor(async () => expect(await problemOf(scans)).toBeNull(), within);
}, 300_000);

test.skipIf(!canMount())(
  'a full disk leaves every file in its folder and says so; with room again all come through',
  async () => {
    await using database = await temporaryDatabase();
    await using scans = await ScanOffice.open(database.connectionString);
    const disk = await mkdtemp(path.join(tmpdir(), 'aktenpult-full-store-'));
    smallDisk(disk, 8);
    await mkdir(path.join(disk, 'blobs'));
    const blobs = await openBlobFolder(path.join(disk, 'blobs'));
    const free = fillUp(disk);
    await scans.start({ openReader, blobs, leaseMilliseconds: 15_000 });
    await scans.scan('eins.pdf', await letter('Erster Brief'));
    await scans.scan('zwei.pdf', await letter('Zweiter Brief'));
    await vi.waitFor(async () => expect(await problemOf(scans)).toMatch(/kein Platz/), within);
    expect((await scans.filesLeft()).sort()).toEqual(['eins.pdf', 'zwei.pdf']);
    expect(await scans.stacks()).toEqual([]);
    free();
    await expectLetters(scans, ['Erster', 'Zweiter']);
    await vi.waitFor(async () => expect(await problemOf(scans)).toBeNull(), within);
    await rm(disk, { recursive: true, force: true }).catch(() => undefined); // the disk goes with the test
  },
  300_000,
);

async function expectLetters(scans: ScanOffice, words: string[]): Promise<void> {
  await vi.waitFor(async () => {
    const texts = (await scans.delivered()).map(({ text }) => text);
    expect(texts).toHaveLength(words.length);
    for (const word of words) expect(texts).toContainEqual(expect.stringContaining(word));
  }, within);
}

async function folderState(scans: ScanOffice): Promise<{ problem: string | null; waiting_files: number } | undefined> {
  const { rows } = await scans.database.query<{ problem: string | null; waiting_files: number }>(
    'select problem, waiting_files from station_folder where folder = $1',
    [scans.scanner],
  );
  return rows[0];
}
const problemOf = async (scans: ScanOffice) => (await folderState(scans))?.problem ?? null;
const waitingFiles = async (scans: ScanOffice) => (await folderState(scans))?.waiting_files ?? 0;
