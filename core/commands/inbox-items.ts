import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { whereItWent } from '../letters/at-station.ts';
import { filingSchema, newDocumentWrites, pageWrites, versionIdOf } from './document-parts.ts';
import { filedAgain } from './filed-again.ts';
import { accepted, defineCommand, type RecordWrite, readChildren, readRecord, refused } from './rule.ts';

const missingItem = refused('notFound', 'Dieser Eingang ist nicht mehr im Postkorb.');

/** Files a letter from the Postkorb into a case file under keywords. The first to file it wins; filing it again in the same place is harmless. */
export const fileInboxItem = defineCommand({
  name: 'fileInboxItem',
  input: z.object({
    inboxId: idSchema,
    itemId: idSchema,
    caseFileId: idSchema,
    documentId: idSchema,
    filing: filingSchema,
  }),
  mode: 'offline-safe',
  needs: (args) => [
    { scopeId: args.inboxId, level: 'write' },
    { scopeId: args.caseFileId, level: 'write' },
  ],
  *decide(args, context) {
    const { inboxId, itemId, caseFileId, documentId, filing } = args;
    const item = yield* readRecord('inboxItem', inboxId, itemId);
    if (!item) return missingItem;
    if (item.state === 'filed') {
      if (item.filedCaseFileId === caseFileId) return yield* filedAgain(args, item.filedDocumentId, context);
      return refused('changedMeanwhile', 'Das Schreiben wurde inzwischen in eine andere Akte abgelegt.', {
        filedCaseFileId: item.filedCaseFileId,
        filedDocumentId: item.filedDocumentId,
        by: item.doneBy,
        at: item.doneAt,
      });
    }
    if (item.state === 'forwarded') {
      return refused('changedMeanwhile', whereItWent(item), {
        forwardedTo: item.forwardedTo?.inboxId,
        by: item.doneBy,
        at: item.doneAt,
      });
    }
    const version = yield* readRecord('version', inboxId, item.versionId);
    if (!version) return refused('notFound', 'Zu diesem Eingang fehlt der Inhalt.');
    const pages = yield* readChildren('page', inboxId, item.versionId);
    const pageTexts = textsInOrder(pages.map((page) => page.body));
    const { ownerId: _, createdAt: __, createdBy: ___, ...content } = version;
    const documentWrites = yield* newDocumentWrites(
      { caseFileId, documentId, filing, content, pageTexts, inboxItemId: itemId },
      context,
    );
    if (!documentWrites) return refused('notFound', 'Diese Akte gibt es nicht mehr.');
    const done = {
      doneAt: context.at,
      doneBy: context.actorId,
      filedCaseFileId: caseFileId,
      filedDocumentId: documentId,
    };
    return accepted(
      [
        ...documentWrites,
        { kind: 'inboxItem', id: itemId, scopeId: inboxId, body: { ...item, ...done, state: 'filed' } },
        ...pages.map((page): RecordWrite => ({ kind: 'page', id: page.id, scopeId: inboxId, body: null })),
      ],
      [
        { scopeId: caseFileId, action: 'document.filed', targetKind: 'document', targetId: documentId },
        { scopeId: inboxId, action: 'inboxItem.filed', targetKind: 'inboxItem', targetId: itemId },
      ],
    );
  },
  *inverse(args) {
    const { inboxId, itemId, caseFileId, documentId } = args;
    return { name: 'unfileInboxItem', args: { inboxId, itemId, caseFileId, documentId } };
  },
  label: (args) => `Ablegen: ${args.filing.title}`,
});

/** Takes a filing back: the letter is open in the Postkorb again, the document is marked as taken back; its sheet numbers stay used. */
export const unfileInboxItem = defineCommand({
  name: 'unfileInboxItem',
  input: z.object({ inboxId: idSchema, itemId: idSchema, caseFileId: idSchema, documentId: idSchema }),
  mode: 'offline-safe',
  needs: (args) => [
    { scopeId: args.inboxId, level: 'write' },
    { scopeId: args.caseFileId, level: 'write' },
  ],
  *decide(args) {
    const { inboxId, itemId, caseFileId, documentId } = args;
    const item = yield* readRecord('inboxItem', inboxId, itemId);
    const document = yield* readRecord('document', caseFileId, documentId);
    if (!item || !document) return missingItem;
    if (item.state !== 'filed' || item.filedDocumentId !== documentId) {
      return refused('changedMeanwhile', 'Das Ablegen wurde schon zurückgenommen.');
    }
    // Open again, the letter would lie in the Postkorb and in the other file.
    if (document.state === 'moved') {
      const details = { movedTo: document.movedTo };
      return refused('changedMeanwhile', 'Das Dokument wurde inzwischen in eine andere Akte verschoben.', details);
    }
    const pages = yield* readChildren('page', caseFileId, document.versionId);
    const texts = textsInOrder(pages.map((page) => page.body));
    const reopened = {
      doneAt: null,
      doneBy: null,
      filedCaseFileId: null,
      filedDocumentId: null,
      state: 'open' as const,
    };
    return accepted(
      [
        { kind: 'inboxItem', id: itemId, scopeId: inboxId, body: { ...item, ...reopened } },
        ...pageWrites(inboxId, item.versionId, texts),
        {
          kind: 'document',
          id: documentId,
          scopeId: caseFileId,
          body: { ...document, state: 'retracted', stateReason: 'Ablegen zurückgenommen', isUnfiled: true },
        },
        ...pages.map((page): RecordWrite => ({ kind: 'page', id: page.id, scopeId: caseFileId, body: null })),
      ],
      [
        { scopeId: caseFileId, action: 'document.filingTakenBack', targetKind: 'document', targetId: documentId },
        { scopeId: inboxId, action: 'inboxItem.reopened', targetKind: 'inboxItem', targetId: itemId },
      ],
    );
  },
  label: () => 'Ablegen zurückgenommen',
});

/** Hands a letter on to another Postkorb with a remark. */
export const forwardInboxItem = defineCommand({
  name: 'forwardInboxItem',
  input: z.object({
    inboxId: idSchema,
    itemId: idSchema,
    targetInboxId: idSchema,
    newItemId: idSchema,
    remark: z.string().trim().max(500).nullable(),
  }),
  mode: 'offline-safe',
  needs: (args) => [
    { scopeId: args.inboxId, level: 'write' },
    { scopeId: args.targetInboxId, level: 'deliver' },
  ],
  *decide(args, context) {
    const { inboxId, itemId, targetInboxId, newItemId, remark } = args;
    if (inboxId === targetInboxId) return refused('invalid', 'Das Schreiben liegt schon in diesem Postkorb.');
    const item = yield* readRecord('inboxItem', inboxId, itemId);
    if (!item) return missingItem;
    if (item.state !== 'open') {
      return refused('changedMeanwhile', 'Das Schreiben ist schon abgelegt oder weitergeleitet.', {
        by: item.doneBy,
        at: item.doneAt,
      });
    }
    const version = yield* readRecord('version', inboxId, item.versionId);
    if (!version) return refused('notFound', 'Zu diesem Eingang fehlt der Inhalt.');
    const pages = yield* readChildren('page', inboxId, item.versionId);
    const newVersionId = versionIdOf(newItemId);
    const { claimedBy: _, claimedAt: __, ...letter } = item;
    const done = { state: 'forwarded' as const, doneAt: context.at, doneBy: context.actorId };
    const forwardedTo = { inboxId: targetInboxId, itemId: newItemId };
    return accepted(
      [
        { kind: 'inboxItem', id: itemId, scopeId: inboxId, body: { ...item, ...done, forwardedTo } },
        ...pages.map((page): RecordWrite => ({ kind: 'page', id: page.id, scopeId: inboxId, body: null })),
        {
          kind: 'inboxItem',
          id: newItemId,
          scopeId: targetInboxId,
          body: { ...letter, versionId: newVersionId, source: 'forwarded', remark, forwardedBy: context.actorId },
        },
        { kind: 'version', id: newVersionId, scopeId: targetInboxId, body: { ...version, ownerId: newItemId } },
        ...pageWrites(targetInboxId, newVersionId, textsInOrder(pages.map((page) => page.body))),
      ],
      [
        { scopeId: inboxId, action: 'inboxItem.forwarded', targetKind: 'inboxItem', targetId: itemId },
        { scopeId: targetInboxId, action: 'inboxItem.received', targetKind: 'inboxItem', targetId: newItemId },
      ],
    );
  },
  *inverse(args) {
    const { inboxId, itemId, targetInboxId, newItemId } = args;
    return { name: 'withdrawForward', args: { inboxId, itemId, targetInboxId, newItemId } };
  },
  label: () => 'Weiterleiten',
});

/** Fetches a forwarded letter back as long as nobody has worked on it there. */
export const withdrawForward = defineCommand({
  name: 'withdrawForward',
  input: z.object({ inboxId: idSchema, itemId: idSchema, targetInboxId: idSchema, newItemId: idSchema }),
  mode: 'offline-safe',
  needs: (args) => [
    { scopeId: args.inboxId, level: 'write' },
    { scopeId: args.targetInboxId, level: 'deliver' },
  ],
  *decide(args, context) {
    const { inboxId, itemId, targetInboxId, newItemId } = args;
    const item = yield* readRecord('inboxItem', inboxId, itemId);
    if (!item) return missingItem;
    if (item.forwardedTo?.itemId !== newItemId || item.forwardedTo.inboxId !== targetInboxId) {
      return refused('changedMeanwhile', 'Das Weiterleiten wurde schon zurückgenommen.');
    }
    const there = yield* readRecord('inboxItem', targetInboxId, newItemId);
    if (context.knows(targetInboxId) && there?.state !== 'open') {
      return refused('changedMeanwhile', 'Das Schreiben wurde im anderen Postkorb schon bearbeitet.', {
        by: there?.doneBy,
        at: there?.doneAt,
      });
    }
    const pages = there ? yield* readChildren('page', targetInboxId, there.versionId) : [];
    const texts = textsInOrder(pages.map((page) => page.body));
    return accepted(
      [
        {
          kind: 'inboxItem',
          id: itemId,
          scopeId: inboxId,
          body: { ...item, state: 'open', doneAt: null, doneBy: null, forwardedTo: null },
        },
        ...pageWrites(inboxId, item.versionId, texts),
        { kind: 'inboxItem', id: newItemId, scopeId: targetInboxId, body: null },
        ...pages.map((page): RecordWrite => ({ kind: 'page', id: page.id, scopeId: targetInboxId, body: null })),
      ],
      [
        { scopeId: inboxId, action: 'inboxItem.forwardWithdrawn', targetKind: 'inboxItem', targetId: itemId },
        { scopeId: targetInboxId, action: 'inboxItem.withdrawn', targetKind: 'inboxItem', targetId: newItemId },
      ],
    );
  },
  label: () => 'Weiterleiten zurückgenommen',
});

/** Page records to texts by page number; gaps (pages without text) are empty. */
export function textsInOrder(pages: { number: number; text: string }[]): string[] {
  const texts: string[] = [];
  for (const page of pages) texts[page.number - 1] = page.text;
  return Array.from(texts, (text) => text ?? '');
}
