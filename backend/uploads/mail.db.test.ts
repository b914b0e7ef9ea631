import { expect, test, vi } from 'vitest';
import { type BackendDesk, deskForEachTest, logIn } from '../../tests/support/backend-desk.ts';
import type { DeskWorld } from '../../tests/support/desk-world.ts';
import { pdfOf, PNG } from '../../intake/content/test-documents.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest(async (opened) => {
  ({ world, desk } = opened);
  await logIn(desk, world.jensen);
});

type Part = { type: string; name?: string; inline?: string; bytes: Uint8Array };

function mail(
  parts: Part[],
  { subject = 'Unterlagen', id = '<eins@beispiel.de>', html = '<p>anbei</p>' } = {},
): Uint8Array {
  const body = parts.map(({ type, name, inline, bytes }) =>
    [
      '--B',
      `Content-Type: ${type}${name ? `; name="${name}"` : ''}`,
      inline ? `Content-ID: <${inline}>\r\nContent-Disposition: inline` : 'Content-Disposition: attachment',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n'),
    ].join('\r\n'),
  );
  const head = [
    'From: Anna Petersen <anna@beispiel.de>',
    'To: post@jobcenter.example',
    `Subject: ${subject}`,
    `Message-ID: ${id}`,
    'Date: Fri, 20 Nov 2026 10:00:00 +0100',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=B',
  ];
  return Buffer.from(
    [...head, '', '--B', 'Content-Type: text/html; charset=utf-8', '', html, ...body, '--B--', ''].join('\r\n'),
  );
}

async function upload(place: { caseFileId: string } | { inboxId: string }, bytes: Uint8Array, fileName: string) {
  const { client } = desk;
  const { uploadId } = await client.uploads.begin({ ...place, fileName, size: bytes.length });
  await client.uploads.part({ uploadId, offset: 0, bytes: new Uint8Array(bytes) });
  return client.uploads.finish({ uploadId });
}

const documents = async (showRetracted = false) => {
  const all = { caseFileId: world.caseFileId, registerId: null, keywordId: null, filter: null, showRetracted };
  return (await desk.client.documents.list(all)).rows;
};
const keywordIds = () => world.filing('x').keywordIds;

test('a mail is filed with the chosen attachments by one act, linked both ways, and taken back by one', async () => {
  const { caseFileId } = world;
  const [wage, lease] = [await pdfOf(['Lohn Oktober', 'Seite zwei']), await pdfOf(['Mietvertrag'])];
  const bytes = mail(
    [
      { type: 'application/pdf', name: 'Lohn.pdf', bytes: wage },
      { type: 'image/png', name: 'bild.png', inline: 'bild@x', bytes: PNG },
      { type: 'application/pdf', name: 'Miete.pdf', bytes: lease },
    ],
    { html: '<p>anbei</p><img src="cid:bild@x">' },
  );
  const uploaded = await upload({ caseFileId }, bytes, 'Unterlagen.eml');
  expect(uploaded.mail).toMatchObject({
    parts: [
      { part: 0, suggestedTitle: 'Lohn', isNested: false, content: { pageCount: 2 } },
      { part: 1, suggestedTitle: 'Miete' },
    ],
    ...{ pictures: 1, signatures: 0, isCut: false },
  });
  const { uploadId } = uploaded;
  const filing = world.filing('E-Mail Petersen');
  const parts = [{ part: 0, title: 'Lohn Oktober', keywordIds: keywordIds() }];
  const done = await desk.client.uploads.file({ uploadId, caseFileId, filing, parts });
  expect(done).toMatchObject({ label: 'Ablegen: E-Mail Petersen mit einer Anlage', canUndo: true });

  const rows = await documents();
  const whole = rows.find(({ title }) => title === 'E-Mail Petersen');
  const part = rows.find(({ title }) => title === 'Lohn Oktober');
  expect(rows).toHaveLength(2);
  expect(whole).toMatchObject({ kind: 'mail', sheetFrom: 1, sheetTo: 1, isMailPart: false, mailPartCount: 1 });
  expect(part).toMatchObject({ kind: 'pdf', sheetFrom: 2, sheetTo: 3, isMailPart: true, mailPartCount: 0 });
  const link = ({ documentId, title, sheetFrom, sheetTo }: NonNullable<typeof whole>) => ({
    ...{ documentId, title, sheetFrom, sheetTo },
  });
  const detail = (documentId: string) => desk.client.documents.get({ caseFileId, documentId });
  expect((await detail(whole!.documentId)).mail).toEqual({ whole: null, parts: [link(part!)] });
  expect((await detail(part!.documentId)).mail).toEqual({ whole: link(whole!), parts: [] });
  const place = { scopeId: caseFileId, ownerId: whole!.documentId, from: 0, to: bytes.length };
  expect(Buffer.from(await desk.client.content.readRange(place)).equals(bytes)).toBe(true);

  await desk.client.undo.take({ commandId: done.commandId });
  expect(await documents()).toEqual([]);
  expect(await documents(true)).toHaveLength(2);
});

test('the same mail saved by another program is told as lying in the file, and where', async () => {
  const { caseFileId } = world;
  const first = await upload({ caseFileId }, mail([], { html: '<p>eins</p>' }), 'a.eml');
  await desk.client.uploads.file({ uploadId: first.uploadId, caseFileId, filing: world.filing('Frage') });
  const again = await upload({ caseFileId }, mail([], { html: '<p>eins</p> ' }), 'b.eml');
  expect(again.duplicates).toMatchObject([{ title: 'Frage', sheetFrom: 1, sheetTo: 1, isSameMail: true }]);
  const other = await upload({ caseFileId }, mail([], { id: '<zwei@beispiel.de>' }), 'c.eml');
  expect(other.duplicates).toEqual([]);
});

test('a mail within a mail is a document, and so is what lies in it', async () => {
  const { caseFileId } = world;
  const inner = mail([{ type: 'application/pdf', name: 'Innen.pdf', bytes: await pdfOf(['Innen']) }], { id: '<i@x>' });
  const outer = mail([{ type: 'message/rfc822', name: 'Weitergeleitet.eml', bytes: inner }]);
  const uploaded = await upload({ caseFileId }, outer, 'wg.eml');
  expect(uploaded.mail?.parts).toMatchObject([
    { isNested: false, content: { kind: 'mail' } },
    { isNested: true, content: { fileName: 'Innen.pdf' } },
  ]);
});

test('a protected attachment is explained, signatures stay in the mail, an appointment can be read', async () => {
  const { caseFileId } = world;
  const calendar =
    'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Gespräch\r\nDTSTART:20261201T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';
  const locked = await pdfOf(['Geheim'], (pdf) => void pdf.encrypt({ userPassword: 'x', ownerPassword: 'x' }));
  const bytes = mail([
    { type: 'application/pdf', name: 'Konto.pdf', bytes: locked },
    { type: 'application/pkcs7-signature', name: 'smime.p7s', bytes: Buffer.from('MIIB') },
    { type: 'text/calendar', name: 'einladung.ics', bytes: Buffer.from(calendar) },
  ]);
  const uploaded = await upload({ caseFileId }, bytes, 'a.eml');
  expect(uploaded.mail).toMatchObject({ signatures: 1, parts: [{ content: { encrypted: 'password' } }, {}] });
  expect(uploaded.mail?.parts[0]?.content.explanation?.message).toContain('mit einem Kennwort geschützt');
  const { uploadId } = uploaded;
  const parts = [{ part: 1, title: 'Einladung', keywordIds: keywordIds() }];
  await desk.client.uploads.file({ uploadId, caseFileId, filing: world.filing('Mail'), parts });
  const invitation = (await documents()).find(({ title }) => title === 'Einladung');
  const place = { scopeId: caseFileId, ownerId: invitation!.documentId };
  const { text } = await desk.client.content.pageText({ ...place, number: 1 });
  expect(text).toContain('Einladung\n\nTermin: Gespräch\nBeginn: 01.12.2026, 10:00 Uhr');
});

test('a mail laid into the Postkorb without the centre brings its attachments, and goes again with them', async () => {
  const { inboxId } = world.jensen;
  desk.isOnline = false;
  const bytes = mail([{ type: 'application/pdf', name: 'Lohn.pdf', bytes: await pdfOf(['Lohn']) }]);
  const { uploadId } = await upload({ inboxId }, bytes, 'a.eml');
  const done = await desk.client.uploads.deliver({ uploadId, inboxId, title: 'Unterlagen', parts: [0] });
  const open = async () => (await desk.client.inbox.list({ inboxId, show: 'open' })).rows;
  expect(await open()).toMatchObject([
    { title: 'Unterlagen', source: 'mail', sender: 'Anna Petersen', letterDate: '2026-11-20', isPending: true },
    { title: 'Lohn', source: 'mail', remark: 'Anlage der E-Mail „Unterlagen“' },
  ]);
  desk.isOnline = true;
  const sent = async () => {
    await desk.client.sync.now({});
    expect((await desk.client.sync.state({})).waitingCommands).toBe(0);
  };
  await vi.waitFor(sent, 15_000);
  expect(await open()).toMatchObject([{ isPending: false }, { isPending: false }]);
  await desk.client.undo.take({ commandId: done.commandId });
  await vi.waitFor(sent, 15_000);
  expect(await open()).toEqual([]);
  expect((await desk.client.clarifications.list({})).rows).toEqual([]);
});

test('a mail that was sent once more is told in the Postkorb by its Message-ID, with the file, the day and who filed it, without a line', async () => {
  const { inboxId } = world.jensen;
  const first = await upload({ caseFileId: world.caseFileId }, mail([], { id: '<doppelt@beispiel.de>' }), 'erste.eml');
  const { caseFileId } = world;
  await desk.client.uploads.file({ uploadId: first.uploadId, caseFileId, filing: world.filing('Frage zur Miete') });
  desk.isOnline = false;
  const again = mail([], { id: '<doppelt@beispiel.de>', html: '<p>anbei, noch einmal</p>' });
  const second = await upload({ inboxId }, again, 'zweite.eml');
  const filed = {
    ...{ kind: 'document', scopeId: caseFileId, placeName: 'Petersen, Anna', title: 'Frage zur Miete' },
    ...{ at: world.now(), byName: 'Jensen', isSameMail: true },
  };
  expect(second.known).toMatchObject([filed]);
  await desk.client.uploads.deliver({ uploadId: second.uploadId, inboxId, title: 'Noch einmal', parts: [] });
  const [row] = (await desk.client.inbox.list({ inboxId, show: 'open' })).rows;
  const item = await desk.client.inbox.item({ inboxId, itemId: row!.itemId });
  // Whatever file is chosen by hand: what it holds stands there, and the letter does not tell of itself.
  expect(item.known).toMatchObject([filed]);
  const third = await upload({ inboxId }, again, 'dritte.eml');
  expect(third.known).toMatchObject([
    filed,
    { kind: 'letter', scopeId: inboxId, placeName: 'Jensen', title: 'Noch einmal', isSameMail: false },
  ]);
});

test('the same bytes are told in the Postkorb and in another file, once each', async () => {
  const bytes = await pdfOf(['Mietvertrag Hafenstraße']);
  const { caseFileId, otherCaseFileId } = world;
  const first = await upload({ caseFileId }, bytes, 'vertrag.pdf');
  await desk.client.uploads.file({ uploadId: first.uploadId, caseFileId, filing: world.filing('Mietvertrag') });
  expect((await upload({ inboxId: world.jensen.inboxId }, bytes, 'vertrag.pdf')).known).toHaveLength(1);
  const other = await upload({ caseFileId: otherCaseFileId }, bytes, 'vertrag.pdf');
  expect([other.duplicates.length, other.known.length]).toEqual([0, 1]);
  const same = await upload({ caseFileId }, bytes, 'vertrag.pdf');
  expect([same.duplicates.length, same.known.length]).toEqual([1, 0]);
});
