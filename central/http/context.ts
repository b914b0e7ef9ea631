import type { BlobStore } from '../store/blob-store.ts';
import type { Intake } from '../intake/station/intake.ts';
import type { Database } from '../store/database.ts';
import type { Hub } from './hub.ts';
import type { Metrics } from './metrics.ts';

export type Log = {
  debug: (fields: object, message: string) => void;
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
  error: (fields: object, message: string) => void;
};

/** What the routes work with. */
export type Context = {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly signingKey: Uint8Array;
  readonly hub: Hub;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly version: string;
  /** Where the daily backups go; null where the county saves the store itself. */
  readonly backupFolder: string | null;
  /** Where files are handed in. */
  readonly intake: Intake;
};
