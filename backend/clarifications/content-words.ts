import { changeCover } from '../../core/commands/cover.ts';
import { fieldsOfWords } from '../../core/commands/cover-parts.ts';
import { dayOf, germanDay } from '../../core/domain/moments.ts';
import { isId } from '../../core/domain/id-text.ts';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { caseFileHead } from '../../db/queries/case-files.ts';
import { documentTitle } from '../../db/queries/document-detail.ts';
import { keywordNames, workerNames } from '../../db/queries/names.ts';
import { readRecord } from '../../db/records.ts';
import type { ReadableDb } from '../../db/sql.ts';
import { coverFieldWords } from '../case-files/cover-words.ts';
import { postContent } from './post-words.ts';
import { fieldWords, readableValue } from '../documents/history-words.ts';

export type FieldInWords = { field: string; value: string };

/** What a worker wrote or chose in a command, field by field in German, in the order of the form. Ids that mean nothing to people are left out. */
export function contentWords(db: ReadableDb, args: unknown): FieldInWords[] {
  const given = coverContent(db, args) ?? postContent(db, args);
  if (given) return given;
  try {
    return fieldByField(db, args);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return textsIn(args);
  }
}

/** What a newer version of the program wrote in another shape: its texts, as they are. */
function textsIn(args: unknown): FieldInWords[] {
  if (typeof args === 'string') return isId(args) || args.trim() === '' ? [] : [{ field: 'Angabe', value: args }];
  return typeof args === 'object' && args !== null ? Object.values(args).flatMap(textsIn) : [];
}

function fieldByField(db: ReadableDb, args: unknown): FieldInWords[] {
  const flat = flatten(args as Record<string, unknown>);
  const words = fieldsInWords(db, flat);
  return Object.entries(words).flatMap(([name, field]) => {
    const value = flat[name];
    const text = value === undefined || value === null ? null : field.say(value);
    return text ? [{ field: field.label, value: text }] : [];
  });
}

/** What was given for a cover; null when it is about something else. */
function coverContent(db: ReadableDb, args: unknown): FieldInWords[] | null {
  const parsed = changeCover.input.safeParse(args);
  if (!parsed.success) return null;
  const { caseFileId, after } = parsed.data;
  const words = coverFieldWords(db, caseFileId);
  const head = caseFileHead(db, caseFileId);
  const given = [...fieldsOfWords(after)].map(([field, value]) => ({
    field: words.field(field),
    value: words.value(field, value) || '–',
  }));
  return head ? [{ field: 'Akte', value: `${head.title} (${head.fileNumber})` }, ...given] : given;
}

/** Filing, changed details and the file itself stand inside; here all fields stand side by side. */
function flatten(args: Record<string, unknown>): Record<string, unknown> {
  const { filing, after, content, ...rest } = args as Record<string, Record<string, unknown> | undefined>;
  return { ...rest, ...filing, ...after, ...(content ? { fileName: content.fileName } : {}) };
}

type Titled = { title?: string; filing?: { title: string } };

/** What several letters or documents in one act are called. */
const titlesOf = (several: unknown): string =>
  (several as Titled[]).flatMap(({ title, filing }) => filing?.title ?? title ?? []).join('; ');

type Field = { label: string; say: (value: unknown) => string | null };

function fieldsInWords(db: ReadableDb, flat: Record<string, unknown>): Record<string, Field> {
  const nameOf = workerNames(db);
  const keywords = keywordNames(db);
  const text = (label: string): Field => ({ label, say: (value) => String(value) });
  const document = (field: string): Field => ({
    label: fieldWords[field] ?? field,
    say: (value) => readableValue(db, keywords, field, String(value)),
  });
  const flag = (label: string): Field => ({ label, say: (value) => (value === true ? 'ja' : null) });
  const caseFile = (label: string): Field => ({
    label,
    say: (value) => {
      const head = caseFileHead(db, value as Id);
      return head ? `${head.title} (${head.fileNumber})` : 'Akte, die nicht auf diesem Gerät ist';
    },
  });
  const worker = (label: string): Field => ({ label, say: (value) => nameOf(value as Id) });
  const moment = (label: string): Field => ({ label, say: (value) => germanDay(dayOf(String(value))) });
  const names = (value: unknown) =>
    (value as Id[]).map((keywordId) => keywords.get(keywordId) ?? 'unbekanntes Schlagwort').join(', ');
  return {
    caseFileId: caseFile('Akte'),
    toCaseFileId: caseFile('Zielakte'),
    targetInboxId: {
      label: 'An Postkorb',
      say: (value) => readRecord(db, 'inbox', houseScopeId, value as Id)?.name ?? 'anderer Postkorb',
    },
    documentId: {
      label: 'Dokument',
      say: (value) => (flat.caseFileId ? documentTitle(db, flat.caseFileId as Id, value as Id) : null),
    },
    letters: { label: 'Schreiben', say: titlesOf },
    documents: { label: 'Dokumente', say: titlesOf },
    fileName: text('Datei'),
    title: document('title'),
    keywordIds: { label: 'Schlagwörter', say: names },
    add: { label: 'Schlagwörter dazu', say: names },
    removeLinks: { label: 'Schlagwörter entfernt', say: (value) => String((value as unknown[]).length || '') },
    letterDate: document('letterDate'),
    receivedDate: document('receivedDate'),
    sender: document('sender'),
    direction: document('direction'),
    isProtected: flag('Besonders geschützt'),
    text: text('Vermerk'),
    isPhoneCall: flag('Telefonat'),
    isPinned: flag('Angeheftet'),
    dueOn: { label: 'Wiedervorlage am', say: (value) => germanDay(String(value)) },
    subject: text('Betreff'),
    workerId: worker('Zu erledigen von'),
    absentWorkerId: worker('Abwesend'),
    substituteWorkerId: worker('Vertretung'),
    from: moment('Von'),
    to: moment('Bis'),
    reason: text('Grund'),
    remark: text('Bemerkung'),
  };
}
