import type { Id } from '../../core/domain/ids.ts';
import type { InspectionPool } from '../../intake/content/inspection-pool.ts';
import type { BasketSetting } from '../intake/routing/baskets.ts';
import { fachverfahrenCaller } from '../intake/station/file-notices.ts';
import { type OfficeCommand, type OfficeResult, runOfficeCommands } from '../rules/office-commands.ts';
import type { News } from '../rules/push.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { type Database, inTransaction, isPassing } from '../store/database.ts';
import { momentOf } from '../../core/domain/moments.ts';
import type { SchemaCheck } from './schema-check.ts';

/** What taking messages of the Fachverfahren works with. */
export type FachverfahrenIntake = {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly inspection: InspectionPool;
  /** Compares each message with the schemas of the standard where the office has them. */
  readonly schemaCheck: SchemaCheck | null;
  /** The baskets that are set for what belongs to nobody known. */
  readonly baskets: readonly BasketSetting[];
  readonly version: string;
  /** Milliseconds since 1970. */
  now(): number;
  /** Tells desks what was committed. */
  announce(news: News): void;
};

const attempts = 4;

/** Carries out commands of one object of a message, all or none; given again they are the same, and nothing happens twice. */
export async function carryOut(
  intake: FachverfahrenIntake,
  objectId: Id,
  commands: OfficeCommand[],
): Promise<OfficeResult[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { results, news } = await inTransaction(intake.database, 'write', async (connection, atCommit) => {
        const work = { clientId: objectId, at: momentOf(intake.now()), commands, rights: 'ofOffice' as const };
        const done = await runOfficeCommands({ connection, atCommit }, fachverfahrenCaller, work);
        const refused = done.results.find(({ outcome }) => outcome === 'refused');
        if (refused) throw new RefusedError(done.results);
        return done;
      });
      intake.announce(news);
      return results;
    } catch (error) {
      if (error instanceof RefusedError) return error.results;
      if (attempt >= attempts || !isPassing(error)) throw error;
    }
  }
}

/** Takes back what the other commands of the same object wrote. */
class RefusedError extends Error {
  readonly results: OfficeResult[];

  constructor(results: OfficeResult[]) {
    super('refused');
    this.results = results;
  }
}
