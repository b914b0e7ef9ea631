import { createChangeNotices } from '../../backend/commands/changes.ts';
import type { Desk } from '../../backend/commands/desk.ts';
import { createCentralClient } from '../../backend/sync/central-client.ts';
import { createSyncEngine, type SyncEngine } from '../../backend/sync/engine.ts';
import { systemTimers } from '../../backend/sync/environment.ts';
import { newId } from '../../central/testing/desk.ts';
import { momentOf } from '../../core/domain/moments.ts';
import { updateMeta } from '../../db/meta.ts';
import type { Store } from '../../db/store.ts';

export type SyncedDesk = { desk: Desk; sync: SyncEngine; faults: unknown[]; stop(): Promise<void> };

/** A store with the real engine on a real line to a centre; the store stays the caller's. */
export async function syncStore(
  store: Store,
  address: string,
  account: { login: string; password: string },
  versions?: { protocol: number; schema: number },
): Promise<SyncedDesk> {
  const faults: unknown[] = [];
  const desk: Desk = { store, changes: createChangeNotices(), newId, now: () => momentOf(Date.now()) };
  const central = createCentralClient(address, versions);
  const logIn = () => central.logIn({ ...account, deviceName: 'Probe' });
  const sync = createSyncEngine({
    ...{ desk, central, timers: systemTimers, random: Math.random, logInAgain: logIn },
    onFault: (error) => faults.push(error),
  });
  const session = await logIn();
  updateMeta(store.db, { workerId: session.workerId, role: session.role, epoch: session.epoch });
  sync.start(session);
  await sync.syncNow();
  return { desk, sync, faults, stop: () => sync.stop() };
}
