import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { createStackReader } from '../../../intake/station/stack-reader.ts';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import { ScanOffice } from '../../testing/scan-office.ts';
import { documentsOf, type StackDocument } from './stack-documents.ts';

const reader = createStackReader({ recognition: 'packaged', size: 1 });
afterAll(() => reader.close());
const within = { timeout: 30_000, interval: 50 };

const mail = [
  'From: Anna Petersen <anna@beispiel.de>',
  'To: post@kreis.example',
  'Date: Mon, 23 Nov 2026 08:15:00 +0100',
  'Subject: Neue Bankverbindung',
  'Message-ID: <bank@beispiel.de>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="teil"',
  '',
  '--teil',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'BG-Nummer 12344BG0000001: meine Bankverbindung hat sich geändert.',
  '--teil',
  'Content-Type: text/plain; charset=utf-8; name="iban.txt"',
  'Content-Disposition: attachment; filename="iban.txt"',
  '',
  'DE26 2149 9903 0004 0000 00',
  '--teil--',
  '',
].join('\r\n');

/** Lays a file into a scan folder and one into a print folder; what became of each. */
async function layDown(scans: ScanOffice, name: string, bytes: Uint8Array | string): Promise<StackDocument[][]> {
  const print = path.join(scans.folder, '..', `${path.basename(scans.folder)}-Bescheide`);
  await mkdir(print, { recursive: true });
  await scans.start({ noticeFolders: [print], openReader: () => ({ ...reader, close: async () => undefined }) });
  await scans.scan(name, bytes);
  await vi.waitFor(async () => expect((await scans.stacks()).map(({ state }) => state)).toEqual(['done']), within);
  await scans.scan(name, bytes, print);
  await vi.waitFor(
    async () => expect((await scans.stacks()).map(({ state }) => state)).toEqual(['done', 'done']),
    within,
  );
  expect([await scans.filesLeft(), await scans.filesLeft(print)]).toEqual([[], []]);
  return Promise.all((await scans.stacks()).map(({ id }) => documentsOf(scans.database, id)));
}

const facts = (documents: StackDocument[]) =>
  documents.map(({ content, inboxId, letter, filing }) => ({
    ...{ kind: content.kind, fileName: content.fileName, sha256: content.sha256, inboxId, filing },
    ...{ title: letter.title, source: letter.source, direction: letter.direction, sender: letter.sender },
  }));

test('a mail that is laid into a scan folder or the folder for notices comes as mail with its attachments, and is no notice', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const [scanned = [], printed = []] = await layDown(scans, 'bank.eml', mail);
  expect(facts(scanned)).toMatchObject([
    { kind: 'mail', title: 'Neue Bankverbindung', source: 'mail', direction: 'incoming', sender: 'Anna Petersen' },
    { kind: 'text', fileName: 'iban.txt', source: 'mail', direction: 'incoming' },
  ]);
  expect(facts(printed)).toEqual(facts(scanned));
  expect(printed.every(({ filing }) => filing === null)).toBe(true);
  expect(scanned[0]?.letter.remark).toBeNull();
  expect(printed[0]?.letter.remark).toContain('lag im Ordner für Bescheide');
  const { rows } = await scans.database.query(`select 1 from record where kind = 'document' and not deleted`);
  expect(rows).toEqual([]);
}, 120_000);

const sample = new URL('../../../../../shared/samples/mail-msg/attachment_msg_pdf.msg', import.meta.url);
if (!existsSync(sample))
  process.stderr.write('SKIPPED: the sample documents (shared/samples) are not here; Outlook files were not tried.\n');

test.skipIf(!existsSync(sample))(
  'an Outlook file is taken as mail in both folders as well',
  async () => {
    await using database = await temporaryDatabase();
    await using scans = await ScanOffice.open(database.connectionString);
    const [scanned = [], printed = []] = await layDown(scans, 'outlook.msg', await readFile(sample));
    expect(scanned.length).toBeGreaterThan(1);
    expect(scanned[0]?.content).toMatchObject({ kind: 'mail', fileName: 'outlook.msg' });
    expect(facts(printed)).toEqual(facts(scanned));
  },
  120_000,
);

test.each(['Ordner für Bescheide', 'Scanordner'])(
  'a damaged Outlook file in the %s is kept there with the reason',
  async (place) => {
    await using database = await temporaryDatabase();
    await using scans = await ScanOffice.open(database.connectionString);
    const isPrint = place !== 'Scanordner';
    const folders = isPrint ? { folders: [], noticeFolders: [scans.scanner] } : {};
    await scans.start({ ...folders, openReader: () => ({ ...reader, close: async () => undefined }) });
    const broken = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4_000, 7)]);
    await scans.scan('kaputt.msg', broken);
    await vi.waitFor(async () => expect(Object.keys(await scans.failedFiles())).toHaveLength(2), within);
    const [stack] = await scans.stacks();
    expect(stack).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/^Das Format dieser Datei ist nicht bekannt\. Sie bleibt unverändert erhalten/),
    });
  },
);
