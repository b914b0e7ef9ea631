import type { DeskClient } from '../../../core/contract/desk.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { blobSource, inParts } from '../../shared/upload/hand-over.ts';

/** Hands in one file in parts; when this is over its bytes are safe on this device. Throws AppError. */
export async function handInFile(client: DeskClient, file: File): Promise<void> {
  const uploadId = await send(client, file, file.name, 'upload');
  await client.branchScans.finish({ uploadId });
}

/** Hands in photos of the pages of one letter, in order. Throws AppError. */
export async function handInPhotos(client: DeskClient, photos: readonly Blob[], fileName: string): Promise<void> {
  const uploadIds: Id[] = [];
  for (const [index, photo] of photos.entries()) {
    uploadIds.push(await send(client, photo, `Seite ${index + 1}.jpg`, 'camera'));
  }
  await client.branchScans.finishPhotos({ uploadIds, fileName });
}

async function send(client: DeskClient, blob: Blob, fileName: string, source: 'upload' | 'camera'): Promise<Id> {
  const { uploadId } = await client.branchScans.begin({ fileName, size: blob.size, source });
  try {
    await inParts(blobSource(blob), (offset, bytes) => client.branchScans.part({ uploadId, offset, bytes }));
    return uploadId;
  } catch (error) {
    client.branchScans.discard({ uploadId }).catch(() => undefined);
    throw error;
  }
}
