import { germanDay } from '../../core/domain/moments.ts';
import { asId, type Id } from '../../core/domain/ids.ts';
import { caseFileHead } from '../../db/queries/case-files.ts';
import type { HistoryLine } from '../../db/queries/document-detail.ts';
import { keywordNames } from '../../db/queries/names.ts';
import type { ReadableDb } from '../../db/sql.ts';

/** German names of the fields a document has. */
export const fieldWords: Record<string, string> = {
  title: 'Titel',
  letterDate: 'Datum des Schreibens',
  receivedDate: 'Eingangsdatum',
  sender: 'Absender',
  direction: 'Richtung',
  keywords: 'Schlagwörter',
  state: 'Zustand',
  caseFile: 'Akte',
};

/** A second value that did not come to stand: two filed the same letter. */
const alsoGiven = 'also/';

/** What a line of the history is about: "Titel", and "Titel, auch angegeben" for a value beside the one that stands. */
function lineWords(field: string): string {
  if (!field.startsWith(alsoGiven)) return fieldWords[field] ?? field;
  return `${lineWords(field.slice(alsoGiven.length))}, auch angegeben`;
}

const valueWords: Record<string, string> = {
  incoming: 'Eingang',
  outgoing: 'Ausgang',
  internal: 'intern',
  filed: 'abgelegt',
  moved: 'in eine andere Akte verschoben',
  retracted: 'zurückgenommen',
};

/** History as it may be read: fields, days, keywords and files by their German names. */
export function readableHistory(db: ReadableDb, lines: readonly HistoryLine[]): HistoryLine[] {
  const keywords = keywordNames(db);
  return lines.map((line) => ({
    ...line,
    field: lineWords(line.field),
    oldValue: readableValue(db, keywords, line.field, line.oldValue),
    newValue: readableValue(db, keywords, line.field, line.newValue),
  }));
}

/** One value of a field in words; null stays null. */
export function readableValue(
  db: ReadableDb,
  keywords: Map<Id, string>,
  field: string,
  value: string | null,
): string | null {
  if (value === null) return null;
  switch (field.startsWith(alsoGiven) ? field.slice(alsoGiven.length) : field) {
    case 'letterDate':
    case 'receivedDate':
      return germanDay(value);
    case 'direction':
    case 'state':
      return valueWords[value] ?? value;
    case 'keywords':
      return value
        .split(' ')
        .filter((word) => word !== '')
        .map((keywordId) => keywords.get(keywordId as Id) ?? 'unbekanntes Schlagwort')
        .join(', ');
    case 'caseFile': {
      const caseFile = caseFileHead(db, asId(value));
      return caseFile ? `${caseFile.title} (${caseFile.fileNumber})` : 'Akte, die nicht auf diesem Gerät ist';
    }
    default:
      return value;
  }
}
