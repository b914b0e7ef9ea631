import type { DeskHandlers } from '../../core/contract/desk.ts';
import { uploadPartLimit } from '../../core/contract/content-shapes.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { dayOf } from '../../core/domain/moments.ts';
import { documentsWithContent } from '../../db/queries/document-detail.ts';
import { isAnyProtected } from '../../db/queries/office.ts';
import { mayInScope } from '../../db/scopes.ts';
import { type BackendContext, type OpenDesk, perform } from '../context.ts';
import { inspectUpload } from './inspect-upload.ts';
import { suggestFiling } from './suggestions.ts';
import { takePart, type Upload } from './upload.ts';

const mostOpen = 20;
const nothingYet = { written: null, finished: null };

/** Files from the worker's machine or from the Fachverfahren: taken in parts, looked at, filed or discarded. */
export function uploadHandlers(context: BackendContext): DeskHandlers['uploads'] {
  return {
    begin: async ({ caseFileId, fileName, size }) => {
      const desk = context.desk();
      if (!mayInScope(desk.store.db, caseFileId, 'write', desk.now())) {
        throw new AppError('forbidden', 'In diese Akte dürfen Sie nichts ablegen.');
      }
      if (desk.uploads.size >= mostOpen) {
        throw new AppError('conflict', 'Es sind schon viele Dateien offen. Bitte zuerst ablegen oder verwerfen.');
      }
      const writer = await desk.store.blobs.startWriting('uploading');
      const id = desk.newId();
      desk.uploads.set(id, { id, caseFileId, fileName, size, writer, queue: Promise.resolve(), ...nothingYet });
      return { uploadId: id };
    },
    part: async ({ uploadId, offset, bytes }) => {
      const upload = uploadOf(context.desk(), uploadId);
      if (bytes.length > uploadPartLimit) throw new AppError('invalid_input', 'Der Teil der Datei ist zu groß.');
      await takePart(upload, offset, bytes);
      return {};
    },
    finish: async ({ uploadId }) => finish(context, context.desk(), uploadId),
    file: ({ uploadId, caseFileId, filing }) => {
      const desk = context.desk();
      const { finished } = uploadOf(desk, uploadId);
      if (!finished || !desk.store.blobs.has(finished.content.sha256)) {
        throw new AppError('conflict', 'Die Datei ist nicht vollständig angekommen. Bitte noch einmal hochladen.');
      }
      const isProtected = filing.isProtected || isAnyProtected(desk.store.db, filing.keywordIds);
      const done = perform(desk, 'addDocument', {
        caseFileId,
        documentId: desk.newId(),
        filing: { ...filing, isProtected },
        ...finished,
      });
      desk.uploads.delete(uploadId);
      desk.store.blobs.release(finished.content.sha256);
      return done;
    },
    discard: async ({ uploadId }) => {
      const desk = context.desk();
      const upload = desk.uploads.get(uploadId);
      if (upload) await discardUpload(desk, upload);
      return {};
    },
  };
}

async function finish(context: BackendContext, desk: OpenDesk, uploadId: Id) {
  const upload = uploadOf(desk, uploadId);
  await upload.queue;
  if (upload.finished) throw new AppError('conflict', 'Diese Datei ist schon vollständig.');
  if (upload.writer.size !== upload.size) {
    throw new AppError('conflict', 'Die Datei ist nicht vollständig angekommen. Bitte noch einmal hochladen.', {
      expectedOffset: upload.writer.size,
    });
  }
  const blob = await upload.writer.finish();
  upload.written = blob.sha256;
  const { content, pageTexts, report } = await inspectUpload(
    context.inspection,
    desk.store.blobs,
    blob,
    upload.fileName,
  );
  upload.finished = { content, pageTexts };
  return {
    uploadId,
    content,
    ...suggestFiling(report, content.fileName, pageTexts[0] ?? '', dayOf(desk.now())),
    duplicates: documentsWithContent(desk.store.db, upload.caseFileId, blob.sha256).map(
      ({ caseFileId: _, ...document }) => document,
    ),
  };
}

function uploadOf(desk: OpenDesk, uploadId: Id): Upload {
  const upload = desk.uploads.get(uploadId);
  if (!upload) throw new AppError('not_found', 'Diese Datei ist nicht mehr offen. Bitte noch einmal hochladen.');
  return upload;
}

/** Lets an upload go, and its bytes with it. */
export async function discardUpload(desk: OpenDesk, upload: Upload): Promise<void> {
  desk.uploads.delete(upload.id);
  await upload.queue;
  if (upload.written) desk.store.blobs.release(upload.written);
  else await upload.writer.abort();
  await desk.store.blobs.removeUnused();
}
