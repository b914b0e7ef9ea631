import type { Desk } from '../commands/desk.ts';
import { type FolderFile, openFile } from '../../intake/folders/folder-files.ts';

/** Brings the bytes of a file into the store; whoever called releases them. Null when it is not `isGood` after it was read. */
export async function keepFile(
  blobs: Desk['store']['blobs'],
  file: FolderFile,
  isGood: () => Promise<boolean>,
): Promise<{ sha256: string; size: number } | null> {
  const writer = await blobs.startWriting('uploading');
  try {
    await using handle = await openFile(file);
    for await (const part of handle.createReadStream({ autoClose: false })) await writer.append(part as Buffer);
    if (await isGood()) return await writer.finish();
    await writer.abort();
    return null;
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
