import type { DeskHandlers } from '../../core/contract/desk.ts';
import type { OwnTour } from '../../core/contract/desk-stores.ts';
import { newId, now, ownWorker } from './fake-desk-data.ts';

/** Tours and devices of the desk in memory: one device, hers. */
export function storeHandlers(): Pick<DeskHandlers, 'tours' | 'deskStores' | 'leftWork'> {
  let tour: OwnTour['tour'] = null;
  let longestDays = 14;
  const own = () => ({ tour, longestDays });
  const device = {
    ...{ storeId: newId(), workerId: ownWorker.id, workerName: ownWorker.familyName, deviceName: 'LAPTOP-017' },
    ...{ madeAt: now(), seenAt: now(), leaseUntil: now(), waiting: 0, state: 'inUse' as const },
    ...{ lost: null, withdrawn: null, lostByName: null, isThisDevice: true, isCleared: true },
  };
  return {
    tours: {
      own,
      begin: ({ toDay, reason }) => {
        tour = { begunAt: now(), until: `${toDay}T22:00:00.000Z`, reason };
        return own();
      },
      end: () => {
        tour = null;
        return own();
      },
    },
    leftWork: { list: () => ({ rows: [], count: 0 }), note: () => ({}) },
    deskStores: {
      list: () => ({
        ...{ rows: [device], longestDays, maySetLongest: true, mayReport: true, askedAt: now() },
        tours: tour ? [{ ...tour, workerId: ownWorker.id, workerName: ownWorker.familyName }] : [],
      }),
      reportLost: () => ({}),
      withdrawLost: () => ({}),
      endTour: () => {
        tour = null;
        return {};
      },
      setLongestTour: ({ days }) => {
        longestDays = days;
        return {};
      },
    },
  };
}
