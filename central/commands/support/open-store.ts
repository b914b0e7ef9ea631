import path from 'node:path';
import { checkDatabaseUrl } from '../../postgres/database-url.ts';
import { startEmbeddedPostgres } from '../../postgres/embedded.ts';
import { findRunningPostgres } from '../../postgres/running.ts';
import { openBlobs, takeS3Environment } from '../../store/blob-place.ts';
import type { BlobStore } from '../../store/blob-store.ts';
import { type Database, openDatabase } from '../../store/database.ts';

const s3 = takeS3Environment();

/** Where a store lies: a data folder of the centre, or an own PostgreSQL with a place for contents. */
export type StorePlace = { data?: string | undefined; database?: string | undefined; blobs?: string | undefined };
export type OpenStore = { database: Database; blobs: BlobStore; close(): Promise<void> };

/**
 * Opens a store for a command. In a data folder whose centre is running (`besideCentre`) it uses the centre's PostgreSQL, else it
 * starts one and ends it again. Throws DatabaseUrlError, EmbeddedPostgresError, BlobPlaceError.
 */
export async function openStorePlace(
  place: StorePlace,
  options: { besideCentre: boolean; say: (line: string) => void },
): Promise<OpenStore> {
  const postgres = await openPostgres(place, options);
  const database = openDatabase(postgres.connectionString, { connections: 2 });
  try {
    const incoming = place.data ? path.join(place.data, 'incoming') : undefined;
    const { blobs, close } = await openBlobs(place.blobs ?? path.join(place.data ?? '.', 'blobs'), s3, incoming);
    return {
      database,
      blobs,
      close: async () => {
        await close();
        await database.end();
        await postgres.stop();
      },
    };
  } catch (error) {
    await database.end();
    await postgres.stop();
    throw error;
  }
}

async function openPostgres(place: StorePlace, options: { besideCentre: boolean; say: (line: string) => void }) {
  const stop = async () => undefined;
  if (place.database !== undefined) {
    await checkDatabaseUrl(place.database);
    return { connectionString: place.database, stop };
  }
  const dataFolder = path.resolve(place.data ?? '');
  const running = options.besideCentre ? await findRunningPostgres(dataFolder) : null;
  if (running) return { connectionString: running, stop };
  return startEmbeddedPostgres({ dataFolder, onProgress: options.say });
}
