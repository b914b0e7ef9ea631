import { open } from 'node:fs/promises';

/**
 * Flushes the names in folders below `root`, and their own names in it once, for they may be new; a name that stands needs no second
 * flush.
 */
export function createFolderFlush(root: string): (inner: string, isNew: boolean) => Promise<void> {
  const flushed = new Set<string>();
  return async (inner, isNew) => {
    await Promise.all([flushFolder(inner), isNew || !flushed.has(inner) ? flushFolder(root) : null]);
    flushed.add(inner);
  };
}

async function flushFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}
