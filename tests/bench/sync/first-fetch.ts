import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { type Figure, ratioOf, timed } from '../figures.ts';
import { type OpenDesk, openDesk } from './desks.ts';
import type { House } from './house.ts';

/** Log-in on an empty machine until all is here; floor: the same number of rows into one bare encrypted table. */
export async function measureFirstFetch(house: House): Promise<Figure[]> {
  const { desk, figure } = await firstFetch(house.address, join(house.folder, 'first-fetch'));
  await desk.close();
  return [figure];
}

async function firstFetch(centralUrl: string, dataFolder: string): Promise<{ desk: OpenDesk; figure: Figure }> {
  let desk: OpenDesk | null = null;
  const ours = await timed(async () => {
    desk = await openDesk(centralUrl, dataFolder);
  });
  const opened = desk as unknown as OpenDesk;
  const { rows } = await opened.client.caseFiles.list({ which: 'mine' });
  const records = rows.length * 501;
  const folder = await mkdtemp(join(tmpdir(), 'aktenpult-bench-'));
  const db = new Database(join(folder, 'floor.db'));
  db.pragma("cipher='sqlcipher'");
  db.pragma(`key="x'${randomBytes(32).toString('hex')}'"`);
  db.pragma('journal_mode=wal');
  db.exec('create table r(id blob, scope blob, ver int, body text)');
  const insert = db.prepare('insert into r values (?,?,?,?)');
  const id = randomBytes(16);
  const text = JSON.stringify({ subject: 'Vorgang', dueOn: '2026-12-01', createdAt: '2026-01-05T09:00:00.000Z' });
  const floor = await timed(() =>
    db.transaction(() => {
      for (let row = 0; row < records; row += 1) insert.run(id, id, row, text);
    })(),
  );
  db.close();
  await rm(folder, { recursive: true });
  const [rate, floorRate] = [(records / ours) * 1000, (records / floor) * 1000];
  return {
    desk: opened,
    figure: {
      what: `first fetch of ${records.toLocaleString('en')} records: log-in, HTTP, encrypted and indexed store`,
      ours: `${Math.round(rate).toLocaleString('en')} rows/s`,
      budget: '≥ 50,000 rows/s',
      beside: `bare inserts into one encrypted table: ${Math.round(floorRate).toLocaleString('en')} rows/s`,
      ratio: ratioOf(rate, floorRate),
    },
  };
}
