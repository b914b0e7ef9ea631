import { z } from 'zod';
import { momentSchema } from '../../core/domain/moments.ts';

// A backup is a folder of its own: `bestand.json` says what is in it, `tabellen/` holds one compressed text file per table (a JSON
// object per line, readable without this program), and beside all backups `inhalte/` holds the contents by their SHA-256, once each.

export const backupFormat = 1;
export const manifestName = 'bestand.json';
export const tablesFolder = 'tabellen';
export const contentsFolder = 'inhalte';

export const savedTableSchema = z.object({
  name: z.string(),
  file: z.string(),
  columns: z.array(z.string()),
  rows: z.int(),
  /** SHA-256 of the compressed file. */
  sha256: z.string(),
});
export const backupManifestSchema = z.object({
  format: z.literal(backupFormat),
  madeAt: momentSchema,
  /** Number of the newest migration of the store. */
  storeVersion: z.int(),
  epoch: z.string(),
  tables: z.array(savedTableSchema),
  contents: z.object({ count: z.int(), bytes: z.int() }),
});
export type SavedTable = z.infer<typeof savedTableSchema>;
export type BackupManifest = z.infer<typeof backupManifestSchema>;

/** What cannot be done with a backup or a store: a German sentence for whoever looks after the centre. */
export class BackupError extends Error {}

/** A step with its numbers, in German: "Datensätze: 12.000". */
export type Progress = (line: string) => void;

/** Numbers as Germans write them. */
export const german = (count: number): string => count.toLocaleString('de-DE');
