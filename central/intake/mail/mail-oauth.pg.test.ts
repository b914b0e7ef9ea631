import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createInspectionPool } from '../../../intake/content/inspection-pool.ts';
import { createStackReader } from '../../../intake/station/stack-reader.ts';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import { MailOffice, messageOf } from '../../testing/mail-office.ts';
import { findOrInstallMailServer, MailServer } from '../../testing/mail-server.ts';

const within = { timeout: 45_000, interval: 100 };
const taken = 'Aktenpult übernommen';
const isHere = findOrInstallMailServer();
const readers = { reader: createStackReader({ size: 1 }), inspection: createInspectionPool({ size: 1 }) };
let server: MailServer;
let accounts = 0;
const newAccount = (): string => {
  accounts += 1;
  return `amt${accounts}`;
};
beforeAll(async () => {
  if (isHere) server = await MailServer.start();
}, 360_000);
afterAll(async () => {
  await Promise.all([readers.reader.close(), readers.inspection.close()]);
  if (isHere) await server[Symbol.asyncDispose]();
});

const expectFolders = (user: string, folders: Record<string, string[]>) =>
  vi.waitFor(async () => expect(await server.subjects(user)).toEqual(folders), within);
const expectProblem = (office: MailOffice, words: RegExp) =>
  vi.waitFor(async () => expect(await office.problem()).toMatch(words), within);
const receive = (user: string, subject: string) => server.receive(user, messageOf({ subject, text: 'da' }));

/** A log that keeps its lines. */
function openLog() {
  const lines: unknown[] = [];
  const write = (...words: unknown[]) => void lines.push(words);
  return { lines, log: { debug: write, info: write, warn: write, error: write } };
}

describe.skipIf(!isHere)('a mailbox that takes no password', () => {
  test('is watched with a token of the application, which is renewed before it ends', async () => {
    await using database = await temporaryDatabase();
    await using office = await MailOffice.open(database.connectionString, readers);
    const user = newAccount();
    await using service = await server.tokenService(user);
    let passed = 0;
    await office.start(server.accessByToken(user, service, { now: () => Date.now() + passed }));
    await receive(user, 'Erste');
    await expectFolders(user, { [taken]: ['Erste'] });
    expect(service.asked).toEqual([
      {
        ...{ grant_type: 'client_credentials', client_id: 'aktenpult', client_secret: service.secret },
        scope: 'https://outlook.office365.com/.default',
      },
    ]);
    service.revokeAll();
    passed = 3_500_000; // a little before its hour is over
    await vi.waitFor(() => expect(service.asked).toHaveLength(2), within);
    await receive(user, 'Zweite');
    await expectFolders(user, { [taken]: ['Erste', 'Zweite'] });
    expect(service.asked).toHaveLength(2);
    expect(await office.problem()).toBeNull();
  });

  test('gets a new token at once when it takes the old one no more', async () => {
    await using database = await temporaryDatabase();
    await using office = await MailOffice.open(database.connectionString, readers);
    const user = newAccount();
    await using service = await server.tokenService(user);
    await office.start(server.accessByToken(user, service));
    await receive(user, 'Vorher');
    await expectFolders(user, { [taken]: ['Vorher'] });
    service.revokeAll();
    await server.end();
    await expectProblem(office, /^Das Postfach ist nicht erreichbar/);
    await server.begin();
    await receive(user, 'Nachher');
    await expectFolders(user, { [taken]: ['Nachher', 'Vorher'] });
    expect(service.asked).toHaveLength(2);
    await vi.waitFor(async () => expect(await office.problem()).toBeNull(), within);
  });

  test('keeps its mails while the token endpoint is away, which is told, and is fetched when it is back', async () => {
    await using database = await temporaryDatabase();
    await using office = await MailOffice.open(database.connectionString, readers);
    const user = newAccount();
    await using service = await server.tokenService(user);
    await receive(user, 'Wartet');
    const access = server.accessByToken(user, service);
    await service.end();
    await office.start(access);
    await expectProblem(office, /Anmeldedienst des Postfachs antwortet nicht \(ECONNREFUSED\)/);
    expect(await server.subjects(user)).toEqual({ INBOX: ['Wartet'] });
    service.answer = { status: 503, body: 'busy' };
    await service.begin();
    await expectProblem(office, /antwortet nicht \(HTTP 503\)/);
    service.answer = { status: 200, body: '<html>Anmelden</html>' };
    await expectProblem(office, /enthält kein Zugriffstoken/);
    service.answer = null;
    await expectFolders(user, { [taken]: ['Wartet'] });
    await vi.waitFor(async () => expect(await office.problem()).toBeNull(), within);
  });

  test('whose application is refused is told in German, and neither secret nor token stands anywhere', async () => {
    await using database = await temporaryDatabase();
    await using office = await MailOffice.open(database.connectionString, readers);
    const user = newAccount();
    await using service = await server.tokenService(user);
    const { lines, log } = openLog();
    await receive(user, 'Bleibt');
    const access = server.accessByToken(user, service, { clientSecret: 'abgelaufener-Schluessel' });
    await office.start(access, { log });
    await expectProblem(office, /gibt kein Zugriffstoken aus \(invalid_client\).*abgelaufen/);
    expect(await server.subjects(user)).toEqual({ INBOX: ['Bleibt'] });
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify([lines, await office.problem()])).not.toContain('abgelaufener-Schluessel');
  });

  test('that refuses a new token, too, says so; it is asked for one new token a try and no more', async () => {
    await using database = await temporaryDatabase();
    await using office = await MailOffice.open(database.connectionString, readers);
    const user = newAccount();
    await using service = await server.tokenService(user);
    service.isTrusted = false;
    const { lines, log } = openLog();
    await office.start(server.accessByToken(user, service), { log });
    await expectProblem(office, /nimmt auch ein neues Zugriffstoken nicht an/);
    const tries = lines.filter((line) => JSON.stringify(line).includes('a mailbox could not be watched')).length;
    expect(service.asked.length).toBeLessThanOrEqual(tries + 1);
    expect(JSON.stringify(lines)).not.toContain('token-1');
    service.isTrusted = true;
    await receive(user, 'Nun');
    await expectFolders(user, { [taken]: ['Nun'] });
  });

  test('is not asked for, and no secret is sent, where nobody known has signed for the token endpoint', async () => {
    await using database = await temporaryDatabase();
    await using office = await MailOffice.open(database.connectionString, readers);
    const user = newAccount();
    await using service = await server.tokenService(user);
    await office.start(server.accessByToken(user, service, { authority: undefined }));
    await expectProblem(office, /Anmeldedienst des Postfachs lässt sich nicht verschlüsseln/);
    expect(service.asked).toEqual([]);
  });
});
