import { z } from 'zod';
import { derivedId, type Id, idSchema } from '../domain/ids.ts';
import { daySchema } from '../domain/moments.ts';
import type { BodyOf, ContentFacts } from '../domain/records.ts';
import { type RecordWrite, refused, type Rule, type RuleContext, readRecord } from './rule.ts';

// Parts that several commands share: how a document and what hangs under it are written.

/** Which document of which case file a command is about. */
export const documentTarget = { caseFileId: idSchema, documentId: idSchema };
/** What a command needs that changes a case file. */
export const writesCaseFile = (args: { caseFileId: Id }) => [{ scopeId: args.caseFileId, level: 'write' as const }];
export const documentMissing = refused('notFound', 'Dieses Dokument gibt es in der Akte nicht mehr.');
/** What is changed where a document no longer is would be seen by nobody. */
export const documentMovedAway = (movedTo: Id | null) =>
  refused('changedMeanwhile', 'Das Dokument wurde inzwischen in eine andere Akte verschoben.', { movedTo });

/** What the worker says of a document when she files it. */
export const filingSchema = z.object({
  title: z.string().trim().min(1, 'Bitte einen Titel angeben.').max(300),
  keywordIds: z.array(idSchema).min(1, 'Bitte ein Schlagwort wählen.').max(20),
  letterDate: daySchema.nullable(),
  receivedDate: daySchema.nullable(),
  sender: z.string().max(200).nullable(),
  direction: z.enum(['incoming', 'outgoing', 'internal']),
  isProtected: z.boolean(),
});
export type Filing = z.infer<typeof filingSchema>;

/** Page texts as commands carry them: index 0 is page 1. */
export const pageTextsSchema = z.array(z.string().max(200_000)).max(20_000);

export const versionIdOf = (ownerId: Id): Id => derivedId(ownerId, 'version');
export const pageIdOf = (versionId: Id, number: number): Id => derivedId(versionId, number);
export const keywordLinkIdOf = (commandId: Id, keywordId: Id): Id => derivedId(commandId, `keyword/${keywordId}`);

/** The records of pages with text; pages without text need none. */
export function pageWrites(scopeId: Id, versionId: Id, texts: string[]): RecordWrite[] {
  return texts.flatMap((text, index) =>
    text.trim() === ''
      ? []
      : [{ kind: 'page', id: pageIdOf(versionId, index + 1), scopeId, body: { versionId, number: index + 1, text } }],
  );
}

/** Writes a new document with version, keywords and pages into a case file and gives it the next sheet numbers. */
export function* newDocumentWrites(
  input: {
    caseFileId: Id;
    documentId: Id;
    filing: Filing;
    content: ContentFacts;
    pageTexts: string[];
    inboxItemId: Id | null;
    /** Where the sheets of this one begin when others of the same act went before. */
    nextSheet?: number | undefined;
  },
  context: RuleContext,
): Rule<RecordWrite[] | null> {
  const { caseFileId, documentId, filing, content } = input;
  const caseFile = yield* readRecord('caseFile', caseFileId, caseFileId);
  if (!caseFile && context.knows(caseFileId)) return null;
  const versionId = versionIdOf(documentId);
  const sheets = Math.max(1, content.pageCount ?? 1);
  const sheetFrom = input.nextSheet ?? caseFile?.nextSheet ?? 1;
  const document: BodyOf<'document'> = {
    title: filing.title,
    letterDate: filing.letterDate,
    receivedDate: filing.receivedDate,
    sender: filing.sender,
    direction: filing.direction,
    isProtected: filing.isProtected,
    versionId,
    pageCount: content.pageCount,
    sheetFrom,
    sheetTo: sheetFrom + sheets - 1,
    state: 'filed',
    stateReason: null,
    movedTo: null,
    filedAt: context.at,
    filedBy: context.actorId,
    inboxItemId: input.inboxItemId,
    arrivedAfterClosing: caseFile?.state === 'closed',
  };
  const writes: RecordWrite[] = [
    { kind: 'document', id: documentId, scopeId: caseFileId, body: document },
    {
      kind: 'version',
      id: versionId,
      scopeId: caseFileId,
      body: { ...content, ownerId: documentId, createdAt: context.at, createdBy: context.actorId },
    },
    ...keywordWrites(caseFileId, documentId, filing.keywordIds, context),
    ...pageWrites(caseFileId, versionId, input.pageTexts),
  ];
  if (caseFile) {
    const body = { ...caseFile, nextSheet: sheetFrom + sheets };
    writes.unshift({ kind: 'caseFile', id: caseFileId, scopeId: caseFileId, body });
  }
  return writes;
}

export function keywordWrites(caseFileId: Id, documentId: Id, keywordIds: Id[], context: RuleContext): RecordWrite[] {
  return [...new Set(keywordIds)].map((keywordId) => ({
    kind: 'documentKeyword',
    id: keywordLinkIdOf(context.commandId, keywordId),
    scopeId: caseFileId,
    body: { documentId, keywordId, addedAt: context.at, addedBy: context.actorId },
  }));
}

/** A line of a document's history: old value, new value, who, when. */
export function historyWrite(
  scopeId: Id,
  documentId: Id,
  change: { field: string; oldValue: string | null; newValue: string | null },
  context: RuleContext,
): RecordWrite {
  return {
    kind: 'historyEntry',
    id: derivedId(context.commandId, `${documentId}/${change.field}`),
    scopeId,
    body: { documentId, ...change, at: context.at, by: context.actorId },
  };
}
