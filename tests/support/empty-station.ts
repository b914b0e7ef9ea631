import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../central/postgres/embedded.ts';
import { ScanOffice, type StartOptions } from '../../central/testing/scan-office.ts';
import { createStackReader, type StackReaderOptions } from '../../intake/station/stack-reader.ts';
import type { StackReader } from '../../intake/station/stack-reading.ts';

/** A centre of its own with an office that holds no document yet, and the real scan station over a folder. */
export type EmptyStation = {
  scans: ScanOffice;
  /** What the reader found files to be, by their SHA-256: the journal keeps only what follows from it. */
  kinds: Map<string, string>;
  close(): Promise<void>;
};

/** Starts PostgreSQL, centre and station; everything is gone with `close`. */
export async function openEmptyStation(
  reader: StackReaderOptions = {},
  options: StartOptions = {},
): Promise<EmptyStation> {
  const folder = await mkdtemp(join(tmpdir(), 'aktenpult-station-'));
  const postgres = await startEmbeddedPostgres({ dataFolder: join(folder, 'data') });
  const kinds = new Map<string, string>();
  const scans = await ScanOffice.open(postgres.connectionString);
  await scans.start({
    leaseMilliseconds: 15_000,
    openReader: () => noting(createStackReader(reader), kinds),
    ...options,
  });
  return {
    scans,
    kinds,
    close: async () => {
      await scans[Symbol.asyncDispose]();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function noting(reader: StackReader, kinds: Map<string, string>): StackReader {
  return {
    ...reader,
    readStack: async (bytes, fileName, options) => {
      const reading = await reader.readStack(bytes, fileName, options);
      kinds.set(createHash('sha256').update(bytes).digest('hex'), reading.report.kind);
      return reading;
    },
  };
}
