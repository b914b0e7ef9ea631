import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { daySchema } from '../domain/moments.ts';
import { contentFactsSchema } from '../domain/records.ts';
import {
  documentMissing,
  documentMovedAway,
  documentTarget,
  filingSchema,
  historyWrite,
  newDocumentWrites,
  pageTextsSchema,
  versionIdOf,
  writesCaseFile,
} from './document-parts.ts';
import { authorsTold } from './field-authors.ts';
import { textsInOrder } from './inbox-items.ts';
import { accepted, defineCommand, type RecordWrite, readChildren, readRecord, refused } from './rule.ts';

/** Puts a new document straight into a case file: upload, notice from the Fachverfahren, mail attachment. */
export const addDocument = defineCommand({
  name: 'addDocument',
  input: z.object({ ...documentTarget, filing: filingSchema, content: contentFactsSchema, pageTexts: pageTextsSchema }),
  mode: 'offline-safe',
  needs: writesCaseFile,
  blobs: (args) => [args.content.sha256],
  *decide(args, context) {
    const existing = yield* readRecord('document', args.caseFileId, args.documentId);
    if (existing) return accepted([], []);
    const writes = yield* newDocumentWrites({ ...args, inboxItemId: null }, context);
    if (!writes) return refused('notFound', 'Diese Akte gibt es nicht mehr.');
    return accepted(writes, [
      { scopeId: args.caseFileId, action: 'document.added', targetKind: 'document', targetId: args.documentId },
    ]);
  },
  *inverse(args) {
    return {
      name: 'retractDocument',
      args: { caseFileId: args.caseFileId, documentId: args.documentId, reason: 'Ablegen zurückgenommen' },
    };
  },
  label: (args) => `Ablegen: ${args.filing.title}`,
});

/** Marks a document as taken back with a reason; bytes and sheet numbers stay. */
export const retractDocument = defineCommand({
  name: 'retractDocument',
  input: z.object({ ...documentTarget, reason: z.string().trim().min(1, 'Bitte einen Grund angeben.').max(500) }),
  mode: 'offline-safe',
  needs: writesCaseFile,
  *decide(args, context) {
    const { caseFileId, documentId, reason } = args;
    const document = yield* readRecord('document', caseFileId, documentId);
    if (!document) return documentMissing;
    if (document.state === 'moved') return documentMovedAway(document.movedTo);
    if (document.state === 'retracted') {
      // Somebody else did it, too: her reason stands in the journal.
      const line = { scopeId: caseFileId, action: 'document.alsoRetracted', targetKind: 'document' as const };
      const message = 'Das Dokument war schon zurückgenommen. Ihr Grund steht im Protokoll der Akte.';
      return accepted([], [{ ...line, targetId: documentId, reason }], { hints: [{ code: 'alreadyDone', message }] });
    }
    return accepted(
      [
        {
          kind: 'document',
          id: documentId,
          scopeId: caseFileId,
          body: { ...document, state: 'retracted', stateReason: reason },
        },
        historyWrite(caseFileId, documentId, { field: 'state', oldValue: 'filed', newValue: 'retracted' }, context),
      ],
      [{ scopeId: caseFileId, action: 'document.retracted', targetKind: 'document', targetId: documentId, reason }],
    );
  },
  *inverse(args) {
    const document = yield* readRecord('document', args.caseFileId, args.documentId);
    if (document?.state !== 'filed') return null; // somebody else took it back
    return { name: 'restoreDocument', args: { caseFileId: args.caseFileId, documentId: args.documentId } };
  },
  label: () => 'Dokument zurückgenommen',
});

/** Brings a document back that was taken back. */
export const restoreDocument = defineCommand({
  name: 'restoreDocument',
  input: z.object(documentTarget),
  mode: 'offline-safe',
  needs: writesCaseFile,
  *decide(args, context) {
    const { caseFileId, documentId } = args;
    const document = yield* readRecord('document', caseFileId, documentId);
    if (!document) return documentMissing;
    if (document.state !== 'retracted') return accepted([], []);
    if (document.isUnfiled) {
      const message = 'Das Ablegen wurde inzwischen zurückgenommen. Das Schreiben liegt wieder im Postkorb.';
      return refused('changedMeanwhile', message);
    }
    return accepted(
      [
        {
          kind: 'document',
          id: documentId,
          scopeId: caseFileId,
          body: { ...document, state: 'filed', stateReason: null },
        },
        historyWrite(caseFileId, documentId, { field: 'state', oldValue: 'retracted', newValue: 'filed' }, context),
      ],
      [{ scopeId: caseFileId, action: 'document.restored', targetKind: 'document', targetId: documentId }],
    );
  },
  label: () => 'Dokument wiederhergestellt',
});

/** The metadata a worker may change; a field left out stays. `before` is what she saw, so that a change made meanwhile can be told. */
const detailsSchema = z
  .object({
    title: z.string().trim().min(1, 'Bitte einen Titel angeben.').max(300),
    letterDate: daySchema.nullable(),
    receivedDate: daySchema.nullable(),
    sender: z.string().max(200).nullable(),
    direction: z.enum(['incoming', 'outgoing', 'internal']),
  })
  .partial();
type DetailField = keyof z.infer<typeof detailsSchema>;

/** Renames a document or corrects its dates, sender or direction; every change keeps old and new value in the history. */
export const setDocumentDetails = defineCommand({
  name: 'setDocumentDetails',
  input: z.object({ ...documentTarget, before: detailsSchema, after: detailsSchema }),
  mode: 'offline-safe',
  needs: writesCaseFile,
  *decide(args, context) {
    const { caseFileId, documentId, before, after } = args;
    const document = yield* readRecord('document', caseFileId, documentId);
    if (!document) return documentMissing;
    if (document.state === 'moved') return documentMovedAway(document.movedTo);
    const changed = (Object.keys(after) as DetailField[]).filter(
      (field) => after[field] !== undefined && after[field] !== document[field],
    );
    if (changed.length === 0) return accepted([], []);
    const unseen = changed.filter((field) => field in before && before[field] !== document[field]);
    const hints = unseen.map((field) => ({
      code: 'changedMeanwhile',
      message: `Inzwischen stand hier „${document[field] ?? ''}“. Beide Werte stehen im Verlauf des Dokuments.`,
    }));
    const told = yield* authorsTold({ caseFileId, documentId }, document, unseen, context);
    const newValues = Object.fromEntries(changed.map((field) => [field, after[field]]));
    return accepted(
      [
        { kind: 'document', id: documentId, scopeId: caseFileId, body: { ...document, ...newValues } },
        ...changed.map((field) =>
          historyWrite(
            caseFileId,
            documentId,
            { field, oldValue: document[field], newValue: after[field] ?? null },
            context,
          ),
        ),
        ...told,
      ],
      [{ scopeId: caseFileId, action: 'document.detailsSet', targetKind: 'document', targetId: documentId }],
      { hints },
    );
  },
  *inverse(args) {
    const { caseFileId, documentId, after } = args;
    const document = yield* readRecord('document', caseFileId, documentId);
    if (!document) return null;
    const previous = Object.fromEntries((Object.keys(after) as DetailField[]).map((field) => [field, document[field]]));
    return { name: 'setDocumentDetails', args: { caseFileId, documentId, before: after, after: previous } };
  },
  label: (args) => (args.after.title !== undefined ? `Umbenennen: ${args.after.title}` : 'Angaben geändert'),
});

/** Moves a document to another case file: there it gets sheet numbers of its own, here it stays as a reference to its new place. */
export const moveDocument = defineCommand({
  name: 'moveDocument',
  input: z.object({
    ...documentTarget,
    toCaseFileId: idSchema,
    newDocumentId: idSchema,
    reason: z.string().trim().max(500),
  }),
  mode: 'offline-safe',
  needs: (args) => [
    { scopeId: args.caseFileId, level: 'write' },
    { scopeId: args.toCaseFileId, level: 'write' },
  ],
  *decide(args, context) {
    const { caseFileId, documentId, toCaseFileId, newDocumentId, reason } = args;
    if (caseFileId === toCaseFileId) return refused('invalid', 'Das Dokument liegt schon in dieser Akte.');
    const document = yield* readRecord('document', caseFileId, documentId);
    if (!document) return documentMissing;
    if (document.state !== 'filed') {
      return refused('changedMeanwhile', 'Das Dokument wurde inzwischen verschoben oder zurückgenommen.', {
        movedTo: document.movedTo,
      });
    }
    const version = yield* readRecord('version', caseFileId, document.versionId);
    if (!version) return documentMissing;
    const links = yield* readChildren('documentKeyword', caseFileId, documentId);
    const pages = yield* readChildren('page', caseFileId, document.versionId);
    const { ownerId: _, createdAt: __, createdBy: ___, ...content } = version;
    const filing = { ...document, keywordIds: links.map((link) => link.body.keywordId) };
    const writes = yield* newDocumentWrites(
      {
        caseFileId: toCaseFileId,
        documentId: newDocumentId,
        filing,
        content,
        pageTexts: textsInOrder(pages.map((page) => page.body)),
        inboxItemId: document.inboxItemId,
      },
      context,
    );
    if (!writes) return refused('notFound', 'Die Zielakte gibt es nicht mehr.');
    return accepted(
      [
        ...writes,
        {
          kind: 'document',
          id: documentId,
          scopeId: caseFileId,
          body: { ...document, state: 'moved', movedTo: toCaseFileId, stateReason: reason },
        },
        ...pages.map((page): RecordWrite => ({ kind: 'page', id: page.id, scopeId: caseFileId, body: null })),
        historyWrite(
          caseFileId,
          documentId,
          { field: 'caseFile', oldValue: caseFileId, newValue: toCaseFileId },
          context,
        ),
      ],
      [
        { scopeId: caseFileId, action: 'document.moved', targetKind: 'document', targetId: documentId, reason },
        { scopeId: toCaseFileId, action: 'document.received', targetKind: 'document', targetId: newDocumentId, reason },
      ],
    );
  },
  *inverse(args) {
    return {
      name: 'moveDocument',
      args: {
        caseFileId: args.toCaseFileId,
        documentId: args.newDocumentId,
        toCaseFileId: args.caseFileId,
        newDocumentId: versionIdOf(args.newDocumentId),
        reason: 'Verschieben zurückgenommen',
      },
    };
  },
  label: () => 'Dokument verschoben',
});
