import type { Id } from '../../core/domain/ids.ts';
import { visibleDamaged } from './access.ts';
import type { BlobStore } from './blob-store.ts';
import { checkContent, markDamaged } from './contents.ts';
import { type Database, hexOf } from './database.ts';

type Place = { database: Database; blobs: BlobStore; log: { error: (fields: object, message: string) => void } };

const days = 30;
const roundsPerDay = 24;

/**
 * One of the 24 rounds of a day: reads contents nobody has read for thirty days in full, the longest unread first, so many that all come
 * by within thirty days. Damaged ones count as missing from then on, and desks that hold them are asked for them. Gives what was found.
 */
export async function scrubContents(place: Place): Promise<{ checked: number; damaged: number }> {
  const { rows } = await place.database.query<{ sha256: Buffer; size: number; checked_at: Date | null }>(
    `select sha256, size, checked_at from blob
     where state = 'stored' and (checked_at is null or checked_at < now() - make_interval(days => $1))
     order by checked_at nulls first
     limit (select greatest(20, ceil(count(*) / ($1 * $2)::numeric)) from blob)`,
    [days, roundsPerDay],
  );
  let damaged = 0;
  for (const row of rows) {
    const content = { sha256: hexOf(row.sha256), size: row.size, checkedAt: row.checked_at };
    if (!(await isWhole(place, content))) damaged += 1;
  }
  return { checked: rows.length, damaged };
}

async function isWhole(place: Place, content: Parameters<typeof checkContent>[1]): Promise<boolean> {
  if ((await place.blobs.size(content.sha256)) === content.size) return checkContent(place, content);
  place.log.error({ sha256: content.sha256 }, 'a stored content is missing or cut');
  await markDamaged(place.database, content.sha256);
  return false;
}

/** Damaged contents this worker may see: her desk is asked whether it holds them. Whoever may not see them learns nothing. */
export async function damagedContents(database: Database, workerId: Id): Promise<string[]> {
  return (await visibleDamaged(database, workerId)).map(hexOf);
}
