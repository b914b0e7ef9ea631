import { changeCover } from '../../core/commands/cover.ts';
import { fieldsOfWords, fieldsOfCover } from '../../core/commands/cover-parts.ts';
import { germanDay, dayOf } from '../../core/domain/moments.ts';
import { isId } from '../../core/domain/id-text.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { StoredClarification } from '../../db/clarifications.ts';
import { listPersons } from '../../db/queries/case-cover.ts';
import { findDocument } from '../../db/queries/document-detail.ts';
import { filedFromInbox } from '../../db/queries/filed-letters.ts';
import { workerNames } from '../../db/queries/names.ts';
import { readRecord } from '../../db/records.ts';
import { mayInScope } from '../../db/scopes.ts';
import { coverFieldWords } from '../case-files/cover-words.ts';
import { type OpenDesk, viewerOf } from '../context.ts';
import { contentWords, type FieldInWords } from './content-words.ts';
import { postStanding } from './post-words.ts';

type Refusal = Pick<StoredClarification, 'name' | 'args' | 'details'>;
type Named = Record<'caseFileId' | 'documentId' | 'itemId' | 'followUpId' | 'noteId', Id | null>;

/**
 * What stands in the place of what was not taken over, in the same words, so that both lie beside each other. Empty where nothing of
 * it is on this desk or the worker may not read it.
 */
export function standingWords(desk: OpenDesk, refusal: Refusal): FieldInWords[] {
  const post = postStanding(desk, refusal.args);
  if (post) return post;
  const { caseFileId, documentId, itemId, followUpId, noteId } = named(refusal.args);
  const filed = refusal.details as { filedCaseFileId?: Id | null };
  if (itemId && filed.filedCaseFileId) return letterWords(desk, filed.filedCaseFileId, itemId);
  if (!caseFileId || !mayRead(desk, caseFileId)) return [];
  if (refusal.name === changeCover.name) return coverNow(desk, refusal.args);
  if (followUpId) return followUpWords(desk, caseFileId, followUpId);
  if (noteId) return noteWords(desk, caseFileId, noteId);
  return documentId ? documentWords(desk, caseFileId, documentId) : [];
}

const mayRead = (desk: OpenDesk, scopeId: Id): boolean => mayInScope(desk.store.db, scopeId, 'read', desk.now());

/** The ids a command names, as far as they are some: a newer version may have another shape. */
function named(args: unknown): Named {
  const given = (typeof args === 'object' && args !== null ? args : {}) as Record<string, unknown>;
  const idOf = (name: string): Id | null => (isId(given[name]) ? (given[name] as Id) : null);
  return {
    ...{ caseFileId: idOf('caseFileId'), documentId: idOf('documentId'), itemId: idOf('itemId') },
    ...{ followUpId: idOf('followUpId'), noteId: idOf('noteId') },
  };
}

function letterWords(desk: OpenDesk, caseFileId: Id, itemId: Id): FieldInWords[] {
  const documentId = mayRead(desk, caseFileId) ? filedFromInbox(desk.store.db, caseFileId, itemId) : null;
  return documentId ? documentWords(desk, caseFileId, documentId) : [];
}

function documentWords(desk: OpenDesk, caseFileId: Id, documentId: Id): FieldInWords[] {
  const { db } = desk.store;
  const document = findDocument(db, viewerOf(desk), caseFileId, documentId);
  const record = document && readRecord(db, 'document', caseFileId, documentId);
  if (!document || !record) return [];
  const { title, letterDate, receivedDate, sender, direction, isProtected, filedBy, filedAt } = record;
  const keywordIds = document.keywordLinks.map(({ keywordId }) => keywordId);
  const words = { caseFileId, title, keywordIds, letterDate, receivedDate, sender, direction, isProtected };
  const filed = { field: 'Abgelegt', value: `${workerNames(db)(filedBy)}, ${germanDay(dayOf(filedAt))}` };
  const gone = record.state === 'filed' ? [] : [{ field: 'Stand', value: goneWords[record.state] }];
  return [...contentWords(db, words), filed, ...gone];
}
const goneWords = { retracted: 'zurückgenommen', moved: 'in eine andere Akte verschoben' } as const;

function followUpWords(desk: OpenDesk, caseFileId: Id, followUpId: Id): FieldInWords[] {
  const { db } = desk.store;
  const followUp = readRecord(db, 'followUp', caseFileId, followUpId);
  if (!followUp) return [];
  const { dueOn, subject, workerId, completedAt, completedBy, cancelReason } = followUp;
  const ended = cancelReason ? 'aufgehoben' : 'erledigt';
  const by = completedBy ? ` von ${workerNames(db)(completedBy)}` : '';
  const state = completedAt ? [{ field: 'Stand', value: `${ended}${by} am ${germanDay(dayOf(completedAt))}` }] : [];
  return [...contentWords(db, { subject, dueOn, ...(workerId ? { workerId } : {}) }), ...state];
}

function noteWords(desk: OpenDesk, caseFileId: Id, noteId: Id): FieldInWords[] {
  const note = readRecord(desk.store.db, 'note', caseFileId, noteId);
  if (!note) return [];
  const gone = note.retractedAt ? [{ field: 'Stand', value: 'zurückgenommen' }] : [];
  return [...contentWords(desk.store.db, { text: note.text }), ...gone];
}

/** Of a cover only the fields that were to be changed. */
function coverNow({ store: { db } }: OpenDesk, args: unknown): FieldInWords[] {
  const parsed = changeCover.input.safeParse(args);
  if (!parsed.success) return [];
  const { caseFileId, after } = parsed.data;
  const caseFile = readRecord(db, 'caseFile', caseFileId, caseFileId);
  if (!caseFile) return [];
  const household = caseFile.householdId ? readRecord(db, 'household', caseFileId, caseFile.householdId) : null;
  const persons = listPersons(db, caseFileId).flatMap(({ id }) => {
    const body = readRecord(db, 'person', caseFileId, id);
    return body ? [{ id, body }] : [];
  });
  const standing = fieldsOfCover({ caseFile, household, persons });
  const words = coverFieldWords(db, caseFileId);
  return [...fieldsOfWords(after).keys()].map((field) => ({
    field: words.field(field),
    value: words.value(field, standing.get(field) ?? null) || '–',
  }));
}
