import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { expect, test, vi } from 'vitest';
import { letterSheet, newSheet } from '../../intake/pages/test-pages.ts';
import { type BackendDesk, deskForEachTest, logIn } from '../../tests/support/backend-desk.ts';
import type { DeskWorld, TestWorker } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest(async (opened) => {
  ({ world, desk } = opened);
  await logIn(desk, world.thomsen);
});

const inTime = { timeout: 60_000, interval: 50 };
const scans = async () => (await desk.client.branchScans.overview({})).scans;
const letters = async ({ inboxId }: TestWorker) => (await desk.client.inbox.list({ inboxId, show: 'open' })).rows;
const settled = () =>
  vi.waitFor(async () => {
    const [scan] = await scans();
    if (scan?.state !== 'done' && scan?.state !== 'needsLook') throw new Error(`still ${scan?.state}`);
    return scan;
  }, inTime);

async function handIn(bytes: Uint8Array, fileName: string): Promise<void> {
  const { branchScans } = desk.client;
  const { uploadId } = await branchScans.begin({ fileName, size: bytes.length, source: 'upload' });
  await branchScans.part({ uploadId, offset: 0, bytes: new Uint8Array(bytes) });
  await branchScans.finish({ uploadId });
}

/** Paper: pictures without text, one a page, the last one blank. */
async function stack(...subjects: string[]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (const canvas of [...subjects.map(letterSheet), newSheet().canvas]) {
    const picture = await document.embedJpg(canvas.toBuffer('image/jpeg', 80));
    document.addPage([595, 842]).drawImage(picture, { x: 0, y: 0, width: 595, height: 842 });
  }
  return document.save();
}

async function digitalLetter(...lines: string[]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const page = document.addPage([595, 842]);
  for (const [index, line] of lines.entries()) page.drawText(line, { x: 60, y: 780 - index * 20, size: 11, font });
  return document.save();
}

test('paper scanned without a line to the centre lies in her Postkorb, is found by what was on it, and reaches the centre with its original', async () => {
  desk.isOnline = false;
  const original = await stack('Weiterbewilligungsantrag Kranichweg');
  await handIn(original, 'Scan 0001.pdf');
  expect(await settled()).toMatchObject({
    state: 'done',
    pageCount: 2,
    documents: [{ inboxName: 'Ihr Postkorb', pageCount: 1 }],
  });

  const [letter] = await letters(world.thomsen);
  expect(letter).toMatchObject({ source: 'scan', isPending: true, hasText: true });
  const item = await desk.client.inbox.item({ inboxId: world.thomsen.inboxId, itemId: letter?.itemId as never });
  expect(item.content.transferNote).toMatchObject({
    ...{ source: 'branchOffice', takenBy: world.thomsen.workerId, fileName: 'Scan 0001.pdf', pages: [1] },
    original: { size: original.length, pageCount: 2 },
    visualCheck: { state: 'open' },
  });
  const found = await desk.client.search.query({ text: 'Kranichweg', caseFileId: null, limit: 10 });
  expect(JSON.stringify(found)).toContain(letter?.itemId);

  desk.isOnline = true;
  await desk.client.sync.now({});
  await vi.waitFor(async () => expect((await letters(world.thomsen))[0]).toMatchObject({ isPending: false }), inTime);
  expect(world.centre.blobs.has(item.content.sha256)).toBe(true);
  expect(world.centre.blobs.get(item.content.transferNote?.original.sha256 ?? '')).toHaveLength(original.length);
});

test('a letter that names a file goes to whoever keeps it, with the place where the number stands', async () => {
  await handIn(
    await digitalLetter('Mietbescheinigung', 'Frau Anna Petersen', 'BG-Nummer: 13102BG0004710'),
    'brief.pdf',
  );
  const scan = await settled();
  expect(scan.documents).toMatchObject([
    { inboxId: world.jensen.inboxId, inboxName: 'Postkorb Jensen', isReadable: false },
  ]);
  await desk.client.sync.now({});
  const item = await vi.waitFor(() => {
    const records = [...world.centre.scope(world.jensen.inboxId).rows.values()];
    const found = records.find(({ kind }) => kind === 'inboxItem');
    if (!found) throw new Error('not delivered yet');
    return found;
  }, inTime);
  expect(item.body).toMatchObject({
    proposedCase: {
      caseFileId: world.caseFileId,
      confidence: 'sure',
      explanation: 'BG-Nummer auf Seite 1, oben links',
    },
  });
});

test('a file in the folder of the scanner is taken when it has stopped changing, and leaves the folder', async () => {
  const folder = join(world.temporaryFolder(), 'Scanner');
  mkdirSync(folder);
  await desk.client.branchScans.setFolder({ path: folder });
  writeFileSync(join(folder, 'Post.pdf'), await digitalLetter('Kündigung', 'Guten Tag'));
  expect(await settled()).toMatchObject({ fileName: 'Post.pdf', source: 'folder', state: 'done' });
  await vi.waitFor(() => expect(readdirSync(folder).filter((name) => name.endsWith('.pdf'))).toEqual([]), inTime);
  expect(await letters(world.thomsen)).toHaveLength(1);
});

test('a folder that is not there is refused when it is set, and one that vanishes is said to be missing until it is back', async () => {
  const folder = join(world.temporaryFolder(), 'Scanner');
  await expect(desk.client.branchScans.setFolder({ path: folder })).rejects.toThrow('nicht erreichbar');
  mkdirSync(folder);
  await desk.client.branchScans.setFolder({ path: folder });
  rmSync(folder, { recursive: true });
  const problem = async () => (await desk.client.branchScans.overview({})).folder?.problem;
  await vi.waitFor(async () => expect(await problem()).toContain('nicht erreichbar'), inTime);
  mkdirSync(folder);
  await vi.waitFor(async () => expect(await problem()).toBeNull(), inTime);
});

test('a file that cannot be read is kept and explained, and goes into the Postkorb unread or away, as she says', async () => {
  const broken = new Uint8Array((await digitalLetter('Kündigung')).slice(0, 300));
  await handIn(broken, 'kaputt.pdf');
  const scan = await settled();
  expect(scan).toMatchObject({ state: 'needsLook', documents: [] });
  expect((await desk.client.sync.state({})).waitingBlobs).toBe(0);
  expect(scan.reason).toMatch(/[a-zäöü]+\.$/u);
  await desk.client.branchScans.deliverAsItCame({ scanId: scan.scanId });
  expect(await settled()).toMatchObject({ state: 'done', documents: [{ inboxName: 'Ihr Postkorb' }] });
  await desk.client.sync.now({});
  await vi.waitFor(async () => expect(await letters(world.thomsen)).toMatchObject([{ isPending: false }]), inTime);
  await expect(desk.client.branchScans.remove({ scanId: scan.scanId })).rejects.toThrow('liegt schon im Postkorb');
});

test('a log-out while a file is read neither loses nor doubles it', async () => {
  await handIn(await stack('Mietvertrag Möwenstieg', 'Zweite Seite'), 'Scan.pdf');
  await vi.waitFor(async () => expect((await scans())[0]?.state).toBe('inWork'), inTime);
  await desk.client.session.logOut({});
  await logIn(desk, world.thomsen);
  expect(await settled()).toMatchObject({ state: 'done' });
  expect(await letters(world.thomsen)).toHaveLength(1);
});

test('a file that comes under the name of one that was taken is taken, too', async () => {
  const folder = join(world.temporaryFolder(), 'Scanner');
  mkdirSync(folder);
  const path = join(folder, 'Post.pdf');
  const bytes = await digitalLetter('Kündigung');
  writeFileSync(path, bytes);
  await desk.client.branchScans.setFolder({ path: folder });
  await settled();
  await vi.waitFor(() => expect(() => statSync(path)).toThrow('ENOENT'), inTime);
  writeFileSync(path, bytes);
  await vi.waitFor(async () => expect(await scans()).toHaveLength(2), inTime);
});
