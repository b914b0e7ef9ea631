import { germanDay } from '../../core/domain/moments.ts';
import { isId } from '../../core/domain/id-text.ts';
import type { Id } from '../../core/domain/ids.ts';
import { type HistoryLine, listHistory } from '../../db/queries/document-detail.ts';
import { listPersons } from '../../db/queries/case-cover.ts';
import type { ReadableDb } from '../../db/sql.ts';

const names: Record<string, string> = {
  ...{
    title: 'Bezeichnung der Akte',
    state: 'Stand',
    stateReason: 'Grund dafür',
    approvedFrom: 'Bewilligt ab',
    approvedUntil: 'Bewilligt bis',
  },
  workerId: 'Zuständig',
  ...{ street: 'Straße', postcode: 'Postleitzahl', place: 'Ort', phone: 'Telefon', mail: 'E-Mail' },
  ...{ familyName: 'Familienname', givenName: 'Vorname', birthDate: 'Geburtsdatum' },
  ...{ customerNumber: 'Kundennummer', relation: 'Stellung' },
};
const days = new Set(['approvedFrom', 'approvedUntil', 'birthDate']);
const stateWords: Record<string, string> = { running: 'laufend', closed: 'geschlossen' };
const also = 'also/';

export type CoverFieldWords = {
  field(field: string): string;
  value(field: string, value: string | null): string | null;
};

/** Fields of a cover as people call them ("Telefon", "Familienname von Anna Petersen"), and their values. */
export function coverFieldWords(db: ReadableDb, caseFileId: Id): CoverFieldWords {
  const persons = new Map(listPersons(db, caseFileId).map((person) => [person.id as string, person]));
  const nameOf = (field: string): string => {
    const [part = '', name = ''] = field.split('/');
    if (!isId(part)) return names[name] ?? field;
    const person = persons.get(part);
    const who = person ? `${person.givenName} ${person.familyName}` : 'einer Person';
    return `${names[name] ?? name} von ${who}`;
  };
  return {
    field: (field) => (field.startsWith(also) ? `${nameOf(field.slice(also.length))}, auch angegeben` : nameOf(field)),
    value: (field, value) => {
      const name = field.split('/').at(-1) ?? '';
      if (value === null) return null;
      return days.has(name) && value !== ''
        ? germanDay(value)
        : name === 'state'
          ? (stateWords[value] ?? value)
          : value;
    },
  };
}

/** What was changed on a cover, in words, newest first. */
export function readableCoverHistory(db: ReadableDb, caseFileId: Id): HistoryLine[] {
  const words = coverFieldWords(db, caseFileId);
  return listHistory(db, caseFileId, caseFileId).map((line) => ({
    ...line,
    field: words.field(line.field),
    oldValue: words.value(line.field, line.oldValue),
    newValue: words.value(line.field, line.newValue),
  }));
}
