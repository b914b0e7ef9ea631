import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createInspectionPool } from '../../../intake/content/inspection-pool.ts';
import { PNG, pdfOf } from '../../../intake/content/test-documents.ts';
import { createStackReader } from '../../../intake/station/stack-reader.ts';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import { verifyChains } from '../../store/journal.ts';
import { MailOffice, messageOf } from '../../testing/mail-office.ts';
import { findOrInstallMailServer, MailServer } from '../../testing/mail-server.ts';
import type { IntakeStep } from '../station/intake.ts';

const within = { timeout: 45_000, interval: 250 };
const taken = 'Aktenpult übernommen';
const failed = 'Aktenpult nicht übernommen';
const isHere = findOrInstallMailServer();
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const readers = { reader: createStackReader({ size: 1 }), inspection: createInspectionPool({ size: 1 }) };
let server: MailServer;
let accounts = 0;
/** An account nobody has used yet. */
const newAccount = (): string => {
  accounts += 1;
  return `post${accounts}`;
};
beforeAll(async () => {
  if (isHere) server = await MailServer.start();
}, 360_000);
afterAll(async () => {
  await Promise.all([readers.reader.close(), readers.inspection.close()]);
  if (isHere) await server[Symbol.asyncDispose]();
});

/** Waits until the folders of a mailbox hold this, and nothing else. */
const expectFolders = (user: string, folders: Record<string, string[]>) =>
  vi.waitFor(async () => expect(await server.subjects(user)).toEqual(folders), within);

describe.skipIf(!isHere)('a watched mailbox', () => {
  test('becomes letters: the mail as it came and its attachments linked to it, with whoever keeps the file', async () => {
    await using database = await temporaryDatabase();
    await using office = await MailOffice.open(database.connectionString, readers);
    const user = newAccount();
    const lease = await pdfOf(['Mietvertrag', 'Seite zwei']);
    const message = messageOf({
      ...{
        subject: 'Unterlagen für Sie',
        text: `<p>Zu ${office.fileNumber}: anbei.</p><img src="cid:bild@x"><hr>Vertraulich.`,
      },
      attachments: [
        { name: 'bild.png', type: 'image/png', bytes: PNG, contentId: 'bild@x' },
        { name: 'Vertrag.pdf', type: 'application/pdf', bytes: lease },
      ],
    });
    await server.receive(user, message, new Date('2026-11-21T23:30:00.000Z'));
    await office.start(server.access(user));
    await expectFolders(user, { [taken]: ['Unterlagen für Sie'] });
    const [mail, part, ...more] = await office.letters();
    expect(more).toEqual([]);
    const inboxId = office.scans.office.inboxes.anna;
    expect(mail).toMatchObject({
      ...{ inboxId, title: 'Unterlagen für Sie', source: 'mail', sender: 'Petra Carlsen', letterDate: '2026-11-20' },
      // Half past midnight in Germany: that day it has reached the office.
      ...{ receivedDate: '2026-11-22', fileNumber: office.fileNumber },
      content: { kind: 'mail', sha256: hashOf(message), messageId: expect.stringContaining('@beispiel.de') },
    });
    expect(part).toMatchObject({
      ...{ inboxId, source: 'mail', remark: 'Anlage der E-Mail „Unterlagen für Sie“', fileNumber: office.fileNumber },
      content: { kind: 'pdf', sha256: hashOf(lease), partOf: { sha256: hashOf(message), index: 1 } },
    });
    expect(await office.scans.bytesOf(hashOf(message))).toEqual(message);
    expect((await verifyChains(office.scans.database)).firstBreak).toBeNull();
  });

  const steps: IntakeStep[] = ['kept', 'journalled', 'claimed', 'read', 'resultsKept', 'delivered', 'removed'];

  test.each(steps)('loses and doubles nothing when the service is killed after the step "%s"', async (killedAfter) => {
    await using database = await temporaryDatabase();
    await using office = await MailOffice.open(database.connectionString, readers);
    const user = newAccount();
    const attachments = [{ name: 'Lohn.pdf', type: 'application/pdf', bytes: await pdfOf(['Lohn']) }];
    for (const subject of ['Erste', 'Zweite'])
      await server.receive(user, messageOf({ subject, text: 'anbei', attachments }));
    const reached = new Promise<void>((resolve) => {
      void office.start(server.access(user), { killedAfter, onKilled: resolve });
    });
    await reached;
    await office.start(server.access(user));
    await expectFolders(user, { [taken]: ['Erste', 'Zweite'] });
    const titles = (await office.letters()).map(({ title }) => title);
    expect(titles.filter((title) => title === 'Erste' || title === 'Zweite').sort()).toEqual(['Erste', 'Zweite']);
    expect(titles).toHaveLength(4);
  });

  test('shared by two services brings every letter once', async () => {
    await using database = await temporaryDatabase();
    await using office = await MailOffice.open(database.connectionString, readers);
    const user = newAccount();
    const subjects = Array.from({ length: 8 }, (_, index) => `Brief ${index}`);
    const running = [office.start(server.access(user)), office.start(server.access(user))];
    for (const subject of subjects) await server.receive(user, messageOf({ subject, text: subject }));
    await Promise.all(running);
    await vi.waitFor(async () => {
      const found = await server.subjects(user);
      expect(Object.keys(found)).toEqual([taken]);
      expect(found[taken]).toEqual(subjects);
    }, within);
    expect((await office.letters()).map(({ title }) => title).toSorted()).toEqual(subjects);
  });

  test('set up anew by its machine, with other numbers, does not bring again what was taken', async () => {
    await using database = await temporaryDatabase();
    await using office = await MailOffice.open(database.connectionString, readers);
    const user = newAccount();
    await server.receive(user, messageOf({ subject: 'Einmal', text: 'nur einmal' }));
    const delivered = new Promise<void>((resolve) => {
      void office.start(server.access(user), { killedAfter: 'delivered', onKilled: resolve });
    });
    await delivered;
    expect(await server.subjects(user)).toEqual({ INBOX: ['Einmal'] });
    await server.renumber(user);
    await office.start(server.access(user));
    await expectFolders(user, { [taken]: ['Einmal'] });
    expect(await office.letters()).toHaveLength(1);
    const { rows } = await office.scans.database.query('select distinct uid_validity from mail_message');
    expect(rows).toHaveLength(2);
  });

  test('tells a mail that comes a second time on another way', async () => {
    await using database = await temporaryDatabase();
    await using office = await MailOffice.open(database.connectionString, readers);
    const user = newAccount();
    await office.start(server.access(user));
    const mail = { subject: 'Doppelt', text: 'zweimal', messageId: 'gleich@beispiel.de' };
    await server.receive(user, messageOf({ ...mail, route: 'from a' }));
    await expectFolders(user, { [taken]: ['Doppelt'] });
    await server.receive(user, messageOf({ ...mail, route: 'from b' }));
    await expectFolders(user, { [taken]: ['Doppelt', 'Doppelt'] });
    const again = 'Diese E-Mail ist schon einmal eingegangen';
    const remarks = (await office.letters()).map(({ remark }) => remark?.includes(again) ?? false);
    expect(remarks).toEqual([false, true]);
  });

  test('keeps what cannot be read in a folder for people, with the reason beside it, and goes on', async () => {
    await using database = await temporaryDatabase();
    await using office = await MailOffice.open(database.connectionString, readers);
    const user = newAccount();
    await server.receive(user, Buffer.from('%PDF-1.7\r\nkein PDF und keine E-Mail\r\n'));
    await server.receive(user, messageOf({ subject: 'Danach', text: 'lesbar' }));
    await office.start(server.access(user));
    await vi.waitFor(async () => {
      const found = await server.subjects(user);
      expect(found[taken]).toEqual(['Danach']);
      expect(found[failed]).toHaveLength(2);
      expect(found['INBOX']).toBeUndefined();
    }, within);
    const note = await server.as(user, async (client) => {
      await client.mailboxOpen(failed);
      const messages = await client.fetchAll('1:*', { envelope: true, source: true });
      return messages.find(({ envelope }) => envelope?.subject?.startsWith('Nicht übernommen: '));
    });
    const text = Buffer.from(String(note?.source).split('\r\n\r\n')[1] ?? '', 'base64').toString('utf8');
    expect(text).toContain('wurde nicht in die E-Akte übernommen');
    const [stack] = (await office.scans.stacks()).filter(({ state }) => state === 'failed');
    expect(text).toContain(stack?.reason);
    expect((await office.letters()).map(({ title }) => title)).toEqual(['Danach']);
  });

  test('goes on by itself when its server was away, and says so meanwhile', async () => {
    await using database = await temporaryDatabase();
    await using office = await MailOffice.open(database.connectionString, readers);
    const user = newAccount();
    await office.start(server.access(user));
    await server.receive(user, messageOf({ subject: 'Vorher', text: 'da' }));
    await expectFolders(user, { [taken]: ['Vorher'] });
    await server.end();
    await vi.waitFor(async () => expect(await office.problem()).toMatch(/^Das Postfach ist nicht erreichbar/), within);
    await server.begin();
    await server.receive(user, messageOf({ subject: 'Nachher', text: 'da' }));
    await expectFolders(user, { [taken]: ['Nachher', 'Vorher'] });
    await vi.waitFor(async () => expect(await office.problem()).toBeNull(), within);
  });

  test('that does not take the password is told, and the password is written nowhere', async () => {
    await using database = await temporaryDatabase();
    await using office = await MailOffice.open(database.connectionString, readers);
    const lines: unknown[] = [];
    const write = (...words: unknown[]) => void lines.push(words);
    const log = { debug: write, info: write, warn: write, error: write };
    await office.start(server.access(newAccount(), {}, 'ganz-falsch-geraten'), { log });
    await vi.waitFor(async () => expect(await office.problem()).toMatch(/nimmt die Anmeldung nicht an/), within);
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toContain('ganz-falsch-geraten');
  });

  test('is fetched with STARTTLS, and without protection only where that is asked for on this machine', async () => {
    await using database = await temporaryDatabase();
    await using office = await MailOffice.open(database.connectionString, readers);
    for (const protection of ['startTls', 'none'] as const) {
      const user = newAccount();
      await server.receive(user, messageOf({ subject: protection, text: 'da' }));
      const station = await office.start(server.access(user, { protection, port: server.ports.open }));
      await expectFolders(user, { [taken]: [protection] });
      await station.stop();
    }
  });

  test('whose certificate nobody known has signed is not opened', async () => {
    await using database = await temporaryDatabase();
    await using office = await MailOffice.open(database.connectionString, readers);
    const user = newAccount();
    await server.receive(user, messageOf({ subject: 'Bleibt', text: 'liegen' }));
    const { authority: _, ...unknown } = server.access(user);
    await office.start(unknown);
    await vi.waitFor(async () => expect(await office.problem()).toMatch(/Zertifikat ist nicht gültig/), within);
    expect(await server.subjects(user)).toEqual({ INBOX: ['Bleibt'] });
  });
});
