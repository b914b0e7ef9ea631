import { mkdirSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { listen } from './sync/bare-server.ts';
import { loadPouch, type PouchClass } from './sync/pouch.ts';

// The other end of PouchDB's replication: its own server (express-pouchdb) over LevelDB, filled before it is told to be ready.
// Usage: pouch-server.ts PACKAGES FOLDER DOCUMENTS

const [packages = '', folder = '', documents = '0'] = process.argv.slice(2);
const atOnce = 2_000;

const { Pouch, load } = loadPouch(packages);
mkdirSync(folder, { recursive: true });
const Kept = Pouch.defaults({ prefix: `${folder}/` });
const office = new Kept('office');
for (let from = 0; from < Number(documents); from += atOnce) {
  const count = Math.min(atOnce, Number(documents) - from);
  await office.bulkDocs(Array.from({ length: count }, (_, index) => documentOf(from + index)));
}
const asServer = load('express-pouchdb') as (database: PouchClass, options: object) => RequestListener;
const options = { mode: 'minimumForPouchDB', configPath: join(folder, 'config.json'), logPath: join(folder, 'log') };
console.log(`Gegenstück bereit: ${await listen(createServer(asServer(Kept, options)))}`);
process.stdin.on('end', () => process.exit(0)).resume();
process.on('SIGTERM', () => process.exit(0));

/** A record as the house of the measurement has them by the hundred thousand. */
function documentOf(number: number): object {
  return {
    _id: `01890a5d-ac96-7000-8000-${String(number).padStart(12, '0')}`,
    kind: 'followUp',
    documentId: null,
    dueOn: '2026-12-01',
    subject: `Vorgang ${number}`,
    createdAt: '2026-01-05T09:00:00.000Z',
    createdBy: '01890a5d-ac96-774b-bcce-b302099a8057',
    completedAt: null,
    completedBy: null,
  };
}
