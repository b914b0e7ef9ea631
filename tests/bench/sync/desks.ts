import { randomBytes } from 'node:crypto';
import { createChangeNotices } from '../../../backend/commands/changes.ts';
import type { Desk } from '../../../backend/commands/desk.ts';
import { startBackend } from '../../../backend/start.ts';
import { createCentralClient } from '../../../backend/sync/central-client.ts';
import type { Central } from '../../../backend/sync/central.ts';
import { createSyncEngine, type SyncEngine } from '../../../backend/sync/engine.ts';
import { systemTimers } from '../../../backend/sync/environment.ts';
import { deskApi, deskContractVersion, type DeskClient } from '../../../core/contract/desk.ts';
import { momentOf } from '../../../core/domain/moments.ts';
import { connect } from '../../../core/rpc/connect.ts';
import { memoryPortPair } from '../../../core/rpc/memory-port.ts';
import { readMeta, updateMeta } from '../../../db/meta.ts';
import { openStore } from '../../../db/store.ts';
import { newId } from '../large-desk.ts';
import { account } from './house.ts';

/** A whole backend with a page at its other end. `acceptedAt`: when the log-in was, by `performance.now()`. */
export type OpenDesk = { client: DeskClient; acceptedAt: number; close(): Promise<void> };

/** Logs in on a machine with that data folder; resolves when everything is there. `onUsable`: lists are whole, files are still coming. */
export async function openDesk(
  centralUrl: string,
  dataFolder: string,
  onUsable: (client: DeskClient) => void = () => {},
): Promise<OpenDesk> {
  const backend = await startBackend({
    dataFolder,
    centralUrl,
    configuration: { officeName: '', isSampleOffice: false, sampleAccounts: [], autoLogIn: null, fachverfahren: null },
    keyStore: null,
    onUnexpectedError: (error) => console.error(error),
  });
  const [near, far] = memoryPortPair();
  backend.serve(far);
  const { client } = connect(near, { api: deskApi, contractVersion: deskContractVersion, token: null });
  const fetched = Promise.withResolvers<void>();
  let isUsable = false;
  let acceptedAt = Number.NaN;
  client.session.on.changed((state) => {
    if (state.state !== 'loggedIn') return;
    if (Number.isNaN(acceptedAt)) acceptedAt = performance.now();
    if (!isUsable && (state.firstFetch === null || state.firstFetch.isUsable)) {
      isUsable = true;
      onUsable(client);
    }
    if (state.firstFetch === null) fetched.resolve();
  });
  try {
    const state = await client.session.logIn(account);
    if (state.firstFetch !== null) await fetched.promise;
    await client.sync.now({});
  } catch (error) {
    await backend.close();
    throw error;
  }
  return { client, acceptedAt, close: () => backend.close() };
}

/** A store and its sync without pages: what happens there can be seen at the moment of the commit. */
export type StoreDesk = { desk: Desk; sync: SyncEngine; close(): Promise<void> };

/** Logs in on a machine with that folder; resolves when everything is there. */
export async function openStoreDesk(centralUrl: string, folder: string): Promise<StoreDesk> {
  const desk = openStoreAlone(folder);
  const { sync } = await connectStore(desk, centralUrl);
  await sync.syncNow();
  return {
    desk,
    sync,
    close: async () => {
      await sync.stop();
      desk.store.close();
    },
  };
}

/** A store nobody has connected yet; `clock` in milliseconds. */
export function openStoreAlone(folder: string, clock: () => number = Date.now): Desk {
  const now = () => momentOf(clock());
  const store = openStore({ folder, key: randomBytes(32), newId, now });
  return { store, changes: createChangeNotices(), newId, now };
}

/** Logs a store in and lets its sync begin. `change` may stand between it and the centre. */
export async function connectStore(
  desk: Desk,
  centralUrl: string,
  change: (central: Central) => Central = (central) => central,
): Promise<{ sync: SyncEngine; central: Central }> {
  const central = createCentralClient(centralUrl);
  const session = await central.logIn({ ...account, deviceName: 'Messung' });
  const { workerId, role, epoch } = session;
  if (readMeta(desk.store.db).epoch === null) updateMeta(desk.store.db, { workerId, role, epoch });
  const sync = createSyncEngine({ desk, central: change(central), timers: systemTimers, random: Math.random });
  sync.start(session);
  return { sync, central };
}

/** Looks every few milliseconds until something holds; not for what takes less than some tens of them. */
export async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 300_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('what is measured has not come about within five minutes');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
