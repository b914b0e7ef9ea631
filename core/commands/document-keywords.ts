import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import type { BodyOf } from '../domain/records.ts';
import { houseScopeId } from '../domain/standing-ids.ts';
import {
  documentMissing,
  documentMovedAway,
  documentTarget,
  historyWrite,
  keywordWrites,
  writesCaseFile,
} from './document-parts.ts';
import { accepted, defineCommand, type RecordWrite, type Rule, readChildren, readRecord, refused } from './rule.ts';

/** A protected keyword that somebody added meanwhile goes on protecting, whatever a worker decided who had not seen it. */
function* isKeptProtected(document: BodyOf<'document'>, staying: { body: BodyOf<'documentKeyword'> }[]): Rule<boolean> {
  if (!document.isProtected) return false;
  for (const { body } of staying) {
    const keyword = yield* readRecord('keyword', houseScopeId, body.keywordId);
    if (keyword?.rules.isProtected) return true;
  }
  return false;
}

/** Adds and removes keywords. Removing takes away only the links the worker saw, so that a keyword added elsewhere meanwhile stays. */
export const setDocumentKeywords = defineCommand({
  name: 'setDocumentKeywords',
  input: z.object({
    ...documentTarget,
    add: z.array(idSchema).max(20),
    removeLinks: z.array(idSchema).max(200),
    isProtected: z.boolean(),
  }),
  mode: 'offline-safe',
  needs: writesCaseFile,
  *decide(args, context) {
    const { caseFileId, documentId, add, removeLinks } = args;
    const document = yield* readRecord('document', caseFileId, documentId);
    if (!document) return documentMissing;
    if (document.state === 'moved') return documentMovedAway(document.movedTo);
    const links = yield* readChildren('documentKeyword', caseFileId, documentId);
    const going = links.filter((link) => removeLinks.includes(link.id));
    const staying = links.filter((link) => !removeLinks.includes(link.id));
    const coming = add.filter((keywordId) => !staying.some((link) => link.body.keywordId === keywordId));
    if (staying.length + coming.length === 0) {
      return refused('invalid', 'Ein Dokument braucht mindestens ein Schlagwort.');
    }
    const writes: RecordWrite[] = [
      ...going.map((link): RecordWrite => ({ kind: 'documentKeyword', id: link.id, scopeId: caseFileId, body: null })),
      ...keywordWrites(caseFileId, documentId, coming, context),
    ];
    if (writes.length > 0) {
      const before = links.map((link) => link.body.keywordId).join(' ');
      const now = [...staying.map((link) => link.body.keywordId), ...coming].join(' ');
      writes.push(
        historyWrite(caseFileId, documentId, { field: 'keywords', oldValue: before, newValue: now }, context),
      );
    }
    const isProtected = args.isProtected || (yield* isKeptProtected(document, staying));
    if (document.isProtected !== isProtected) {
      const body = { ...document, isProtected };
      writes.push({ kind: 'document', id: documentId, scopeId: caseFileId, body });
    }
    return accepted(writes, [
      { scopeId: caseFileId, action: 'document.keywordsSet', targetKind: 'document', targetId: documentId },
    ]);
  },
  *inverse(args, context) {
    const { caseFileId, documentId, add, removeLinks } = args;
    const document = yield* readRecord('document', caseFileId, documentId);
    const links = yield* readChildren('documentKeyword', caseFileId, documentId);
    const added = keywordWrites(caseFileId, documentId, add, context).map((write) => write.id);
    const back = links.filter((link) => removeLinks.includes(link.id)).map((link) => link.body.keywordId);
    const isProtected = document?.isProtected ?? false;
    return {
      name: 'setDocumentKeywords',
      args: { caseFileId, documentId, add: back, removeLinks: added, isProtected },
    };
  },
  label: () => 'Schlagwörter geändert',
});
