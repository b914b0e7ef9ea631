import type { DeskHandlers } from '../../core/contract/desk.ts';
import { bytesOnDesk } from '../../db/blob-table.ts';
import { inTransaction } from '../../db/sql.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { contentLimit, freeBytes } from '../sync/content-room.ts';
import type { BackendContext } from '../context.ts';

/** What this desk is set up for, and the small settings of the page. */
export function deskHandlers(context: BackendContext): DeskHandlers['desk'] {
  return {
    configuration: () => context.configuration,
    readSetting: ({ key }) => ({ value: readSetting(context.desk().store.db, key) }),
    writeSetting: ({ key, value }) => {
      const { db } = context.desk().store;
      inTransaction(db, () => writeSetting(db, key, value));
      return {};
    },
    storage: () => {
      const { store } = context.desk();
      return {
        usedBytes: bytesOnDesk(store.db),
        limitBytes: Math.floor(contentLimit(store)),
        freeBytes: freeBytes(store),
      };
    },
  };
}
