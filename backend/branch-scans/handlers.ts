import type { DeskHandlers } from '../../core/contract/desk.ts';
import { uploadPartLimit } from '../../core/contract/content-shapes.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import {
  addBranchScan,
  type BranchScan,
  listBranchScans,
  readBranchScan,
  removeBranchScan,
  settleBranchScan,
} from '../../db/branch-scans.ts';
import { listInboxes } from '../../db/queries/inbox.ts';
import { listTeams, listWorkers } from '../../db/queries/office.ts';
import type { WrittenBlob } from '../../db/blob-writer.ts';
import { writeSetting } from '../../db/settings.ts';
import { inTransaction } from '../../db/sql.ts';
import { safeFileName } from '../../intake/content/safe-file-name.ts';
import { picturesPdf } from '../../intake/pages/pictures-pdf.ts';
import { type BackendContext, type OpenDesk, viewerOf } from '../context.ts';
import { inspectUpload } from '../uploads/inspect-upload.ts';
import { takePart } from '../uploads/upload.ts';
import { readingAsItCame } from './deliver-as-it-came.ts';
import { deliverScan } from './deliver-scan.ts';
import { scanFolderSetting } from './scan-folder-watch.ts';
import { requireFolder } from './scan-folder.ts';

/** Paper scanned at this desk: nothing here needs the centre. */
export function branchScanHandlers(context: BackendContext): DeskHandlers['branchScans'] {
  return {
    overview: () => overviewOf(context.desk()),
    begin: async ({ fileName, size, source }) => {
      const desk = context.desk();
      const writer = await desk.store.blobs.startWriting('uploading');
      const id = desk.newId();
      const upload = { writer, size, queue: Promise.resolve(), finished: null, fileName, source };
      desk.scanUploads.set(id, upload);
      return { uploadId: id };
    },
    part: async ({ uploadId, offset, bytes }) => {
      if (bytes.length > uploadPartLimit) throw new AppError('invalid_input', 'Der Teil der Datei ist zu groß.');
      await takePart(uploadOf(context.desk(), uploadId), offset, bytes);
      return {};
    },
    finish: ({ uploadId }) => finish(context.desk(), uploadId),
    finishPhotos: ({ uploadIds, fileName }) => finishPhotos(context.desk(), uploadIds, fileName),
    discard: async ({ uploadId }) => {
      const desk = context.desk();
      const upload = desk.scanUploads.get(uploadId);
      desk.scanUploads.delete(uploadId);
      await upload?.queue;
      await upload?.writer.abort();
      return {};
    },
    retry: ({ scanId }) => {
      const desk = context.desk();
      const { db } = desk.store;
      openScan(desk, scanId);
      inTransaction(db, () => settleBranchScan(db, scanId, { state: 'waiting', reason: null }, desk.now()));
      desk.scans.changed();
      desk.scans.wake();
      return {};
    },
    deliverAsItCame: async ({ scanId }) => {
      const desk = context.desk();
      const scan = openScan(desk, scanId);
      const { blobs } = desk.store;
      const blob = { sha256: scan.sha256, size: scan.size };
      const inspected = await inspectUpload(context.inspection, blobs, blob, scan.fileName);
      await deliverScan(desk, scan, readingAsItCame(scan, inspected, await blobs.readAll(scan.sha256)));
      desk.scans.changed();
      return {};
    },
    remove: async ({ scanId }) => {
      const desk = context.desk();
      openScan(desk, scanId);
      inTransaction(desk.store.db, () => removeBranchScan(desk.store.db, scanId));
      desk.scans.changed();
      await desk.store.blobs.removeUnused();
      return {};
    },
    setFolder: async ({ path }) => {
      const desk = context.desk();
      if (path !== null) await requireFolder(path);
      inTransaction(desk.store.db, () => writeSetting(desk.store.db, scanFolderSetting, path ?? ''));
      desk.scans.followFolder();
      return {};
    },
  };
}

async function finish(desk: OpenDesk, uploadId: Id) {
  const { fileName, source } = uploadOf(desk, uploadId);
  return takeIn(desk, uploadId, { fileName, source, blob: await written(desk, uploadId) });
}

/** The bytes of an upload in the store, held; the upload is over. */
async function written(desk: OpenDesk, uploadId: Id): Promise<WrittenBlob> {
  const upload = uploadOf(desk, uploadId);
  await upload.queue;
  if (upload.writer.size !== upload.size) {
    throw new AppError('conflict', 'Die Datei ist nicht vollständig angekommen. Bitte noch einmal hochladen.');
  }
  desk.scanUploads.delete(uploadId);
  return upload.writer.finish();
}

type Taken = { fileName: string; source: BranchScan['source']; blob: WrittenBlob };

function takeIn(desk: OpenDesk, scanId: Id, { fileName, source, blob }: Taken) {
  const { db, blobs } = desk.store;
  const scan = { id: scanId, fileName: safeFileName(fileName), source, takenAt: desk.now(), ...blob };
  inTransaction(db, () => addBranchScan(db, scan, null));
  blobs.release(blob.sha256);
  desk.scans.changed();
  desk.scans.wake();
  return { scanId };
}

async function finishPhotos(desk: OpenDesk, uploadIds: readonly Id[], fileName: string) {
  const { blobs } = desk.store;
  const photos: WrittenBlob[] = [];
  try {
    for (const uploadId of uploadIds) photos.push(await written(desk, uploadId));
    const jpegs = await Promise.all(photos.map(({ sha256 }) => blobs.readAll(sha256)));
    const writer = await blobs.startWriting('uploading');
    await writer.append(await picturesPdf(jpegs));
    return takeIn(desk, desk.newId(), { fileName, source: 'camera', blob: await writer.finish() });
  } finally {
    for (const { sha256 } of photos) blobs.release(sha256);
    await blobs.removeUnused();
  }
}

function uploadOf(desk: OpenDesk, uploadId: Id) {
  const upload = desk.scanUploads.get(uploadId);
  if (!upload) throw new AppError('not_found', 'Diese Datei ist nicht mehr offen. Bitte noch einmal hochladen.');
  return upload;
}

/** A scan somebody has to decide on. Throws AppError when there is nothing to decide (any more). */
function openScan(desk: OpenDesk, scanId: Id): BranchScan {
  const scan = readBranchScan(desk.store.db, scanId);
  if (!scan) throw new AppError('not_found', 'Diese Datei steht nicht mehr in der Liste.');
  if (scan.state === 'done') throw new AppError('conflict', 'Diese Datei liegt schon im Postkorb.');
  if (scan.state === 'waiting') throw new AppError('conflict', 'Diese Datei wird gerade gelesen.');
  return scan;
}

function overviewOf(desk: OpenDesk) {
  const { db } = desk.store;
  const underway = desk.scans.underway();
  const nameOf = inboxNames(desk);
  const scans = listBranchScans(db).map(({ id, documents, sha256: _, ...scan }) => {
    const isInWork = underway?.scanId === id;
    return {
      ...{ ...scan, scanId: id, pagesDone: isInWork ? underway.pagesDone : 0 },
      pageCount: (isInWork ? underway.pageCount : null) ?? scan.pageCount,
      state: isInWork ? ('inWork' as const) : scan.state,
      documents: documents.map((letter) => ({ ...letter, ...nameOf(letter.inboxId) })),
    };
  });
  return { problem: desk.scans.problem(), folder: desk.scans.folder(), scans };
}

function inboxNames(desk: OpenDesk): (inboxId: Id) => { inboxName: string; isReadable: boolean } {
  const { db } = desk.store;
  const readable = new Map(listInboxes(db, viewerOf(desk)).map((inbox) => [inbox.inboxId, inbox]));
  const names = new Map<Id, string>();
  for (const { inboxId, familyName } of listWorkers(db)) if (inboxId) names.set(inboxId, `Postkorb ${familyName}`);
  for (const { inboxId, name } of listTeams(db)) if (inboxId) names.set(inboxId, `Postkorb ${name}`);
  return (inboxId) => ({
    inboxName: readable.get(inboxId)?.kind === 'own' ? 'Ihr Postkorb' : (names.get(inboxId) ?? 'ein anderer Postkorb'),
    isReadable: readable.has(inboxId),
  });
}
