import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { scrubRows } from '../../../backend/sync/scrub.ts';
import type { Desk } from '../../../backend/commands/desk.ts';
import type { Central } from '../../../backend/sync/central.ts';
import type { SyncEngine } from '../../../backend/sync/engine.ts';
import { Desk as ThinDesk } from '../../../central/testing/desk.ts';
import { noteArgs } from '../../../central/testing/office.ts';
import type { PullResponse } from '../../../core/contract/central.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { idBytes } from '../../../db/record-tables.ts';
import { recordsOfScope } from '../../../db/records.ts';
import { readScope } from '../../../db/scopes.ts';
import { handleOf } from '../../../db/sql.ts';
import type { Figure } from '../figures.ts';
import { connectStore, openStoreAlone, until } from './desks.ts';
import { type Found, flipInContents, flipInDatabase } from './flipped-bits.ts';
import { account, type House } from './house.ts';

const day = 86_400_000;

/** Gives whether there was something to harm. */
type Damage = (response: PullResponse) => boolean;
/** A line on which the next answer is damaged, once, and on which one sees of which files all is asked for anew. */
type Line = { next: Damage | null; askedAnew: Set<Id> };

/** Damage done on purpose to what comes over the line and to what lies in the store: how much is noticed, and heals by itself. */
export async function measureDamage(house: House, isQuick: boolean): Promise<Figure[]> {
  const time = { passed: 0 };
  const desk = openStoreAlone(join(house.folder, 'damage'), () => Date.now() + time.passed);
  const line: Line = { next: null, askedAnew: new Set() };
  const { sync } = await connectStore(desk, house.address, (central) => damaged(central, line));
  try {
    await sync.syncNow();
    const count = isQuick ? 4 : 25;
    const onLine = await onTheLine(house, { desk, sync, line }, count * damages.length);
    const inStore = await inTheStore(house.caseFileIds.slice(0, count), { desk, sync }, time);
    const contents = await flipInContents(house, isQuick ? 5 : 40);
    const { empty, ...database } = await flipInDatabase(house, isQuick ? 3 : 20);
    return [
      figureOf('rows left out, changed or of a wrong version on their way to a desk', onLine, 'with the same answer'),
      figureOf('rows gone from the store of a desk', inStore, 'within thirty days'),
      figureOf('a bit flipped in each content at a desk', contents, 'within thirty days'),
      figureOf(
        `a bit flipped anywhere in the database of a desk (and ${empty} in pages that hold nothing)`,
        database,
        'within thirty days',
      ),
    ];
  } finally {
    await sync.stop();
    desk.store.close();
  }
}

const damaged = (central: Central, line: Line): Central => ({
  ...central,
  pull: async (request) => {
    for (const { scopeId, after } of request.need) if (after === 0) line.askedAnew.add(scopeId);
    const response = await central.pull(request);
    if (line.next?.(response)) line.next = null;
    return response;
  },
});

type Measured = { desk: Desk; sync: SyncEngine };

async function onTheLine(house: House, parts: Measured & { line: Line }, rounds: number): Promise<Found> {
  const { desk, sync, line } = parts;
  const { db } = desk.store;
  const writer = await ThinDesk.login(house.address, account.login, account.password);
  const found: Found = { injected: 0, noticed: 0, healed: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const caseFileId = house.caseFileIds[round % house.caseFileIds.length] as Id;
    const rows = recordsOfScope(db, caseFileId).length;
    line.askedAnew.clear();
    line.next = damages[round % damages.length] as Damage;
    await writer.push(...[...texts].map((text) => ({ name: 'addNote', args: noteArgs(caseFileId, text) })));
    await sync.syncNow();
    if (line.next !== null) throw new Error('nothing came that could be damaged');
    found.injected += 1;
    await until(() => readScope(db, caseFileId)?.head === readScope(db, caseFileId)?.known);
    if (line.askedAnew.has(caseFileId)) found.noticed += 1;
    const now = recordsOfScope(db, caseFileId);
    if (now.length === rows + texts.size && now.every(isAsWritten)) found.healed += 1;
  }
  return found;
}

async function inTheStore(caseFileIds: Id[], { desk, sync }: Measured, time: { passed: number }): Promise<Found> {
  const { db } = desk.store;
  const found: Found = { injected: 0, noticed: 0, healed: 0 };
  const rowsOf = (caseFileId: Id) => recordsOfScope(db, caseFileId).length;
  const before = new Map(caseFileIds.map((caseFileId) => [caseFileId, rowsOf(caseFileId)]));
  const drop = 'DELETE FROM follow_up WHERE row = (SELECT min(row) FROM follow_up WHERE scope_id = ?)';
  for (const caseFileId of caseFileIds) {
    found.injected += handleOf(db).prepare(drop).run(idBytes(caseFileId)).changes;
  }
  for (let days = 0; days < 30; days += 1) {
    time.passed += day;
    found.noticed += (await scrubRows({ desk, pause: async () => {} })).damaged;
  }
  await sync.syncNow();
  for (const [caseFileId, rows] of before) if (rowsOf(caseFileId) === rows) found.healed += 1;
  return found;
}

const texts = new Set(['Prüfvermerk 1', 'Prüfvermerk 2']);
/** Other notes of the house have other texts; a version is compared by the digest, and with it here by what the desk asks for. */
const isAsWritten = ({ kind, body }: { kind: string; body: Record<string, unknown> }) =>
  kind !== 'note' || !String(body['text']).startsWith('Prüfvermerk') || texts.has(String(body['text']));

const damages: Damage[] = [
  ({ scopes }) => {
    const rows = scopes.find((scope) => scope.rows.length > 0)?.rows;
    return rows !== undefined && rows.splice(randomInt(rows.length), 1).length > 0;
  },
  ({ scopes }) => {
    const note = scopes.flatMap((scope) => scope.rows).find((row) => typeof row.body?.['text'] === 'string');
    if (note?.body) note.body['text'] = `${String(note.body['text'])}.`;
    return note !== undefined;
  },
  ({ scopes }) => {
    const row = scopes.flatMap((scope) => scope.rows)[0];
    if (row) row.ver += 1;
    return row !== undefined;
  },
];

function figureOf(what: string, { injected, noticed, healed }: Found, when: string): Figure {
  return {
    what: `damage done on purpose: ${what}`,
    ours: `${noticed} of ${injected} noticed ${when}, ${healed} healed by themselves`,
    budget: 'all',
    beside: '–',
    ratio: '–',
  };
}
