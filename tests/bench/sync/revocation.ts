import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { Desk as ThinDesk } from '../../../central/testing/desk.ts';
import type { ImportLine } from '../../../core/contract/central.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { recordLine } from '../../../demo/filling/office-lines.ts';
import { sampleId } from '../../../demo/filling/sample-ids.ts';
import { countPurges } from '../../../db/meta.ts';
import { recordsOfScope } from '../../../db/records.ts';
import { readScope } from '../../../db/scopes.ts';
import { type Figure, median, milliseconds, ratioOf, spread, timed } from '../figures.ts';
import { newId } from '../large-desk.ts';
import { bareRelay } from './bare-relay.ts';
import { openStoreDesk, type StoreDesk, until } from './desks.ts';
import { account, addCaseFile, type House } from './house.ts';

const workerId = sampleId('worker:jensen');
const leader = { login: 'leitung', password: account.password };

/** A right taken back until the file is gone from a desk that is online; the same with a file of many documents, words included. */
export async function measureRevocation(house: House, isQuick: boolean): Promise<Figure[]> {
  const leaderId = newId();
  await house.access.makeAccount({ workerId: leaderId, ...leader, role: 'teamLead' });
  const documents = isQuick ? 500 : 10_000;
  const large = await addCaseFile(house.access, [
    [workerId, 'write'],
    [leaderId, 'write'],
  ]);
  for (let from = 0; from < documents; from += 500) await house.access.send(documentLines(large, from, 500));
  const small: Id[] = [];
  for (let count = 0; count < (isQuick ? 5 : 20); count += 1) {
    const grants = [workerId, leaderId].map((id): [Id, 'write'] => [id, 'write']);
    small.push(await addCaseFile(house.access, grants));
  }
  const desk = await openStoreDesk(house.address, join(house.folder, 'revocation'));
  const lead = await ThinDesk.login(house.address, leader.login, leader.password);
  try {
    const floor = await bareRelay(50);
    const times: number[] = [];
    for (const caseFileId of small) times.push(await untilGone(desk, lead, caseFileId));
    times.sort((left, right) => left - right);
    const purge = await purgeOf(desk, lead, large);
    return [
      {
        what: 'a right taken back until nothing of the file (501 records) is in the store of a desk that is online',
        ours: spread(times, 0.99),
        budget: 'p99 3 s',
        beside: `bare POST + fsync + server-sent event: ${spread(floor, 0.99)}`,
        ratio: ratioOf(median(times), median(floor)),
      },
      purge,
    ];
  } finally {
    await desk.close();
  }
}

/** Milliseconds from the push of the denial until the desk's store has no row of the file and knows no such file. */
async function untilGone({ desk }: StoreDesk, lead: ThinDesk, caseFileId: Id): Promise<number> {
  const { db } = desk.store;
  if (recordsOfScope(db, caseFileId).length === 0) throw new Error('the file is not on the desk');
  const gone = Promise.withResolvers<void>();
  const stop = desk.changes.on('scopes', ({ lost }) => {
    if (lost.includes(caseFileId)) gone.resolve();
  });
  const taken = await timed(async () => {
    const reason = 'Messung: verwandt mit der Antragstellerin';
    const done = await lead.run('denyAccess', { caseFileId, workerId, cause: 'bias', reason });
    if (done.result !== 'ok') throw new Error(`the denial was not taken: ${JSON.stringify(done)}`);
    await gone.promise;
  });
  stop();
  if (readScope(db, caseFileId) !== null || recordsOfScope(db, caseFileId).length > 0) {
    throw new Error('something of the file is still on the desk');
  }
  return taken;
}

async function purgeOf(desk: StoreDesk, lead: ThinDesk, caseFileId: Id): Promise<Figure> {
  const { db } = desk.desk.store;
  const records = recordsOfScope(db, caseFileId);
  const documents = records.filter(({ kind }) => kind === 'document').length;
  await until(() => countPurges(db) === 0);
  let untilUnreadable = Number.NaN;
  const taken = await timed(async () => {
    untilUnreadable = await untilGone(desk, lead, caseFileId);
    await until(() => countPurges(db) === 0);
  });
  const floor = await bareDelete(records.map(({ body }) => JSON.stringify(body)));
  return {
    what: `the same with a file of ${documents.toLocaleString('en')} documents (${records.length.toLocaleString('en')} records), until its words are cleared out of the index, too`,
    ours: `${milliseconds(untilUnreadable)} until unreadable, ${milliseconds(taken)} until cleared`,
    budget: '≤ 2 s until unreadable',
    beside: `bare DELETE of as many rows of one encrypted table: ${milliseconds(floor)}`,
    ratio: ratioOf(untilUnreadable, floor),
  };
}

async function bareDelete(bodies: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'aktenpult-bench-'));
  const db = new Database(join(folder, 'floor.db'));
  db.pragma("cipher='aegis'");
  db.pragma(`key='raw:${randomBytes(32).toString('hex')}'`);
  db.pragma('journal_mode=wal');
  db.pragma('secure_delete=on');
  db.exec('create table r(row integer primary key, scope blob, body text); create index r_scope on r(scope)');
  const insert = db.prepare('insert into r(scope, body) values (?, ?)');
  const scope = randomBytes(16);
  db.transaction(() => {
    for (const body of bodies) insert.run(scope, body);
  })();
  const taken = await timed(() => db.prepare('delete from r where scope = ?').run(scope));
  db.close();
  await rm(folder, { recursive: true });
  return taken;
}

/** Documents with a version and a page of text each. */
function documentLines(caseFileId: Id, from: number, count: number): ImportLine[] {
  const at = '2026-01-05T09:00:00.000Z';
  return Array.from({ length: count }, (_, index) => from + index).flatMap((number) => {
    const [documentId, versionId] = [newId(), newId()];
    const scopeId = caseFileId;
    const facts = {
      fileName: 'scan.pdf',
      mediaType: 'application/pdf',
      size: 1,
      sha256: randomBytes(32).toString('hex'),
    };
    const dates = { letterDate: '2026-01-05', receivedDate: '2026-01-05', sender: 'Wohnungsbau Husum' };
    return [
      recordLine({
        ...{ kind: 'document', id: documentId, scopeId },
        body: {
          ...{ title: `Schreiben ${number}`, ...dates, direction: 'incoming', versionId, pageCount: 1 },
          ...{ sheetFrom: number + 1, sheetTo: number + 1, isProtected: false, state: 'filed', stateReason: null },
          ...{ movedTo: null, filedAt: at, filedBy: workerId, inboxItemId: null, arrivedAfterClosing: false },
        },
      }),
      recordLine({
        ...{ kind: 'version', id: versionId, scopeId },
        body: {
          ...{ ownerId: documentId, ...facts, kind: 'pdf', pageCount: 1, encrypted: 'no', hasText: true },
          ...{ explanation: null, attachments: [], createdAt: at, createdBy: workerId },
        },
      }),
      recordLine({
        ...{ kind: 'page', id: newId(), scopeId },
        body: {
          versionId,
          number: 1,
          text: `Nebenkosten und Heizung, Abrechnung Nummer ${number} der Wohnung in Husum`,
        },
      }),
    ];
  });
}
