import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { openDatabase, setDurability } from './open.ts';
import { migrate } from './migrations/runner.ts';
import { inTransaction, run, all, first, handleOf } from './sql.ts';
import { applyPulledRows } from './pulled-rows.ts';
import { createIdSource, type Id } from '../core/domain/ids.ts';
import { idBytes } from './record-tables.ts';
const dir = mkdtempSync('/tmp/bench-');
const db = openDatabase(dir + '/s.db', randomBytes(32));
migrate(db);
setDurability(db, 'relaxed');
const ids = createIdSource(Date.now, (b) => {
  crypto.getRandomValues(b);
});
const worker = ids();
const perScope = 1500;
const scopes = 50;
let total = 0;
const at = '2026-11-22T18:56:00.000Z';
const data: { id: Id; rows: any[] }[] = [];
for (let s = 0; s < scopes; s++) {
  const id = ids();
  const rows: any[] = [];
  let ver = 0;
  rows.push({
    kind: 'caseFile',
    id,
    ver: ++ver,
    deleted: false,
    body: {
      fileNumber: `1234${s % 10}BG000${1000 + s}`,
      kind: 'benefit',
      title: 'Petersen, Anna',
      householdId: null,
      workerId: worker,
      state: 'running',
      approvedFrom: null,
      approvedUntil: null,
      openedOn: '2020-01-01',
      nextSheet: 5,
    },
  });
  for (let d = 0; d < perScope / 3; d++) {
    const doc = ids(),
      v = ids();
    rows.push({
      kind: 'document',
      id: doc,
      ver: ++ver,
      deleted: false,
      body: {
        title: 'Mietvertrag Nr ' + d + ' Wohnung',
        letterDate: '2024-05-06',
        receivedDate: null,
        sender: 'Wohnungsbau Husum',
        direction: 'incoming',
        versionId: v,
        pageCount: 2,
        sheetFrom: 1,
        sheetTo: 2,
        isProtected: false,
        state: 'filed',
        stateReason: null,
        movedTo: null,
        filedAt: at,
        filedBy: worker,
        inboxItemId: null,
        arrivedAfterClosing: false,
      },
    });
    rows.push({
      kind: 'version',
      id: v,
      ver,
      deleted: false,
      body: {
        ownerId: doc,
        fileName: 'a.pdf',
        mediaType: 'application/pdf',
        size: 1000,
        sha256: randomBytes(32).toString('hex'),
        kind: 'pdf',
        pageCount: 2,
        encrypted: 'no',
        hasText: true,
        explanation: null,
        attachments: [],
        createdAt: at,
        createdBy: worker,
      },
    });
    rows.push({
      kind: 'documentKeyword',
      id: ids(),
      ver,
      deleted: false,
      body: { documentId: doc, keywordId: worker, addedAt: at, addedBy: worker },
    });
  }
  total += rows.length;
  data.push({ id, rows });
}
const group = Number(process.argv[2] ?? 1);
if (process.argv[3]) handleOf(db).pragma('wal_autocheckpoint=' + process.argv[3]);
const c0 = process.cpuUsage();
const t = performance.now();
for (const s of data)
  inTransaction(db, () => {
    run(db, "INSERT INTO scope (id, kind, level) VALUES (?, 'c', 'write')", idBytes(s.id));
    applyPulledRows(db, s.id, s.rows, true);
  });
const ms = performance.now() - t;
const c = process.cpuUsage(c0);
console.log('cpu ms', (c.user + c.system) / 1000, 'rows per cpu s', Math.round(total / ((c.user + c.system) / 1e6)));
console.log(
  'metadata',
  total,
  'rows',
  Math.round(ms),
  'ms',
  Math.round((total / ms) * 1000),
  'rows/s',
  statSync(dir + '/s.db').size / 1e6,
);
handleOf(db).close();
rmSync(dir, { recursive: true });
