import { createHmac } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import type { Id } from '../../core/domain/ids.ts';
import { openDatabase } from '../store/database.ts';
import { newId } from '../testing/desk.ts';
import { addForeignCaseFile, makeMachine, nameTeamAndInboxes, type TestMachine } from '../testing/machines.ts';
import { contentFacts, filing, type Office, openOffice } from '../testing/office.ts';
import { Receiver } from '../testing/receiver.ts';
import { type AutomationOptions, startAutomation } from './work.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const waiting = { timeout: 40_000, interval: 30 };

async function openHouse(connectionString: string): Promise<Office> {
  const office = await openOffice(connectionString);
  await nameTeamAndInboxes(office);
  return office;
}

const every = ['documentFiled', 'inboxItemDelivered', 'inboxItemFiled', 'caseFileCreated'];

async function subscribe(machine: TestMachine, url: string, events = every): Promise<{ id: Id; secret: string }> {
  const { status, body } = await machine.call<{ id: Id; secret: string }>('POST', '/webhooks', { url, events });
  if (status !== 201) throw new Error(`webhook: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** A further service of the store that tries again at once. */
function startService(connectionString: string, options: Partial<AutomationOptions> = {}) {
  const database = openDatabase(connectionString, { connections: 3 });
  const work = startAutomation({ database, log: silent, poll: 20, firstWaitMilliseconds: 1, ...options });
  let ended: Promise<void> | undefined;
  const stop = () => (ended ??= work.stop().then(() => database.end()));
  return { stop, [Symbol.asyncDispose]: stop };
}

/** Retries of the centre's own service wait for seconds; here all are let in at once, again and again. */
function hurryRetries(office: Office): AsyncDisposable {
  let last: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    last = office.central.database.query('update webhook set next_try_at = now()');
  }, 200);
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await last;
    },
  };
}

/** Anna's desk puts documents into her case file; returns their ids in order. */
async function addDocuments(office: Office, count: number): Promise<Id[]> {
  const anna = await office.desk('anna');
  const bytes = new TextEncoder().encode('Inhalt');
  const sha256 = await anna.upload(bytes);
  const ids = Array.from({ length: count }, () => newId());
  for (const documentId of ids) {
    const content = contentFacts(sha256, bytes.length);
    const args = { caseFileId: office.caseFiles.anna, documentId, filing, content, pageTexts: ['Text'] };
    const done = await anna.run('addDocument', args);
    if (done.result !== 'ok') throw new Error(JSON.stringify(done));
  }
  return ids;
}

const documentIds = (receiver: Receiver) => receiver.messages().map(({ data }) => data.documentId);

test('what happens is told in order, signed, with ids only', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  await using receiver = await Receiver.open();
  const machine = await makeMachine(office);
  const { secret } = await subscribe(machine, receiver.url);
  const ids = await addDocuments(office, 5);
  await vi.waitFor(() => expect(documentIds(receiver)).toEqual(ids), waiting);
  const [first] = receiver.received;
  expect(JSON.parse(first?.body ?? '')).toEqual({
    ...{ type: 'documentFiled', timestamp: expect.any(String) },
    data: { caseFileId: office.caseFiles.anna, documentId: ids[0] },
  });
  for (const { headers, body } of receiver.received) {
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const signature = createHmac('sha256', key).update(signed).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signature}`);
  }
});

test('nothing is told of other teams, other Postkörbe, other kinds and of a machine that was ended', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  await using receiver = await Receiver.open();
  const foreign = await addForeignCaseFile(office, '77777BG0000001');
  const machine = await makeMachine(office);
  await subscribe(machine, receiver.url, ['documentFiled', 'inboxItemDelivered']);
  const bernd = await office.desk('bernd');
  const dora = await office.desk('dora');
  const content = contentFacts(await bernd.upload(new TextEncoder().encode('Brief')), 5);
  await dora.upload(new TextEncoder().encode('Brief'));
  const letter = {
    ...{ title: 'Brief', letterDate: null, receivedDate: null, sender: null, direction: 'incoming', source: 'upload' },
    ...{ content, pageTexts: [''], proposedCase: null, proposedKeyword: null, remark: null },
  };
  const itemId = newId();
  const results = [
    await bernd.run('deliverInboxItem', { ...letter, inboxId: office.inboxes.bernd, itemId: newId() }),
    await dora.run('addDocument', { caseFileId: foreign, documentId: newId(), filing, content, pageTexts: [''] }),
    await bernd.run('deliverInboxItem', { ...letter, inboxId: office.inboxes.anna, itemId }),
  ];
  expect(results.map(({ result }) => result)).toEqual(['ok', 'ok', 'ok']);
  await vi.waitFor(() => expect(receiver.messages()).toHaveLength(1), waiting);
  expect(receiver.messages()[0]).toMatchObject({
    ...{ type: 'inboxItemDelivered', data: { inboxId: office.inboxes.anna, itemId } },
  });
  await office.administrator.call('DELETE', `/v1/machines/${machine.id}`);
  await addDocuments(office, 1);
  const { rows } = await office.central.database.query('select 1 from webhook where disabled_at is null');
  expect([rows, receiver.received.length]).toEqual([[], 1]);
});

test('through failures, broken lines and services that are stopped in the middle everything arrives, in order, at least once', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  await using receiver = await Receiver.open();
  const machine = await makeMachine(office);
  let asked = 0;
  receiver.answer = () => {
    asked += 1;
    if (asked % 5 === 2) return 500;
    if (asked % 5 === 3) return 'hang';
    return asked % 5 === 4 ? 302 : 204;
  };
  await subscribe(machine, receiver.url);
  await using first = startService(database.connectionString);
  await using _second = startService(database.connectionString);
  const [some, more] = [await addDocuments(office, 6), await addDocuments(office, 6)];
  await first.stop();
  await using _hurry = hurryRetries(office);
  await using _third = startService(database.connectionString);
  await vi.waitFor(() => expect(new Set(documentIds(receiver)).size).toBe(12), waiting);
  const firstSeen = [...new Set(documentIds(receiver))];
  expect(firstSeen).toEqual([...some, ...more]);
  expect(receiver.received.length).toBeGreaterThan(12);
});

test('after days of failures a webhook is disabled, and that is told and journalled', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  await using receiver = await Receiver.open();
  const machine = await makeMachine(office);
  receiver.answer = () => 503;
  const { id } = await subscribe(machine, receiver.url);
  await addDocuments(office, 1);
  await vi.waitFor(() => expect(receiver.received.length).toBeGreaterThan(0), waiting);
  await vi.waitFor(async () => {
    const { rowCount } = await office.central.database.query(
      `update webhook set failing_since = failing_since - interval '4 days', next_try_at = now() where failing_since is not null`,
    );
    expect(rowCount).toBe(1);
  }, waiting);
  type List = { webhooks: { id: Id; disabledAt: string | null; disabledReason: string; failures: number }[] };
  await vi.waitFor(async () => {
    const { body } = await machine.call<List>('GET', '/webhooks');
    expect(body.webhooks).toMatchObject([{ id, disabledAt: expect.any(String), failures: 2 }]);
    expect(body.webhooks[0]?.disabledReason).toContain('503');
  }, waiting);
  const { rows } = await office.central.database.query(`select 1 from journal where action = 'webhook.disabled'`);
  expect(rows).toHaveLength(1);
});

test('addresses of other machines without TLS, of networks nobody listed and of metadata services are refused', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const plain = await makeMachine(office);
  const listed = await makeMachine(office, { name: 'Mit Netz', networks: ['10.20.0.0/16'] });
  const status = async (machine: TestMachine, url: string) =>
    (await machine.call('POST', '/webhooks', { url, events: ['documentFiled'] })).status;
  for (const url of [
    ...[
      'http://example.org/',
      'https://169.254.169.254/latest',
      'https://10.20.0.1/',
      'https://[fe80::1]/',
      'ftp://a/',
    ],
    ...['https://0.0.0.0/', 'https://[::ffff:169.254.169.254]/', 'https://2852039166/', 'https://user:x@example.org/'],
    ...['https://192.168.0.1/', 'https://[fd00:ec2::254]/', 'file:///etc/passwd', 'https://[::ffff:10.20.0.1]/'],
  ]) {
    expect([url, await status(plain, url)]).toEqual([url, 400]);
  }
  expect(await status(listed, 'https://10.20.3.4/')).toBe(201);
  expect(await status(listed, 'https://10.21.3.4/')).toBe(400);
  expect(await status(plain, 'https://example.org/')).toBe(201);
  expect(await status(plain, 'http://localhost:8080/')).toBe(201);
});
