import type { Id } from '../domain/ids.ts';
import { type Filing, historyWrite, keywordWrites } from './document-parts.ts';
import { accepted, type Decision, type Rule, type RuleContext, readChildren, readRecord } from './rule.ts';

type Args = { caseFileId: Id; documentId: Id; filing: Filing };

/** Two filed the same letter into the same file: it is there once, with the keywords of both and the protection of either. */
export function* filedAgain(args: Args, documentId: Id | null, context: RuleContext): Rule<Decision> {
  const { caseFileId, filing } = args;
  const document = documentId ? yield* readRecord('document', caseFileId, documentId) : null;
  if (!document || !documentId || documentId === args.documentId) return accepted([], []);
  const links = yield* readChildren('documentKeyword', caseFileId, documentId);
  const before = links.map((link) => link.body.keywordId);
  const coming = filing.keywordIds.filter((keywordId) => !before.includes(keywordId));
  const writes = keywordWrites(caseFileId, documentId, coming, context);
  if (coming.length > 0) {
    const change = { field: 'keywords', oldValue: before.join(' '), newValue: [...before, ...coming].join(' ') };
    writes.push(historyWrite(caseFileId, documentId, change, context));
  }
  if (filing.isProtected && !document.isProtected) {
    writes.push({ kind: 'document', id: documentId, scopeId: caseFileId, body: { ...document, isProtected: true } });
  }
  const line = { scopeId: caseFileId, action: 'document.filedAgain', targetKind: 'document' as const };
  const message = 'Das Schreiben lag schon in dieser Akte. Ihre Schlagwörter sind dort ergänzt.';
  return accepted(writes, [{ ...line, targetId: documentId }], { hints: [{ code: 'alreadyDone', message }] });
}
