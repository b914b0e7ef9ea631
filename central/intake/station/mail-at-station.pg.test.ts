import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { letterSheet } from '../../../intake/pages/test-pages.ts';
import { createStackReader } from '../../../intake/station/stack-reader.ts';
import { newId } from '../../testing/desk.ts';
import { contentFacts } from '../../testing/office.ts';
import { ScanOffice } from '../../testing/scan-office.ts';
import { correctStack } from './correct.ts';
import type { Intake } from './intake.ts';
import { documentsOf } from './stack-documents.ts';
import { readStack } from './stacks.ts';
import { takeIn } from './take-in.ts';

/** A mail with a photographed letter: words that only recognition sees. */
function mailWithPicture(text: string): Buffer {
  const picture = letterSheet('Mietbescheinigung Kranichweg').toBuffer('image/jpeg', 85).toString('base64');
  const lines = [
    'From: Anna Petersen <anna@beispiel.de>',
    'To: post@kreis.example',
    'Subject: Meine Unterlagen',
    'Message-ID: <unterlagen@beispiel.de>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="teil"',
    '',
    '--teil',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '--teil',
    'Content-Type: image/jpeg; name="brief.jpg"',
    'Content-Disposition: attachment; filename="brief.jpg"',
    'Content-Transfer-Encoding: base64',
    '',
    ...(picture.match(/.{1,76}/g) ?? []),
    '--teil--',
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

/** The mail taken in by a service with the real reader, and read to its end. */
async function takeMail(scans: ScanOffice): Promise<{ intake: Intake; stackId: Id }> {
  const reader = createStackReader({ recognition: 'packaged', size: 1 });
  onTestFinished(() => reader.close());
  const { intake } = await scans.start({ openReader: () => reader });
  const file = { source: 'upload' as const, station: 'Empfang', fileName: 'mail.eml', takenBy: scans.office.ids.post };
  const { stackId } = await takeIn(intake, { ...file, content: mailWithPicture('Anbei der Brief.') });
  await vi.waitFor(async () => expect((await readStack(scans.database, stackId))?.state).toBe('done'), {
    timeout: 90_000, // recognition works hard; a loaded machine is no fault
    interval: 100,
  });
  return { intake, stackId };
}

test('a picture in a mail is recognised: its words are with the attachment, which is linked to the mail and stays as it was sent', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const { stackId } = await takeMail(scans);
  const [mail, picture] = await documentsOf(scans.database, stackId);
  expect(mail).toMatchObject({ inboxId: scans.basketId, content: { kind: 'mail' } });
  expect(picture).toMatchObject({
    inboxId: scans.basketId,
    content: { kind: 'image', fileName: 'brief.jpg', hasText: true, partOf: { sha256: mail?.content.sha256 } },
  });
  expect(picture?.pageTexts.join(' ')).toContain('Kranichweg');
  expect(picture?.pageTexts.join(' ')).toContain('Großmüller');
  const { rows } = await scans.database.query<{ text: string }>(
    `select body ->> 'text' as text from record where kind = 'page' and scope_id = $1 and not deleted`,
    [scans.basketId],
  );
  expect(rows.filter(({ text }) => text.includes('Kranichweg'))).toHaveLength(1);
}, 150_000);

test('a mail in the wrong Postkorb is put right at the station with its attachments; parted or joined it is not, and that is said', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const { intake, stackId } = await takeMail(scans);
  const { ids, inboxes } = scans.office;
  const before = await documentsOf(scans.database, stackId);
  const wishes = [[1], [2]].map((pages) => ({ pages, inboxId: inboxes.anna, fileNumber: null }));
  await correctStack(intake, ids.post, stackId, { round: 0, documents: wishes, leftOut: [], turns: [], answer: null });

  const after = await documentsOf(scans.database, stackId);
  expect(after.map(({ inboxId, state }) => [inboxId, state])).toEqual([
    [inboxes.anna, 'delivered'],
    [inboxes.anna, 'delivered'],
  ]);
  expect(after.map(({ content }) => content)).toEqual(before.map(({ content }) => content));
  expect(after[0]?.letter).toMatchObject({ title: 'Meine Unterlagen', source: 'mail', sender: 'Anna Petersen' });
  const open = await scans.database.query<{ scope_id: Id }>(
    `select scope_id from record where kind = 'inboxItem' and not deleted and body ->> 'state' = 'open'`,
  );
  expect(open.rows.map((row) => row.scope_id)).toEqual([inboxes.anna, inboxes.anna]);

  const joined = [{ pages: [1, 2], inboxId: inboxes.anna, fileNumber: null }];
  await expect(
    correctStack(intake, ids.post, stackId, { round: 1, documents: joined, leftOut: [], turns: [], answer: null }),
  ).rejects.toThrow('Eine E-Mail und ihre Anlagen lassen sich nicht teilen oder zusammenfügen.');
  expect((await documentsOf(scans.database, stackId)).map(({ id }) => id)).toEqual(after.map(({ id }) => id));
}, 150_000);

test('a mail a worker has filed or laid into a Postkorb herself is told when the station takes it in, with the day and her name', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const { ids, caseFiles } = scans.office;
  const content = { ...contentFacts('b'.repeat(64), 100), kind: 'mail', messageId: 'frage@beispiel.de' };
  const made = { ownerId: newId(), createdAt: '2026-09-03T09:00:00.000Z', createdBy: ids.anna };
  await scans.office.import([
    { line: 'record', kind: 'version', id: newId(), scopeId: caseFiles.anna, body: { ...content, ...made } },
  ]);
  const reader = createStackReader({ recognition: 'packaged', size: 1 });
  onTestFinished(() => reader.close());
  const { intake } = await scans.start({ openReader: () => reader });
  const remarkOn = async (id: string) => {
    const mail = [
      ...['From: Anna Petersen <anna@beispiel.de>', 'To: post@kreis.example', 'Subject: Frage', `Message-ID: <${id}>`],
      ...['Date: Thu, 03 Sep 2026 10:00:00 +0200', 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8'],
      ...['', 'Eine Frage zur Miete.', ''],
    ];
    const file = { source: 'upload' as const, station: 'Empfang', fileName: `${id}.eml`, takenBy: ids.post };
    const { stackId } = await takeIn(intake, { ...file, content: Buffer.from(mail.join('\r\n')) });
    await vi.waitFor(
      async () => expect(await readStack(scans.database, stackId)).toMatchObject({ state: 'done', reason: null }),
      {
        timeout: 90_000, // a loaded machine is no fault
        interval: 100,
      },
    );
    return (await documentsOf(scans.database, stackId))[0]?.letter.remark ?? '';
  };
  const told = /Diese E-Mail ist schon einmal eingegangen, am 03\.09\.2026 durch \S+ \S+\./;
  expect(await remarkOn('frage@beispiel.de')).toMatch(told);
  expect(await remarkOn('andere@beispiel.de')).not.toContain('schon einmal');
}, 150_000);
