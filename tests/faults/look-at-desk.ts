import { randomFillSync } from 'node:crypto';
import { createSession } from '../../backend/session/session.ts';
import { createCentralClient } from '../../backend/sync/central-client.ts';
import { systemClock, systemTimers } from '../../backend/sync/environment.ts';
import { createIdSource, type Id } from '../../core/domain/ids.ts';
import { isEnough } from '../../core/domain/levels.ts';
import { canonicalJson } from '../../core/sync/canonical.ts';
import { digestAsText } from '../../db/digest.ts';
import { outboxEntries } from '../../db/outbox.ts';
import { summedDigest } from '../../db/pulled-rows.ts';
import { idText } from '../../db/record-tables.ts';
import { recordsOfScope } from '../../db/records.ts';
import { listScopes, scopeDigest } from '../../db/scopes.ts';
import { all } from '../../db/sql.ts';
import type { Store } from '../../db/store.ts';
import { fitsFullText, kindsPending, type Look, tablesWithRemains } from '../support/store-remains.ts';
import type { DeskProcess } from './desk-process.ts';
import type { Findings } from './findings.ts';
import type { CentreState } from './look-at-centre.ts';

/** Nobody listens there: the store is opened as at a desk without a line. */
const nowhere = 'http://127.0.0.1:9';

/** Opens the store of a desk that has ended, looks at it and closes it again. */
async function withStore<Result>(desk: DeskProcess, look: (store: Store) => Promise<Result>): Promise<Result> {
  const { folder, worker } = desk.parts;
  const session = createSession({
    ...{ dataFolder: folder, sealer: null, deviceName: 'Prüfung', clock: systemClock, timers: systemTimers },
    createCentral: () => createCentralClient(nowhere),
    newId: createIdSource(Date.now, (bytes) => void randomFillSync(bytes)),
    random: Math.random,
    stackReader: () => {
      throw new Error('nothing is scanned here');
    },
  });
  try {
    await session.logIn({ login: worker.login, password: worker.password });
    return await look(session.open().desk.store);
  } finally {
    await session.close();
  }
}

/** Compares what a desk that has ended holds with the centre; gives the commands that lie in its "Klärung". */
export function checkDesk(desk: DeskProcess, state: CentreState, found: Findings): Promise<Set<Id>> {
  return withStore(desk, (store) =>
    checkStore({ name: desk.name, workerId: desk.parts.worker.workerId, store }, state, found),
  );
}

export type Looked = { name: string; workerId: Id; store: Store };

/** The same for a store that is open; its desk must be at rest. */
export async function checkStore(looked: Looked, state: CentreState, found: Findings): Promise<Set<Id>> {
  const { name, store } = looked;
  const look: Look = (text, ...values) => all(store.db, text, ...(values as string[]));
  for (const entry of outboxEntries(store.db)) found.add('stuck', `${name} still has a ${entry.name} in its outbox`);
  for (const kind of kindsPending(look)) found.add('diverged', `${name} shows ${kind} as waiting`);
  for (const table of tablesWithRemains(look)) found.add('leaked', `${name} holds rows of a purged scope in ${table}`);
  if (!fitsFullText(look)) found.add('diverged', `${name} has an index that does not fit its entries`);
  const [sound] = look('PRAGMA integrity_check');
  if (!sound || Object.values(sound)[0] !== 'ok') found.add('diverged', `${name} has a damaged database`);
  checkScopes(looked, state, found);
  await checkContents(looked, found);
  const clarified = look('SELECT id FROM clarification') as { id: Uint8Array }[];
  return new Set(clarified.map(({ id }) => idText(id)));
}

/** Rules S3 and S5: exactly what the worker may read, as the centre has it. */
function checkScopes(looked: Looked, state: CentreState, found: Findings): void {
  const { name, workerId, store } = looked;
  const allowed = new Map((state.manifests.get(workerId)?.scopes ?? []).map((scope) => [scope.scopeId, scope]));
  const here = new Map(listScopes(store.db).map((scope) => [scope.id, scope]));
  for (const id of here.keys()) if (!allowed.has(id)) found.add('leaked', `${name} knows scope ${id}`);
  for (const [id, { level, head }] of allowed) {
    const scope = here.get(id);
    if (scope?.level !== level) found.add('diverged', `${name} takes ${scope?.level} for ${level} in ${id}`);
    if (!scope || !isEnough(scope.level, 'read')) continue;
    if (scope.known !== head) found.add('stuck', `${name} is at ${scope.known} of ${head} in scope ${id}`);
    else checkRows(looked, id, state, found);
  }
}

type Comparable = { kind: string; id: string; ver: number; body: unknown };
const textOf = (rows: Comparable[]) =>
  rows.map(({ kind, id, ver, body }) => `${kind} ${id} ${ver} ${canonicalJson(body)}`).sort();

function checkRows({ name, store }: Looked, scopeId: Id, state: CentreState, found: Findings): void {
  const there = textOf(state.records.filter((row) => row.scopeId === scopeId));
  const here = textOf(recordsOfScope(store.db, scopeId));
  const odd = here.find((row, index) => row !== there[index]) ?? there[here.length];
  if (odd !== undefined) found.add('diverged', `${name} differs in scope ${scopeId}: ${odd.slice(0, 120)}`);
  const kept = digestAsText(scopeDigest(store.db, scopeId));
  if (kept !== BigInt.asUintN(64, BigInt(state.scopes.get(scopeId)?.digest ?? 0)).toString()) {
    found.add('diverged', `${name} has another digest of ${scopeId}`);
  }
  if (digestAsText(summedDigest(store.db, scopeId)) !== kept) {
    found.add('diverged', `${name} has a digest of ${scopeId} that is not that of its rows`);
  }
}

/** What counts as here can be read and has its SHA-256. */
async function checkContents({ name, store }: Looked, found: Findings): Promise<void> {
  const rows = all<{ sha256: string }>(store.db, `SELECT sha256 FROM blob WHERE state = 'present'`);
  for (const { sha256 } of rows) {
    const isWhole = await store.blobs.check(sha256).catch(() => false);
    if (!isWhole) found.add('lost', `${name} holds content ${sha256} with other bytes`);
  }
}
