import type { OutputOf } from '../../shared/backend.tsx';

export type CaseCover = OutputOf<'caseFiles', 'cover'>;
export type CaseRow = OutputOf<'caseFiles', 'list'>['rows'][number];
export type DocumentRow = OutputOf<'documents', 'list'>['rows'][number];
export type NoteRow = OutputOf<'notes', 'list'>['rows'][number];

export const kindNames: Record<CaseRow['kind'], string> = {
  benefit: 'Leistungsakte',
  integration: 'Eingliederungsakte',
  objection: 'Widerspruchsakte',
  maintenance: 'Unterhaltsakte',
};

export const stateNames: Record<CaseRow['state'], string> = { running: 'laufend', closed: 'geschlossen' };

/** `Petersen, Anna` as it stands on a file: `PETERSEN, Anna`. */
export function nameOnFile(title: string): string {
  const [family, ...rest] = title.split(', ');
  return rest.length === 0 ? title : [family?.toLocaleUpperCase('de'), ...rest].join(', ');
}

/** Sheet numbers of a document: `12`, `12–17`. */
export function sheetWords({ sheetFrom, sheetTo }: Pick<DocumentRow, 'sheetFrom' | 'sheetTo'>): string {
  return sheetFrom === sheetTo ? String(sheetFrom) : `${sheetFrom}–${sheetTo}`;
}
