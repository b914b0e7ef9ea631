import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend } from '../../backend/start.ts';
import { deskApi, deskContractVersion, type DeskClient } from '../../core/contract/desk.ts';
import { createIdSource } from '../../core/domain/ids.ts';
import { connect } from '../../core/rpc/connect.ts';
import { memoryPortPair } from '../../core/rpc/memory-port.ts';
import { createKey, storeFolderOf } from '../../db/keys.ts';
import { updateMeta } from '../../db/meta.ts';
import {
  type GeneratedOffice,
  generateOffice,
  generatedNow,
  type OfficeSize,
} from '../../db/queries/test-support/generated-store.ts';
import { openStore, type Store } from '../../db/store.ts';

export const newId = createIdSource(Date.now, (bytes) => bytes.set(randomBytes(bytes.length)));
/** Log-in of the one worker of a measured store. */
export const measuredLogIn = { login: 'jensen', password: 'messung' };

type LargeStore<More> = {
  folder: string;
  office: GeneratedOffice;
  seconds: number;
  more: More;
  remove(): Promise<void>;
};

/** A data folder whose one worker has a store of the given size; `seconds` it took to write. `add` puts more into it. */
export async function writeLargeStore<More = undefined>(
  size: OfficeSize,
  add?: (store: Store, office: GeneratedOffice) => Promise<More>,
): Promise<LargeStore<More>> {
  const folder = await mkdtemp(join(tmpdir(), 'aktenpult-bench-'));
  const storeFolder = storeFolderOf(folder, measuredLogIn.login);
  await mkdir(storeFolder, { recursive: true });
  const { password } = measuredLogIn;
  const { key } = await createKey(storeFolder, { password, sealer: null, given: null, now: Date.now() });
  const store = openStore({ folder: storeFolder, key, newId, now: () => generatedNow });
  const from = performance.now();
  const office = generateOffice(store.db, size);
  const seconds = (performance.now() - from) / 1000;
  // As after a first fetch: otherwise the page waits for one.
  updateMeta(store.db, { workerId: office.workerId, role: 'worker', lastSyncedAt: generatedNow });
  const more = (await add?.(store, office)) as More;
  store.close();
  return { folder, office, seconds, more, remove: () => rm(folder, { recursive: true, force: true }) };
}

export type LargeDesk = { client: DeskClient; close(): Promise<void> };

/** The whole backend over that folder, without any centre; logged in with the password alone. */
export async function openLargeDesk(folder: string): Promise<LargeDesk> {
  const backend = await startBackend({
    dataFolder: folder,
    centralUrl: 'http://127.0.0.1:9', // nobody there: the desk works by itself
    configuration: { officeName: '', isSampleOffice: false, sampleAccounts: [], autoLogIn: null, fachverfahren: null },
    keyStore: null,
    onUnexpectedError: (error) => console.error(error),
  });
  const [near, far] = memoryPortPair();
  backend.serve(far);
  const { client } = connect(near, { api: deskApi, contractVersion: deskContractVersion, token: null });
  await client.session.logIn(measuredLogIn);
  return { client, close: () => backend.close() };
}
