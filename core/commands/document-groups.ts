import { z } from 'zod';
import { derivedId, type Id, idSchema } from '../domain/ids.ts';
import { contentFactsSchema } from '../domain/records.ts';
import { filingSchema, historyWrite, newDocumentWrites, pageTextsSchema } from './document-parts.ts';
import { accepted, defineCommand, type JournalLine, type RecordWrite, readRecord, refused } from './rule.ts';

// A mail with its attachments: several documents that are filed, and taken back, by one act.

const groupedSchema = z.object({
  documentId: idSchema,
  filing: filingSchema,
  content: contentFactsSchema,
  pageTexts: pageTextsSchema,
});
const writeCase = (args: { caseFileId: Id }) => [{ scopeId: args.caseFileId, level: 'write' as const }];

/** Puts several documents into a case file, all or none; they get sheet numbers in their order. */
export const addDocuments = defineCommand({
  name: 'addDocuments',
  input: z.object({ caseFileId: idSchema, documents: z.array(groupedSchema).min(1).max(101) }),
  mode: 'offline-safe',
  needs: writeCase,
  blobs: (args) => args.documents.map(({ content }) => content.sha256),
  *decide(args, context) {
    const { caseFileId, documents } = args;
    const writes: RecordWrite[] = [];
    const journal: JournalLine[] = [];
    let nextSheet: number | undefined;
    for (const document of documents) {
      if (yield* readRecord('document', caseFileId, document.documentId)) continue;
      // Links of keywords are named by command and keyword: each document needs names of its own.
      const own = { ...context, commandId: derivedId(context.commandId, document.documentId) };
      const made = yield* newDocumentWrites({ ...document, caseFileId, inboxItemId: null, nextSheet }, own);
      if (!made) return refused('notFound', 'Diese Akte gibt es nicht mehr.');
      for (const write of made) {
        if (write.kind === 'caseFile') nextSheet = write.body?.nextSheet;
        if (write.kind === 'document' && nextSheet === undefined) nextSheet = (write.body?.sheetTo ?? 0) + 1;
      }
      writes.push(...made);
      const line = { scopeId: caseFileId, action: 'document.added', targetKind: 'document' as const };
      journal.push({ ...line, targetId: document.documentId });
    }
    return accepted(lastOfEach(writes), journal);
  },
  *inverse(args) {
    const documentIds = args.documents.map(({ documentId }) => documentId);
    const reason = 'Ablegen zurückgenommen';
    return { name: 'retractDocuments', args: { caseFileId: args.caseFileId, documentIds, reason } };
  },
  label: ({ documents }) => {
    const first = documents[0]?.filing.title ?? '';
    const others = documents.length - 1;
    return `Ablegen: ${first}${others === 0 ? '' : others === 1 ? ' mit einer Anlage' : ` mit ${others} Anlagen`}`;
  },
});

/** The case file is counted on by every document; only its last state is written. */
function lastOfEach(writes: RecordWrite[]): RecordWrite[] {
  const caseFile = writes.findLast(({ kind }) => kind === 'caseFile');
  const others = writes.filter(({ kind }) => kind !== 'caseFile');
  return caseFile ? [caseFile, ...others] : others;
}

/** Takes documents back that were filed together; those that somebody moved or took back meanwhile stay as they are, and that is told. */
export const retractDocuments = defineCommand({
  name: 'retractDocuments',
  input: z.object({
    caseFileId: idSchema,
    documentIds: z.array(idSchema).min(1).max(101),
    reason: z.string().trim().min(1, 'Bitte einen Grund angeben.').max(500),
  }),
  mode: 'offline-safe',
  needs: writeCase,
  *decide(args, context) {
    const { caseFileId, documentIds, reason } = args;
    const writes: RecordWrite[] = [];
    const journal: JournalLine[] = [];
    let left = 0;
    for (const documentId of documentIds) {
      const document = yield* readRecord('document', caseFileId, documentId);
      if (document?.state !== 'filed') {
        left += 1;
        continue;
      }
      const body = { ...document, state: 'retracted' as const, stateReason: reason };
      writes.push({ kind: 'document', id: documentId, scopeId: caseFileId, body });
      const change = { field: 'state', oldValue: 'filed', newValue: 'retracted' };
      writes.push(historyWrite(caseFileId, documentId, change, context));
      const line = { scopeId: caseFileId, action: 'document.retracted', targetKind: 'document' as const };
      journal.push({ ...line, targetId: documentId, reason });
    }
    const message =
      left === 1
        ? 'Ein Dokument davon war inzwischen verschoben oder zurückgenommen. Es ist geblieben, wie es war.'
        : `${left} Dokumente davon waren inzwischen verschoben oder zurückgenommen. Sie sind geblieben, wie sie waren.`;
    return accepted(writes, journal, { hints: left === 0 ? [] : [{ code: 'changedMeanwhile', message }] });
  },
  label: ({ documentIds }) => (documentIds.length === 1 ? 'Dokument zurückgenommen' : 'Dokumente zurückgenommen'),
});
