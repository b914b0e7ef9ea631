import type { Id } from '../domain/ids.ts';
import type { BodyOf } from '../domain/records.ts';
import { type Filing, historyWrite, keywordWrites } from './document-parts.ts';
import { overlapWrite } from './overlaps.ts';
import {
  accepted,
  type Decision,
  type RecordWrite,
  type Rule,
  type RuleContext,
  readChildren,
  readRecord,
  refused,
} from './rule.ts';

type Args = { caseFileId: Id; documentId: Id; filing: Filing };
type Place = { caseFileId: Id; documentId: Id };
type Document = BodyOf<'document'>;

const letterFields = ['title', 'letterDate', 'receivedDate', 'sender', 'direction'] as const;
type LetterField = (typeof letterFields)[number];

/**
 * Two filed the same letter into the same file: it is there once, with the keywords of both and the protection of either. What only the
 * second gave is added; where both gave something, the first stays, the second stands in the history, and whoever gave it is told.
 */
export function* filedAgain(args: Args, documentId: Id | null, context: RuleContext): Rule<Decision> {
  const { caseFileId, filing } = args;
  const document = documentId ? yield* readRecord('document', caseFileId, documentId) : null;
  if (!document || !documentId || documentId === args.documentId) return accepted([], []);
  if (document.state === 'moved') {
    const details = { movedTo: document.movedTo };
    return refused('changedMeanwhile', 'Das Schreiben wurde inzwischen in eine andere Akte verschoben.', details);
  }
  if (document.state === 'retracted') {
    const message = 'Das Schreiben wurde in dieser Akte abgelegt und dort inzwischen zurückgenommen.';
    return refused('changedMeanwhile', message, { reason: document.stateReason });
  }
  const place = { caseFileId, documentId };
  const { added, differing } = compared(document, filing);
  const writes = [
    ...(yield* newKeywords(place, filing.keywordIds, context)),
    ...documentWrite(place, document, filing, added),
    ...added.map((field) => historyWrite(caseFileId, documentId, changeOf(document, filing, field), context)),
    ...differing.map((field) => {
      const change = changeOf(document, filing, field);
      return historyWrite(caseFileId, documentId, { ...change, field: `also/${field}` }, context);
    }),
    ...secondTold(place, document, filing, differing, context),
  ];
  const line = { scopeId: caseFileId, action: 'document.filedAgain', targetKind: 'document' as const };
  const hints = [{ code: 'alreadyDone', message: hintOf(differing) }];
  return accepted(writes, [{ ...line, targetId: documentId }], { hints });
}

/** Fields that only the second filing has, and those in which both have something else. What she left empty says nothing. */
function compared(document: Document, filing: Filing): { added: LetterField[]; differing: LetterField[] } {
  const given = letterFields.filter((field) => (filing[field] ?? '') !== '' && filing[field] !== document[field]);
  const isEmpty = (field: LetterField) => (document[field] ?? '') === '';
  return { added: given.filter(isEmpty), differing: given.filter((field) => !isEmpty(field)) };
}

function* newKeywords({ caseFileId, documentId }: Place, given: Id[], context: RuleContext): Rule<RecordWrite[]> {
  const links = yield* readChildren('documentKeyword', caseFileId, documentId);
  const before = links.map((link) => link.body.keywordId);
  const coming = given.filter((keywordId) => !before.includes(keywordId));
  if (coming.length === 0) return [];
  const change = { field: 'keywords', oldValue: before.join(' '), newValue: [...before, ...coming].join(' ') };
  return [
    ...keywordWrites(caseFileId, documentId, coming, context),
    historyWrite(caseFileId, documentId, change, context),
  ];
}

function documentWrite(place: Place, document: Document, filing: Filing, added: LetterField[]): RecordWrite[] {
  const isProtected = document.isProtected || filing.isProtected;
  if (added.length === 0 && isProtected === document.isProtected) return [];
  const values = Object.fromEntries(added.map((field) => [field, filing[field]]));
  const body = { ...document, ...values, isProtected };
  return [{ kind: 'document', id: place.documentId, scopeId: place.caseFileId, body }];
}

function changeOf(document: Document, filing: Filing, field: LetterField) {
  return { field, oldValue: document[field], newValue: filing[field] };
}

function secondTold(
  { caseFileId, documentId }: Place,
  document: Document,
  filing: Filing,
  differing: LetterField[],
  context: RuleContext,
): RecordWrite[] {
  if (differing.length === 0) return [];
  const values = Object.fromEntries(differing.map((field) => [field, filing[field] ?? '']));
  const stands = { byId: document.filedBy, byAt: document.filedAt };
  const about = { cause: 'filedAgain' as const, caseFileId, targetId: documentId, ownAt: context.at };
  return [overlapWrite(context.actorId, { ...about, values, ...stands }, context)];
}

function hintOf(differing: LetterField[]): string {
  const merged = 'Das Schreiben lag schon in dieser Akte. Ihre Schlagwörter sind dort ergänzt.';
  return differing.length === 0 ? merged : `${merged} Ihre abweichenden Angaben stehen im Verlauf des Dokuments.`;
}
