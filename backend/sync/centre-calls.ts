import type { AccessLogEntry } from '../../core/contract/access-events.ts';
import type { JournalEntry } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Desk } from '../commands/desk.ts';
import type { StationCentral } from '../station/station-client.ts';
import type { createBlobQueue } from './blob-queue.ts';
import type { Central } from './central.ts';
import type { createSessionKeeper } from './session-keeper.ts';

/** What somebody asks the centre for, beside the rounds; also in a pause. */
export type CentreCalls = {
  /** Fetches a content before everything else. Throws AppError `offline` when the centre is away, `not_found` when it has none. */
  fetchContent(sha256: string): Promise<void>;
  /** Makes a call to the centre with a token that is good. */
  ask<Answer>(call: () => Promise<Answer>): Promise<Answer>;
  /** Who looked at what in a file, the newest first, from the centre. */
  readAccessLog(scopeId: Id): Promise<AccessLogEntry[]>;
  /** All journal entries of a scope, from the centre. */
  readJournal(scopeId: Id): Promise<JournalEntry[]>;
  /** Something of the scan station, from the centre; what fails for an old log-in only is asked again. */
  askStation<Answer>(run: (station: StationCentral) => Promise<Answer>): Promise<Answer>;
};

type Parts = {
  desk: Desk;
  central: Central;
  keeper: ReturnType<typeof createSessionKeeper>;
  queue: ReturnType<typeof createBlobQueue>;
};

/** Calls to the centre that see to the token themselves. */
export function createCentreCalls({ desk, central, keeper, queue }: Parts): CentreCalls {
  const ask = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    await keeper.ensure();
    return keeper.withAccess(call);
  };

  return {
    async fetchContent(sha256) {
      if (desk.store.blobs.has(sha256)) return;
      await ask(() => queue.fetchNow(sha256));
    },
    ask,
    askStation: (run) => ask(() => run(central.station)),
    readAccessLog: async (scopeId) => (await ask(() => central.accessLog({ scopeId }))).entries,
    async readJournal(scopeId) {
      const entries: JournalEntry[] = [];
      for (;;) {
        const after = entries.at(-1)?.number ?? 0;
        const part = await ask(() => central.journal({ scopeId, after }));
        entries.push(...part.entries);
        if (part.isComplete || part.entries.length === 0) return entries;
      }
    },
  };
}
