import type { DeskHandlers } from '../../core/contract/desk.ts';
import { uploadPartLimit } from '../../core/contract/content-shapes.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { dayOf } from '../../core/domain/moments.ts';
import type { ContentFacts } from '../../core/domain/records.ts';
import { documentsWithContent, type SameContent } from '../../db/queries/document-detail.ts';
import { type KnownContent, knownContent } from '../../db/queries/known-content.ts';
import { mayInScope } from '../../db/scopes.ts';
import { inTransaction } from '../../db/sql.ts';
import { type BackendContext, type OpenDesk, perform, viewerOf } from '../context.ts';
import { deliveryOf } from './deliver-upload.ts';
import { documentsOf, forgetUpload, readyUpload } from './file-upload.ts';
import { inspectUpload } from './inspect-upload.ts';
import { letGoOfParts, partsOfMail } from './mail-parts.ts';
import { pagesOf } from './propose-letter-here.ts';
import { proposedSoon, proposeUpload, recogniseLater } from './propose-upload.ts';
import { saysOf, suggestFiling } from './suggestions.ts';
import { takePart, type Upload, uploadOf } from './upload.ts';

const mostOpen = 20;
const nothingYet = { written: null, finished: null };

/** Files from the worker's machine or from the Fachverfahren: taken in parts, looked at, filed or discarded. */
export function uploadHandlers(context: BackendContext): DeskHandlers['uploads'] {
  return {
    begin: async (input) => {
      const desk = context.desk();
      const { fileName, size } = input;
      const caseFileId = 'caseFileId' in input ? input.caseFileId : null;
      requirePlace(desk, input);
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
    propose: async ({ uploadId }) => {
      const desk = context.desk();
      const found = await proposeUpload(desk, readyUpload(desk, uploadId));
      const { title, letterDate, sender, reasons = {}, deadlines = [], keywordAlternatives = [] } = found;
      return {
        title,
        letterDate,
        sender,
        reasons,
        proposedKeyword: found.proposedKeyword,
        keywordAlternatives,
        deadlines,
      };
    },
    file: async ({ uploadId, caseFileId, filing, parts = [] }) => {
      const desk = context.desk();
      const [whole, ...others] = documentsOf(desk, uploadId, filing, parts);
      const done = inTransaction(desk.store.db, () => {
        const filed =
          others.length === 0
            ? perform(desk, 'addDocument', { caseFileId, ...whole })
            : perform(desk, 'addDocuments', { caseFileId, documents: [whole, ...others] });
        const handed = [whole, ...others].map(({ documentId, ...rest }) => ({ ...rest, ownerId: documentId }));
        recogniseLater(desk, caseFileId, false, handed);
        return filed;
      });
      await forgetUpload(desk, uploadId);
      desk.texts.wake();
      return done;
    },
    deliver: async (input) => {
      const desk = context.desk();
      const { inboxId, uploadId } = input;
      const proposal = await proposedSoon(desk, readyUpload(desk, uploadId));
      const delivery = deliveryOf(desk, input, proposal);
      const done = inTransaction(desk.store.db, () => {
        const handed = delivery.letters.map(({ itemId, ...rest }) => ({ ...rest, ownerId: itemId }));
        recogniseLater(desk, inboxId, true, handed);
        return perform(desk, 'deliverLetters', delivery);
      });
      await forgetUpload(desk, uploadId);
      desk.texts.wake();
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

function requirePlace(desk: OpenDesk, place: { caseFileId: Id } | { inboxId: Id }): void {
  const { db } = desk.store;
  if ('caseFileId' in place && !mayInScope(db, place.caseFileId, 'write', desk.now())) {
    throw new AppError('forbidden', 'In diese Akte dürfen Sie nichts ablegen.');
  }
  if ('inboxId' in place && !mayInScope(db, place.inboxId, 'deliver', desk.now())) {
    throw new AppError('forbidden', 'In diesen Postkorb dürfen Sie nichts legen.');
  }
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
  const { blobs } = desk.store;
  const today = dayOf(desk.now());
  const blob = await upload.writer.finish();
  upload.written = blob.sha256;
  const inspected = await inspectUpload(context.inspection, blobs, blob, upload.fileName);
  const { content, pageTexts, report } = inspected;
  const mail = await partsOfMail(context.inspection, blobs, inspected, today);
  const says = saysOf(report, content.fileName);
  const suggestions = suggestFiling(says, pagesOf(pageTexts), today);
  upload.finished = { content, pageTexts, says, suggestions, proposal: null, mail };
  if (!desk.uploads.has(uploadId)) letGoOfParts(blobs, mail?.parts ?? []);
  return {
    uploadId,
    content,
    suggestedTitle: suggestions.title,
    suggestedDate: suggestions.letterDate,
    suggestedSender: suggestions.sender,
    reasons: suggestions.reasons,
    duplicates: duplicatesOf(desk, upload, content),
    known: knownElsewhere(desk, upload, content),
    mail: mail && {
      ...mail,
      parts: mail.parts.map((part, index) => ({
        ...{ part: index, content: part.content, suggestedTitle: part.suggestions.title },
        ...{ isNested: part.isNested, duplicates: duplicatesOf(desk, upload, part.content) },
        known: knownElsewhere(desk, upload, part.content),
      })),
    },
  };
}

function duplicatesOf(
  desk: OpenDesk,
  { caseFileId }: Upload,
  content: ContentFacts,
): Omit<SameContent, 'caseFileId'>[] {
  if (caseFileId === null) return [];
  const { sha256, messageId } = content;
  const same = documentsWithContent(desk.store.db, caseFileId, sha256, messageId);
  return same.map(({ caseFileId: _, ...document }) => document);
}

/** The same in other case files and in Postkörbe, from what lies on this desk. */
function knownElsewhere(desk: OpenDesk, { caseFileId }: Upload, content: ContentFacts): KnownContent[] {
  return knownContent(desk.store.db, viewerOf(desk), content).filter(({ scopeId }) => scopeId !== caseFileId);
}

/** Lets an upload go, and its bytes with it. */
export async function discardUpload(desk: OpenDesk, upload: Upload): Promise<void> {
  desk.uploads.delete(upload.id);
  await upload.queue;
  if (upload.written) desk.store.blobs.release(upload.written);
  else await upload.writer.abort();
  letGoOfParts(desk.store.blobs, upload.finished?.mail?.parts ?? []);
  await desk.store.blobs.removeUnused();
}
