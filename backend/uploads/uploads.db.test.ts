import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { expect, test, vi } from 'vitest';
import { type BackendDesk, deskForEachTest, logIn } from '../../tests/support/backend-desk.ts';
import type { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest(async (opened) => {
  ({ world, desk } = opened);
  await logIn(desk, world.jensen);
});

async function pdf(lines: string[], password?: string): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const page = document.addPage([595, 842]);
  for (const [index, line] of lines.entries()) page.drawText(line, { x: 60, y: 780 - index * 20, size: 11, font });
  document.addPage([595, 842]).drawText('Zweite Seite: Kaution', { x: 60, y: 700, size: 11, font });
  if (password) document.encrypt({ userPassword: password, ownerPassword: password });
  return document.save();
}

async function upload(bytes: Uint8Array, fileName: string, partSize = 1000) {
  const { client } = desk;
  const { uploadId } = await client.uploads.begin({ caseFileId: world.caseFileId, fileName, size: bytes.length });
  for (let offset = 0; offset < bytes.length; offset += partSize) {
    await client.uploads.part({ uploadId, offset, bytes: bytes.slice(offset, offset + partSize) });
  }
  return client.uploads.finish({ uploadId });
}

const documents = async () => {
  const all = { caseFileId: world.caseFileId, registerId: null, keywordId: null, filter: null, showRetracted: false };
  return (await desk.client.documents.list(all)).rows;
};

test('a PDF is taken in parts, looked at, filed, found by its text and kept as it came', async () => {
  const bytes = await pdf(['Wohnungsbau Husum · Norderstr. 4 · 25813 Husum', 'Husum, den 03.11.2026', 'Mieterhöhung']);
  const finished = await upload(bytes, 'Mieterhöhung_Petersen.pdf');
  expect(finished).toMatchObject({
    content: {
      kind: 'pdf',
      pageCount: 2,
      hasText: true,
      encrypted: 'no',
      size: bytes.length,
      mediaType: 'application/pdf',
    },
    suggestedTitle: 'Mieterhöhung Petersen',
    suggestedDate: '2026-11-03',
    suggestedSender: 'Wohnungsbau Husum',
    duplicates: [],
  });
  const { caseFileId } = world;
  await desk.client.uploads.file({ uploadId: finished.uploadId, caseFileId, filing: world.filing('Mieterhöhung') });
  const [row] = await documents();
  expect(row).toMatchObject({ title: 'Mieterhöhung', pageCount: 2, isOnDesk: true, isPending: true });
  const place = { scopeId: caseFileId, ownerId: row!.documentId };
  expect(await desk.client.content.readRange({ ...place, from: 0, to: bytes.length })).toEqual(new Uint8Array(bytes));
  expect((await desk.client.content.pageText({ ...place, number: 2 })).text).toContain('Kaution');
  const found = await desk.client.search.query({ text: 'kaution', caseFileId: null });
  expect(found.documents).toMatchObject([{ documentId: row!.documentId, page: 2 }]);
  await desk.client.sync.now({});
  await vi.waitFor(async () => {
    await desk.client.sync.now({});
    expect((await documents())[0]).toMatchObject({ isPending: false });
  }, 15_000);
  const atCentre = world.centre.blobs.get(finished.content.sha256);
  expect(Buffer.compare(Buffer.from(atCentre ?? []), bytes)).toBe(0);
});

test('the same bytes a second time are told with where they are', async () => {
  const bytes = await pdf(['Einmal']);
  const first = await upload(bytes, 'einmal.pdf');
  await desk.client.uploads.file({
    uploadId: first.uploadId,
    caseFileId: world.caseFileId,
    filing: world.filing('Das eine'),
  });
  const second = await upload(bytes, 'anderer name.pdf');
  expect(second.duplicates).toMatchObject([{ title: 'Das eine', filedByName: 'Jensen' }]);
});

test('parts out of order or beyond the announced size are refused, the upload goes on after the right part', async () => {
  const bytes = await pdf(['Ordnung']);
  const { client } = desk;
  const { uploadId } = await client.uploads.begin({
    caseFileId: world.caseFileId,
    fileName: 'a.pdf',
    size: bytes.length,
  });
  const part = (offset: number, to: number) =>
    client.uploads.part({ uploadId, offset, bytes: bytes.slice(offset, to) });
  await part(0, 100);
  await expect(part(200, 300)).rejects.toMatchObject({ code: 'conflict', details: { expectedOffset: 100 } });
  await expect(client.uploads.finish({ uploadId })).rejects.toMatchObject({ code: 'conflict' });
  const tooMuch = client.uploads.part({ uploadId, offset: 100, bytes: new Uint8Array(bytes.length) });
  await expect(tooMuch).rejects.toMatchObject({ code: 'conflict' });
  await part(100, bytes.length);
  expect(await client.uploads.finish({ uploadId })).toMatchObject({ content: { size: bytes.length, kind: 'pdf' } });
});

test('an upload that was not finished cannot be filed', async () => {
  const { uploadId } = await desk.client.uploads.begin({ caseFileId: world.caseFileId, fileName: 'a.txt', size: 10 });
  const filing = desk.client.uploads.file({ uploadId, caseFileId: world.caseFileId, filing: world.filing('a') });
  await expect(filing).rejects.toMatchObject({ code: 'conflict' });
  expect(await documents()).toEqual([]);
});

test('nothing of an upload lies on disk in clear text, and what is discarded or forgotten goes', async () => {
  const secret = 'Diagnose-nur-fuer-die-Akte';
  const bytes = new TextEncoder().encode(`${secret}\n`.repeat(3_000));
  const filesOnDisk = () =>
    readdirSync(desk.folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(desk.folder, name))
      .filter((path) => statSync(path).isFile());
  const blobs = () => filesOnDisk().filter((path) => path.includes('blobs'));
  const before = blobs().length;
  const finished = await upload(bytes, 'befund.txt', 30_000);
  expect(finished.content.kind).toBe('text');
  expect(blobs().length).toBe(before + 1);
  for (const path of filesOnDisk()) expect(readFileSync(path).includes(secret), path).toBe(false);
  await desk.client.uploads.discard({ uploadId: finished.uploadId });
  expect(blobs().length).toBe(before);
  const forgotten = await upload(bytes, 'befund.txt', 30_000);
  await desk.client.session.logOut({});
  await logIn(desk, world.jensen);
  await vi.waitFor(() => expect(blobs().length).toBe(before), 15_000);
  const late = desk.client.uploads.file({
    uploadId: forgotten.uploadId,
    caseFileId: world.caseFileId,
    filing: world.filing('zu spät'),
  });
  await expect(late).rejects.toMatchObject({ code: 'not_found' });
});

test('without the right to write nothing can be uploaded', async () => {
  world.centre.grant(world.caseFileId, world.jensen.workerId, 'read');
  await desk.client.sync.now({});
  const begun = desk.client.uploads.begin({ caseFileId: world.caseFileId, fileName: 'a.txt', size: 1 });
  await expect(begun).rejects.toMatchObject({ code: 'forbidden' });
});

test('a mail gives title, sender and date, and is shown with its attachment', async () => {
  const mail = [
    'From: "Vermietung Nord" <post@vermietung.example>',
    'To: jobcenter@kreis.example',
    'Subject: =?utf-8?Q?R=C3=BCckfrage_zur_Kaution?=',
    'Date: Tue, 03 Nov 2026 23:30:00 +0100',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="x"',
    '',
    '--x',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Bitte um Antwort.',
    '--x',
    'Content-Type: text/plain; name="anlage.txt"',
    'Content-Disposition: attachment; filename="anlage.txt"',
    '',
    'Inhalt der Anlage',
    '--x--',
    '',
  ].join('\r\n');
  const finished = await upload(new TextEncoder().encode(mail), 'nachricht.eml');
  expect(finished).toMatchObject({
    content: { kind: 'mail' },
    suggestedTitle: 'Rückfrage zur Kaution',
    suggestedDate: '2026-11-03',
    suggestedSender: 'Vermietung Nord',
  });
  await desk.client.uploads.file({
    uploadId: finished.uploadId,
    caseFileId: world.caseFileId,
    filing: world.filing('Mail'),
  });
  const place = { scopeId: world.caseFileId, ownerId: (await documents())[0]!.documentId };
  const shown = await desk.client.content.mail(place);
  expect(shown).toMatchObject({
    subject: 'Rückfrage zur Kaution',
    date: '2026-11-03T22:30:00.000Z',
    attachments: [{ name: 'anlage.txt' }],
  });
  expect(shown.text).toContain('Bitte um Antwort.');
  const attachment = await desk.client.content.mailAttachment({ ...place, index: 0 });
  expect(new TextDecoder().decode(attachment).trim()).toBe('Inhalt der Anlage');
});

test('a PDF under a password is filed as it is and opens with the right password only', async () => {
  const bytes = await pdf(['Geheim'], 'Kennwort1');
  const finished = await upload(bytes, 'geschuetzt.pdf');
  expect(finished.content).toMatchObject({ kind: 'pdf', encrypted: 'password', hasText: false });
  await desk.client.uploads.file({
    uploadId: finished.uploadId,
    caseFileId: world.caseFileId,
    filing: world.filing('Geheim'),
  });
  const place = { scopeId: world.caseFileId, ownerId: (await documents())[0]!.documentId };
  expect(await desk.client.content.describe(place)).toMatchObject({
    canShow: false,
    explanation: { code: 'password' },
  });
  const wrong = await desk.client.content.describe({ ...place, password: 'falsch' });
  expect(wrong).toMatchObject({ canShow: false, explanation: { code: 'wrong-password' } });
  const right = await desk.client.content.describe({ ...place, password: 'Kennwort1' });
  expect(right).toMatchObject({ canShow: true, explanation: null, content: { pageCount: 2 } });
  const text = await desk.client.content.pageText({ ...place, number: 1, password: 'Kennwort1' });
  expect(text.text).toContain('Geheim');
  expect((await desk.client.content.pageText({ ...place, number: 1 })).text).toBe('');
});

test('a broken file is kept and explained in one sentence', async () => {
  const finished = await upload(new TextEncoder().encode('%PDF-1.7\nkaputt'), 'kaputt.pdf');
  expect(finished.content.explanation?.message).toMatch(/beschädigt/);
  await desk.client.uploads.file({
    uploadId: finished.uploadId,
    caseFileId: world.caseFileId,
    filing: world.filing('Kaputt'),
  });
  const place = { scopeId: world.caseFileId, ownerId: (await documents())[0]!.documentId };
  expect(await desk.client.content.describe(place)).toMatchObject({ canShow: false, explanation: { code: 'damaged' } });
  await expect(desk.client.content.mail(place)).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(desk.client.content.officeHtml(place)).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(desk.client.content.tiffPage({ ...place, number: 1 })).rejects.toMatchObject({ code: 'invalid_input' });
});

test('an empty file is taken in, too', async () => {
  const finished = await upload(new Uint8Array(0), 'leer.pdf');
  expect(finished.content).toMatchObject({ kind: 'empty', size: 0 });
  await desk.client.uploads.file({
    uploadId: finished.uploadId,
    caseFileId: world.caseFileId,
    filing: world.filing('Leer'),
  });
  expect(await documents()).toMatchObject([{ kind: 'empty' }]);
});

test('a file that was handed over and is not filed yet outlives a clearing away, and one that was discarded does not', async () => {
  const { uploadId } = await upload(await pdf(['Wird gleich abgelegt']), 'gleich.pdf');
  const other = await upload(await pdf(['Doch nicht']), 'nicht.pdf');
  const contents = () =>
    readdirSync(desk.folder, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && entry.parentPath.includes('blobs'),
    );
  expect(contents()).toHaveLength(2);
  // Discarding clears away what nothing names, as a purge does.
  await desk.client.uploads.discard({ uploadId: other.uploadId });
  expect(contents()).toHaveLength(1);
  await desk.client.uploads.file({ uploadId, caseFileId: world.caseFileId, filing: world.filing('Gleich') });
  expect(await documents()).toMatchObject([{ title: 'Gleich', isOnDesk: true }]);
});
