import { expect, test, vi } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { newId } from '../testing/desk.ts';
import { type Office, password } from '../testing/office.ts';
import { fileMessage } from '../xdomea/testing/made-messages.ts';
import { messagesIn, openHouse } from '../xdomea/testing/message-house.ts';

const slow = 120_000; // a PostgreSQL and a centre
const xml = { type: 'application/xml' };
const namesOf = (messages: string[]) => messages.map((one) => /<xdomea:(FVDaten\S+) /.exec(one)?.[1]);
const [receipt, confirmation] = ['FVDaten.EmpfangBestaetigen.0629', 'FVDaten.ImportBestaetigen.0630'];

/** A 0605 without a file: what becomes of its document does not matter here. */
const letter = (processId: string, more: Parameters<typeof fileMessage>[2]) =>
  fileMessage(processId, [{ container: '12344BG0000001' }], more);

test(
  'a receipt comes before the confirmation where it is wanted, also of a message that comes again; else the confirmation comes alone',
  async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    const processId = newId();
    const wanted = await office.send(letter(processId, { receipt: true }), xml);
    expect([wanted.status, namesOf(wanted.messages)]).toEqual([200, [receipt, confirmation]]);
    expect(wanted.messages[0]).toContain(`<xdomea:ProzessID>${processId}<`);
    const again = await office.send(letter(processId, { receipt: true }), xml);
    expect(namesOf(again.messages)).toEqual([receipt, confirmation]);

    const unwanted = await office.send(letter(newId(), { receipt: false }), xml);
    expect([unwanted.type, namesOf(unwanted.messages)]).toEqual(['application/xml; charset=utf-8', [confirmation]]);
    // The standard knows no message without: what became of it is told even so.
    const neither = await office.send(letter(newId(), { receipt: false, confirmation: false }), xml);
    expect(namesOf(neither.messages)).toEqual([confirmation]);
    const onlyReceipt = await office.send(letter(newId(), { receipt: true, confirmation: false }), xml);
    expect(namesOf(onlyReceipt.messages)).toEqual([receipt, confirmation]);
  },
  slow,
);

test(
  'what is refused as a whole has not been received: the confirmation says so, and no receipt comes',
  async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    const processId = newId();
    const wrongBatch = await office.send(letter(processId, { receipt: true, batch: 3 }), xml);
    expect([wrongBatch.told.general, namesOf(wrongBatch.messages)]).toEqual(['0000013', [confirmation]]);
  },
  slow,
);

/** A request whose answer is read piece by piece. */
async function ask({ address }: Office, body: Uint8Array) {
  const headers = { authorization: `Basic ${btoa(`post:${password}`)}`, 'content-type': 'application/xml' };
  const answer = await fetch(`${address}/v1/xdomea`, {
    method: 'POST',
    headers,
    body: body as Uint8Array<ArrayBuffer>,
  });
  const pieces = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!pieces) throw new Error('no body');
  const type = answer.headers.get('content-type') ?? '';
  return { type, next: async () => (await pieces.read()).value ?? null };
}

test(
  'the receipt is there before the message is carried out; when that fails the answer breaks off, and the message may come again',
  async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    const store = office.central.database;
    const other = await store.connect(); // another message is being carried out, and takes its time
    const lock = `hashtextextended('fachverfahren', 0)`;
    await other.query(`select pg_advisory_lock(${lock})`);
    const processId = newId();
    const broken = await ask(office, letter(processId, { receipt: true }));
    expect(await broken.next()).toContain(receipt);
    await vi.waitFor(async () => {
      const { rowCount } = await store.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`,
      );
      expect(rowCount).toBe(1);
    });
    await expect(broken.next()).rejects.toThrow('terminated');

    const whole = await ask(office, letter(processId, { receipt: true }));
    let body = (await whole.next()) ?? '';
    expect(body).toContain(receipt);
    expect(body).not.toContain(confirmation);
    await other.query(`select pg_advisory_unlock(${lock})`);
    other.release();
    for (let piece = await whole.next(); piece !== null; piece = await whole.next()) body += piece;
    expect(namesOf(messagesIn(whole.type, body))).toEqual([receipt, confirmation]);
  },
  slow,
);
