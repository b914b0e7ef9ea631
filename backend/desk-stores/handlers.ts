import type { DeskHandlers } from '../../core/contract/desk.ts';
import { storeIdOf } from '../../db/keys.ts';
import { workerNames } from '../../db/queries/names.ts';
import { actorOf } from '../commands/desk.ts';
import type { Session } from '../session/session.ts';

/** The devices of those whom somebody leads (Geräte): asked of the centre each time, nothing of it is kept here. */
export function deskStoreHandlers(session: Session): DeskHandlers['deskStores'] {
  const ask = async (call: (keys: ReturnType<Session['open']>['keys']) => Promise<void>) => {
    const { sync, keys } = session.open();
    await sync.ask(() => call(keys));
    return {};
  };
  return {
    list: async () => {
      const { desk, sync, keys } = session.open();
      const { stores, tours, longestDays } = await sync.ask(() => keys.deskStores());
      const { db, folder } = desk.store;
      const nameOf = workerNames(db);
      const own = storeIdOf(folder);
      const { role } = actorOf(db);
      const rows = stores.map((store) => ({
        ...store,
        workerName: nameOf(store.workerId),
        lostByName: store.lost && nameOf(store.lost.by),
        isThisDevice: store.storeId === own,
      }));
      const isRuler = role === 'administration' || role === 'teamLead';
      return {
        ...{ rows, longestDays, askedAt: desk.now(), maySetLongest: role === 'administration', mayReport: isRuler },
        tours: tours.map((tour) => ({ ...tour, workerName: nameOf(tour.workerId) })),
      };
    },
    reportLost: (input) => ask((keys) => keys.reportLost(input)),
    withdrawLost: ({ storeId, reason }) => ask((keys) => keys.withdrawLost(storeId, { reason })),
    endTour: ({ workerId, reason }) => ask((keys) => keys.endTourOf(workerId, { reason })),
    setLongestTour: ({ days }) => ask((keys) => keys.setLongestTour({ days })),
  };
}
