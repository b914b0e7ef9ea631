import { statfsSync } from 'node:fs';
import { contentLimitSetting } from '../../core/contract/desk-shapes.ts';
import { bytesOnDesk } from '../../db/blob-table.ts';
import { readSetting } from '../../db/settings.ts';
import type { Store } from '../../db/store.ts';

const gigabyte = 1024 ** 3;
const mostByItself = 20 * gigabyte;
const shareOfDisk = 0.3;

/** Bytes free on the disk the store lies on. */
export function freeBytes(store: Pick<Store, 'folder'>): number {
  const { bavail, bsize } = statfsSync(store.folder);
  return bavail * bsize;
}

/** Most bytes of contents on this desk: what the worker set, else 20 GB, but never more than 30 % of what the disk has to give. */
export function contentLimit(store: Store): number {
  const chosen = Number(JSON.parse(readSetting(store.db, contentLimitSetting) ?? '0'));
  if (Number.isFinite(chosen) && chosen > 0) return chosen * gigabyte;
  return Math.min(mostByItself, Math.floor((freeBytes(store) + bytesOnDesk(store.db)) * shareOfDisk));
}
