import { countNamedUploading } from '../../db/blob-table.ts';
import { openBranchScans } from '../../db/branch-scans.ts';
import { countWaiting } from '../../db/outbox.ts';
import type { ReadableDb } from '../../db/sql.ts';

/** Everything of hers that is not at the centre: commands, contents they name, and what was scanned and is in no Postkorb yet. */
export const countUnsent = (db: ReadableDb): number =>
  countWaiting(db) + countNamedUploading(db) + openBranchScans(db).length;
