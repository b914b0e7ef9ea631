import type { CommandArgs } from '../../core/commands/registry.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { caseFileHead } from '../../db/queries/case-files.ts';
import { keywordNames, workerNames } from '../../db/queries/names.ts';
import { listOverlaps, type Overlap } from '../../db/queries/overlaps.ts';
import { readRecord } from '../../db/records.ts';
import { mayInScope } from '../../db/scopes.ts';
import { fieldWords, readableValue } from '../documents/history-words.ts';
import { type OpenDesk, perform, viewerOf } from '../context.ts';
import type { Action, ActionName } from './actions.ts';
import type { FieldInWords } from './content-words.ts';
import { whenInWords } from './refusal-words.ts';

type Document = BodyOf<'document'>;

/** What the worker did at the same time as somebody else and what does not stand, until she has seen it or puts it in. */
export function ownOverlaps(desk: OpenDesk) {
  return listOverlaps(desk.store.db, viewerOf(desk)).map((overlap) => {
    const { caseFileId } = overlap;
    const head = mayRead(desk, caseFileId) ? caseFileHead(desk.store.db, caseFileId) : null;
    return {
      clarificationId: overlap.id,
      kind: 'overlap' as const,
      byName: null,
      commandName: overlap.cause,
      label: labels[overlap.cause],
      at: overlap.ownAt,
      refusedAt: overlap.byAt,
      code: 'overlap',
      message: messageOf(desk, overlap),
      caseFileId: head ? caseFileId : null,
      caseTitle: head?.title ?? null,
      content: contentOf(desk, overlap),
      actions: actionsOf(desk, overlap),
    };
  });
}

const labels: Record<Overlap['cause'], string> = { filedAgain: 'Ablegen', detailsChanged: 'Angaben geändert' };

const mayRead = (desk: OpenDesk, scopeId: Id) => mayInScope(desk.store.db, scopeId, 'read', desk.now());

/** The document as it is now, as far as she may see it. */
function documentOf(desk: OpenDesk, { caseFileId, targetId }: Overlap): Document | null {
  return mayRead(desk, caseFileId) ? readRecord(desk.store.db, 'document', caseFileId, targetId) : null;
}

function messageOf(desk: OpenDesk, overlap: Overlap): string {
  const viewer = viewerOf(desk);
  const { byId, byAt, cause } = overlap;
  const who = byId === viewer.workerId ? 'Sie haben' : `${workerNames(desk.store.db)(byId)} hat`;
  const when = whenInWords(byAt, viewer.now);
  if (cause === 'filedAgain') {
    return `${who} dasselbe Schreiben ${when} in diese Akte abgelegt. Abweichende Angaben von Ihnen gelten nicht, sie stehen im Verlauf.`;
  }
  const document = documentOf(desk, overlap);
  const what = document ? ` von „${document.title}“` : ' eines Dokuments';
  return `${who} die Angaben${what} ${when} geändert, ohne Ihre Änderung zu kennen. Beide stehen im Verlauf.`;
}

/** Hers, and beside it what stands now. */
function contentOf(desk: OpenDesk, overlap: Overlap): FieldInWords[] {
  const { db } = desk.store;
  const keywords = keywordNames(db);
  const document = documentOf(desk, overlap) as Record<string, unknown> | null;
  const say = (field: string, value: unknown) =>
    readableValue(db, keywords, field, typeof value === 'string' && value !== '' ? value : null) ?? '–';
  return Object.entries(overlap.values).flatMap(([field, value]) => {
    const words = fieldWords[field] ?? field;
    const own = { field: words, value: say(field, value) };
    return document ? [own, { field: `${words}, gilt`, value: say(field, document[field]) }] : [own];
  });
}

function actionsOf(desk: OpenDesk, overlap: Overlap): Action[] {
  const seen: Action = { action: 'acknowledge', label: 'Zur Kenntnis genommen' };
  return changeToOwn(desk, overlap) ? [seen, { action: 'useOwn', label: 'Meine Angaben einsetzen' }] : [seen];
}

/** The command that puts in what she had given; null when it stands already or she may not. */
function changeToOwn(desk: OpenDesk, overlap: Overlap): CommandArgs<'setDocumentDetails'> | null {
  const { caseFileId, targetId: documentId, values } = overlap;
  const document = documentOf(desk, overlap);
  if (!document || document.state === 'moved') return null;
  if (!mayInScope(desk.store.db, caseFileId, 'write', desk.now())) return null;
  const fields = Object.keys(values) as (keyof Document & string)[];
  const differing = fields.filter((field) => (document[field] ?? '') !== values[field]);
  if (differing.length === 0) return null;
  const before = Object.fromEntries(differing.map((field) => [field, document[field]]));
  const after = Object.fromEntries(differing.map((field) => [field, values[field] || null]));
  return { caseFileId, documentId, before, after } as CommandArgs<'setDocumentDetails'>;
}

/** Settles an overlap; false when the id names none. */
export function settleOverlap(desk: OpenDesk, overlapId: Id, action: ActionName): boolean {
  const overlap = listOverlaps(desk.store.db, viewerOf(desk)).find(({ id }) => id === overlapId);
  if (!overlap) return false;
  if (!actionsOf(desk, overlap).some((offered) => offered.action === action)) {
    throw new AppError('conflict', 'Das ist inzwischen nicht mehr möglich. Bitte die Ansicht neu öffnen.');
  }
  const change = action === 'useOwn' ? changeToOwn(desk, overlap) : null;
  if (change) perform(desk, 'setDocumentDetails', change);
  perform(desk, 'acknowledgeOverlap', { workerId: viewerOf(desk).workerId, overlapId });
  desk.changes.tell('clarifications', {});
  return true;
}
