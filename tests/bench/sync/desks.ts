import { randomBytes } from 'node:crypto';
import { createChangeNotices } from '../../../backend/commands/changes.ts';
import type { Desk } from '../../../backend/commands/desk.ts';
import { startBackend } from '../../../backend/start.ts';
import { createCentralClient } from '../../../backend/sync/central-client.ts';
import { createSyncEngine } from '../../../backend/sync/engine.ts';
import { systemTimers } from '../../../backend/sync/environment.ts';
import { deskApi, deskContractVersion, type DeskClient } from '../../../core/contract/desk.ts';
import { momentOf } from '../../../core/domain/moments.ts';
import { connect } from '../../../core/rpc/connect.ts';
import { memoryPortPair } from '../../../core/rpc/memory-port.ts';
import { updateMeta } from '../../../db/meta.ts';
import { openStore } from '../../../db/store.ts';
import { newId } from '../large-desk.ts';
import { account } from './house.ts';

/** A whole backend with a page at its other end. */
export type OpenDesk = { client: DeskClient; close(): Promise<void> };

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
  client.session.on.changed((state) => {
    if (state.state !== 'loggedIn') return;
    if (!isUsable && (state.firstFetch === null || state.firstFetch.isUsable)) {
      isUsable = true;
      onUsable(client);
    }
    if (state.firstFetch === null) fetched.resolve();
  });
  const state = await client.session.logIn(account);
  if (state.firstFetch !== null) await fetched.promise;
  await client.sync.now({});
  return { client, close: () => backend.close() };
}

/** A store and its sync without pages: what happens there can be seen at the moment of the commit. */
export type StoreDesk = { desk: Desk; close(): Promise<void> };

/** Logs in on a machine with that folder; resolves when everything is there. */
export async function openStoreDesk(centralUrl: string, folder: string): Promise<StoreDesk> {
  const now = () => momentOf(Date.now());
  const store = openStore({ folder, key: randomBytes(32), newId, now });
  const desk: Desk = { store, changes: createChangeNotices(), newId, now };
  const central = createCentralClient(centralUrl);
  const session = await central.logIn({ ...account, deviceName: 'Messung' });
  const { workerId, role, epoch } = session;
  updateMeta(store.db, { workerId, role, epoch });
  const sync = createSyncEngine({ desk, central, timers: systemTimers, random: Math.random });
  sync.start(session);
  await sync.syncNow();
  return {
    desk,
    close: async () => {
      await sync.stop();
      store.close();
    },
  };
}
