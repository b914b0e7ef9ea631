import type { DeskHandlers } from '../../core/contract/desk.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { type Content, cases, contentOf, contents, type DocumentDetail, newId, now } from './fake-desk-data.ts';
import { documents } from './fake-desk-fill.ts';

const contentFor = (ownerId: Id): Content => {
  const content = contents.get(ownerId);
  if (!content) throw new AppError('not_found', 'Zu diesem Eintrag gibt es keine Datei.');
  return content;
};
const notHere = () => {
  throw new AppError('invalid_input', 'Diese Datei lässt sich so nicht anzeigen.');
};

export const contentHandlers: DeskHandlers['content'] = {
  noteAccess: () => ({}),
  describe: ({ ownerId }) => {
    const { facts } = contentFor(ownerId);
    const document = documents.find((row) => row.documentId === ownerId);
    return {
      content: facts,
      isProtected: document?.isProtected ?? false,
      canShow: facts.kind === 'pdf' && document?.mayRead !== false,
      explanation: facts.explanation,
      warnings: [],
    };
  },
  readRange: ({ ownerId, from, to }) => contentFor(ownerId).bytes.slice(from, to),
  pageText: ({ ownerId, number }) => ({ text: contentFor(ownerId).pages[number - 1] ?? '' }),
  mail: notHere,
  mailAttachment: notHere,
  readOriginal: () => new Uint8Array(),
  transferNote: () => ({
    ...{ note: null, takenByName: null, checkedByName: null, mayCheck: false, mayReopen: false, original: null },
  }),
  confirmVisualCheck: notHere,
  reopenVisualCheck: notHere,
  officeHtml: notHere,
  tiffPage: notHere,
};

type Filing = Parameters<DeskHandlers['uploads']['file']>[0]['filing'];
type Done = (
  label: string,
  changed: { caseFileIds: Id[] },
  undo?: () => void,
) => Awaited<ReturnType<DeskHandlers['uploads']['file']>>;

/** Uploads kept in memory, and how a letter or upload becomes a document. */
export function uploadHandlers(done: Done) {
  const uploads = new Map<Id, { fileName: string; parts: Uint8Array[] }>();
  const addFiled = (caseFileId: Id, ownerId: Id, filing: Filing): Id => {
    const caseFile = cases.find((row) => row.caseFileId === caseFileId);
    if (!caseFile) throw new AppError('not_found', 'Diese Akte gibt es auf diesem Gerät nicht.');
    const content = contentFor(ownerId);
    const documentId = newId();
    contents.set(documentId, content);
    const sheetFrom = caseFile.sheetCount + 1;
    caseFile.sheetCount += content.facts.pageCount ?? 1;
    const document: DocumentDetail = {
      ...filing,
      caseFileId,
      documentId,
      filedAt: now(),
      filedByName: 'Petersen, Anna',
      kind: content.facts.kind,
      pageCount: content.facts.pageCount,
      sheetFrom,
      sheetTo: caseFile.sheetCount,
      isSheetProvisional: true,
      isUnread: false,
      isOnDesk: true,
      noteCount: 0,
      state: 'filed',
      isPending: false,
      isMailPart: false,
      mailPartCount: 0,
      mail: { whole: null, parts: [] },
      stateReason: null,
      movedTo: null,
      arrivedAfterClosing: false,
      content: content.facts,
      keywordLinks: filing.keywordIds.map((keywordId) => ({
        linkId: newId(),
        keywordId,
        addedByName: 'Petersen, Anna',
        addedAt: now(),
      })),
      history: [],
      mayRead: true,
      mayWrite: true,
    };
    documents.push(document);
    return documentId;
  };
  const handlers: DeskHandlers['uploads'] = {
    begin: ({ fileName }) => {
      const uploadId = newId();
      uploads.set(uploadId, { fileName, parts: [] });
      return { uploadId };
    },
    propose: ({ uploadId }) => ({
      ...{ title: uploads.get(uploadId)?.fileName.replace(/\.[^.]+$/, '') ?? '', letterDate: null, sender: null },
      ...{ reasons: {}, proposedKeyword: null, keywordAlternatives: [], deadlines: [] },
    }),
    part: ({ uploadId, bytes }) => {
      uploads.get(uploadId)?.parts.push(bytes);
      return {};
    },
    finish: async ({ uploadId }) => {
      const upload = uploads.get(uploadId);
      if (!upload) throw new AppError('not_found', 'Diese Übertragung gibt es nicht mehr.');
      const bytes = new Uint8Array(await new Blob(upload.parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
      const content = await contentOf(bytes, upload.fileName, []);
      contents.set(uploadId, content);
      return {
        uploadId,
        content: content.facts,
        suggestedTitle: upload.fileName.replace(/\.[^.]+$/, ''),
        suggestedDate: null,
        suggestedSender: null,
        reasons: {},
        duplicates: documents
          .filter((row) => row.content.sha256 === content.facts.sha256)
          .map(({ documentId, title, filedAt, filedByName, sheetFrom, sheetTo }) => ({
            ...{ documentId, title, filedAt, filedByName, sheetFrom, sheetTo, isSameMail: false },
          })),
        known: [],
        mail: null,
      };
    },
    file: ({ uploadId, caseFileId, filing }) => {
      const documentId = addFiled(caseFileId, uploadId, filing);
      return done(`„${filing.title}“ abgelegt`, { caseFileIds: [caseFileId] }, () => {
        documents.splice(
          documents.findIndex((row) => row.documentId === documentId),
          1,
        );
      });
    },
    deliver: ({ title }) => done(`„${title}“ in den Postkorb gelegt`, { caseFileIds: [] }),
    discard: ({ uploadId }) => {
      uploads.delete(uploadId);
      return {};
    },
  };
  return { handlers, addFiled };
}
