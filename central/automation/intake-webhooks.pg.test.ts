import { expect, test, vi } from 'vitest';
import type { StackDetail } from '../../core/contract/station-shapes.ts';
import type { Id } from '../../core/domain/ids.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { makeMachine, nameTeamAndInboxes, type TestMachine } from '../testing/machines.ts';
import { type Office, openOffice } from '../testing/office.ts';
import { createPdfReader } from '../testing/pdf-reader.ts';
import { Receiver } from '../testing/receiver.ts';
import { coverPage, scanOf } from '../testing/text-reader.ts';
import { webhookData, type WebhookEventKind } from './webhook-messages.ts';

const waiting = { timeout: 60_000, interval: 50 };
const slow = 180_000; // a PostgreSQL, a centre, a station

const events = ['intakeDone', 'intakeNeedsLook', 'intakeFailed', 'intakeReturned'];

async function openHouse(connectionString: string): Promise<Office> {
  const office = await openOffice(connectionString, { intake: { openReader: createPdfReader } });
  await nameTeamAndInboxes(office);
  return office;
}

async function makeRobot(office: Office, receiver: Receiver, wish: Parameters<typeof makeMachine>[1] = {}) {
  const machine = await makeMachine(office, { stations: ['Robotik'], ...wish });
  const { status } = await machine.call('POST', '/webhooks', { url: receiver.url, events });
  expect(status).toBe(201);
  return machine;
}

async function handIn(machine: TestMachine, bytes: Uint8Array, key: string): Promise<Id> {
  const query = new URLSearchParams({ station: 'Robotik', fileName: 'brief.pdf' });
  const headers = { 'content-type': 'application/octet-stream', 'idempotency-key': key };
  const { status, body } = await machine.call<{ intakeId: Id }>('POST', `/intake?${query}`, bytes, headers);
  expect(status).toBe(202);
  return body.intakeId;
}

type Message = { type: WebhookEventKind; data: { intakeId: Id; reason?: string; documents?: { itemId: Id }[] } };
const toldTo = (receiver: Receiver) => receiver.messages() as unknown as Message[];
const hear = (receiver: Receiver, types: string[]) =>
  vi.waitFor(() => {
    expect(toldTo(receiver).map(({ type }) => type)).toEqual(types);
    return toldTo(receiver);
  }, waiting);
const asked = async (machine: TestMachine, intakeId: Id) =>
  (await machine.call<{ state: string; documents: object[] }>('GET', `/intake/${intakeId}`)).body;

/** Until everything that happened was told, or was none of any webhook's business. */
const untilAllIsTold = ({ central }: Office) =>
  vi.waitFor(async () => {
    const { rows } = await central.database.query(
      `select 1 from webhook_event event where position is null
       union all select 1 from webhook, webhook_event event where event.position > webhook.position`,
    );
    expect(rows).toEqual([]);
  }, waiting);

test(
  'whoever handed a file in is told once that it is done, needs a look or failed, with what may be asked of it; nobody else is',
  async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    await using receiver = await Receiver.open();
    await using elsewhere = await Receiver.open();
    const machine = await makeRobot(office, receiver);
    await makeRobot(office, elsewhere, { name: 'Anderes Verfahren' });
    const cover = coverPage({ inboxId: office.inboxes.anna });

    const done = await handIn(machine, scanOf(cover, 'Mietvertrag', cover, 'Lohnzettel'), 'lauf-0001');
    await hear(receiver, ['intakeDone']);
    const onlyCover = await handIn(machine, scanOf(cover), 'lauf-0002');
    await hear(receiver, ['intakeDone', 'intakeNeedsLook']);
    const broken = await handIn(machine, new TextEncoder().encode('kein PDF'), 'lauf-0003');
    const told = await hear(receiver, ['intakeDone', 'intakeNeedsLook', 'intakeFailed']);
    await untilAllIsTold(office);

    expect(toldTo(receiver)).toHaveLength(3);
    expect(elsewhere.received).toEqual([]);
    const letter = { state: 'delivered', inboxId: office.inboxes.anna, itemId: expect.any(String) };
    expect(told.map(({ data }) => data)).toEqual([
      { intakeId: done, documents: [2, 4].map((page) => ({ pages: [page], ...letter })) },
      { intakeId: onlyCover, documents: [] },
      { intakeId: broken, reason: 'Die Datei ist beschädigt.' },
    ]);
    const { webhooks } = (await (await fetch(`${office.address}/openapi.json`)).json()) as { webhooks: object };
    expect(Object.keys(webhooks)).toEqual(expect.arrayContaining(events));
    expect(told[0]?.data.documents).toEqual((await asked(machine, done)).documents);
    for (const { type, data } of told) expect(webhookData[type].safeParse(data).error).toBeUndefined();
  },
  slow,
);

test(
  'a letter that came back is told without the words of who gave it back, and so are the letters that are made of it',
  async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    await using receiver = await Receiver.open();
    const machine = await makeRobot(office, receiver);
    const { anna: inboxId } = office.inboxes;
    const bytes = scanOf(coverPage({ inboxId }), 'Vorn', 'Hinten', coverPage({ inboxId }), 'Allein');
    const intakeId = await handIn(machine, bytes, 'lauf-0001');
    const [first] = await hear(receiver, ['intakeDone']);
    const itemId = first?.data.documents?.[0]?.itemId;
    const letter = { inboxId, itemId: expect.any(String), state: 'delivered' };

    const anna = await office.desk('anna');
    const give = { inboxId, itemId, reason: 'Frau Petersen ist umgezogen' };
    expect((await anna.run('returnInboxItem', give)).result).toBe('ok');
    const [, back] = await hear(receiver, ['intakeDone', 'intakeReturned']);
    expect(back?.data).toEqual({ intakeId, documents: [{ pages: [2, 3], inboxId, itemId, state: 'returned' }] });
    expect((await asked(machine, intakeId)).documents).toMatchObject([{ itemId, state: 'returned' }, letter]);
    expect((await anna.run('withdrawReturn', { inboxId, itemId })).result).toBe('ok');
    const [, , fetched] = await hear(receiver, ['intakeDone', 'intakeReturned', 'intakeDone']);
    expect(fetched?.data).toEqual(first?.data);

    expect((await anna.run('returnInboxItem', give)).result).toBe('ok');
    const post = await office.desk('post');
    const path = `/v1/station/stacks/${intakeId}`;
    const { round } = (await post.call<StackDetail>('GET', path)).body;
    const documents = [[2], [3], [5]].map((pages) => ({ pages, inboxId, fileNumber: null }));
    expect((await post.call('POST', `${path}/correct`, { round, documents, answer: 'Getrennt.' })).status).toBe(204);
    const before = ['intakeDone', 'intakeReturned', 'intakeDone', 'intakeReturned'];
    const told = await hear(receiver, [...before, 'intakeDone']);
    await untilAllIsTold(office);

    expect(toldTo(receiver)).toHaveLength(5);
    expect(told[4]?.data).toEqual({ intakeId, documents: [2, 3, 5].map((page) => ({ pages: [page], ...letter })) });
    expect((await asked(machine, intakeId)).documents).toEqual(told[4]?.data.documents);
    expect(receiver.received.map(({ body }) => body).join()).not.toContain('Petersen');
  },
  slow,
);

test(
  'what the scan station makes of a file that needed a look is told once, though state and letters change together',
  async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    await using receiver = await Receiver.open();
    const machine = await makeRobot(office, receiver);
    const { anna: inboxId } = office.inboxes;
    const intakeId = await handIn(machine, scanOf(coverPage({ inboxId })), 'lauf-0001');
    await hear(receiver, ['intakeNeedsLook']);
    const post = await office.desk('post');
    const path = `/v1/station/stacks/${intakeId}`;
    const { round } = (await post.call<StackDetail>('GET', path)).body;
    const documents = [{ pages: [1], inboxId, fileNumber: null }];
    expect((await post.call('POST', `${path}/correct`, { round, documents, answer: null })).status).toBe(204);
    const told = await hear(receiver, ['intakeNeedsLook', 'intakeDone']);
    await untilAllIsTold(office);
    expect(toldTo(receiver)).toHaveLength(2);
    const letter = { pages: [1], inboxId, itemId: expect.any(String), state: 'delivered' };
    expect(told[1]?.data).toEqual({ intakeId, documents: [letter] });
  },
  slow,
);

test(
  'a file that people hand in is told to no program',
  async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    await using receiver = await Receiver.open();
    await makeRobot(office, receiver);
    const post = await office.desk('post');
    const bytes = scanOf(coverPage({ inboxId: office.inboxes.anna }), 'Mietvertrag');
    const type = { 'content-type': 'application/octet-stream' };
    const { body } = await post.call<{ stackId: Id }>(
      'POST',
      '/v1/station/stacks?station=Robotik&fileName=a.pdf',
      bytes,
      type,
    );
    await vi.waitFor(async () => {
      const { stack } = (await post.call<StackDetail>('GET', `/v1/station/stacks/${body.stackId}`)).body;
      expect(stack.state).toBe('done');
    }, waiting);
    await untilAllIsTold(office);
    const { rows } = await office.central.database.query(`select 1 from webhook_event where kind like 'intake%'`);
    expect([rows, receiver.received]).toEqual([[], []]);
  },
  slow,
);
