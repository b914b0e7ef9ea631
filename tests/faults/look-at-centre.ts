import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Id } from '../../core/domain/ids.ts';
import { readManifest } from '../../central/store/access.ts';
import { type Database, inTransaction } from '../../central/store/database.ts';
import { verifyChains } from '../../central/store/journal.ts';
import type { Manifest } from '../../core/contract/central.ts';
import type { Findings } from './findings.ts';
import type { Act } from './workload.ts';
import { contentFile } from '../../central/store/blob-folder.ts';

export type CentreRecord = { scopeId: Id; kind: string; id: Id; ver: number; body: Record<string, unknown> };
export type ScopeState = { head: number; digest: string };

/** Everything a centre holds, from one snapshot of its database. */
export type CentreState = {
  records: CentreRecord[];
  scopes: Map<Id, ScopeState>;
  /** Results of decided commands. */
  decided: Map<Id, string>;
  quarantined: Set<Id>;
  manifests: Map<Id, Manifest>;
};

/** Reads a centre whose desks are at rest. */
export function readCentre(database: Database, workerIds: readonly Id[]): Promise<CentreState> {
  return inTransaction(database, 'snapshot', async (connection) => {
    const records = await connection.query<CentreRecord>(
      'select scope_id as "scopeId", kind, id, ver, body from record where not deleted',
    );
    const scopes = await connection.query<{ id: Id; head: number; digest: string }>(
      'select id, head, digest::text as digest from scope',
    );
    const mutations = await connection.query<{ id: Id; result: string }>(
      `select id, result ->> 'result' as result from mutation`,
    );
    const quarantine = await connection.query<{ id: Id }>('select command_id as id from quarantine');
    const manifests = new Map<Id, Manifest>();
    for (const workerId of workerIds) manifests.set(workerId, await readManifest(connection, workerId, 0));
    return {
      records: records.rows,
      scopes: new Map(scopes.rows.map(({ id, head, digest }) => [id, { head, digest }])),
      decided: new Map(mutations.rows.map(({ id, result }) => [id, result])),
      quarantined: new Set(quarantine.rows.map(({ id }) => id)),
      manifests,
    };
  });
}

/** Rules S1 and S2: each acknowledged act is there once, or lies in "Klärung"; what was refused is nowhere. */
export function checkActs(state: CentreState, acts: readonly Act[], clarified: ReadonlySet<Id>, found: Findings): void {
  const places = new Map<string, Set<Id>>();
  for (const { kind, id, body } of state.records) {
    const text = String(body[{ note: 'text', followUp: 'subject', document: 'title' }[kind] ?? ''] ?? '');
    const token = /zeichen-\S+/.exec(text)?.[0];
    if (token) places.set(token, (places.get(token) ?? new Set()).add(id));
  }
  for (const act of acts) {
    const count = places.get(act.token)?.size ?? 0;
    const name = `${act.kind} ${act.token} of ${act.desk}`;
    if (count > 1) found.add('doubled', `${name} is there ${count} times`);
    if (act.outcome === 'refused' && count > 0) found.add('diverged', `${name} was refused and is there`);
    if (act.outcome !== 'acknowledged' || act.commandId === null) continue;
    const result = state.decided.get(act.commandId);
    const isClarified = clarified.has(act.commandId);
    if (result === 'ok' && count === 1) {
      if (isClarified) found.add('doubled', `${name} was carried out and is to be clarified`);
      continue;
    }
    if (result === 'ok' && isInItsFile(state, act)) continue;
    if (isClarified && state.quarantined.has(act.commandId)) continue;
    found.add('lost', `${name} is ${result ?? 'unknown'} at the centre, ${count} times in its files`);
  }
}

/** A letter that two machines file into the same file is filed once; the second filing is accepted and writes nothing. */
function isInItsFile({ records }: CentreState, { letter }: Act): boolean {
  return (
    letter !== null &&
    records.some(({ id, body }) => id === letter.itemId && body['filedCaseFileId'] === letter.caseFileId)
  );
}

/** Rules S8 and S9: every content that a record names is there with the right bytes, and the journal is a chain. */
export async function checkContentsAndJournal(
  database: Database,
  state: CentreState,
  fileOf: (sha256: string) => string,
  found: Findings,
): Promise<void> {
  const named = new Set(
    state.records.flatMap(({ kind, body }) => (kind === 'version' ? [String(body['sha256'])] : [])),
  );
  for (const sha256 of named) {
    const hash = createHash('sha256');
    const isThere = await pipeline(createReadStream(fileOf(sha256)), hash).then(
      () => hash.digest('hex') === sha256,
      () => false,
    );
    if (!isThere) found.add('lost', `content ${sha256} is not at the centre, or has other bytes`);
  }
  const { firstBreak } = await verifyChains(database);
  if (firstBreak) found.add('diverged', `the journal breaks: ${JSON.stringify(firstBreak)}`);
}

/** Where a folder of contents has each. */
export const inFolder =
  (folder: string) =>
  (sha256: string): string =>
    contentFile(folder, sha256);
