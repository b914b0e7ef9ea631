import type { Id } from '../../../core/domain/ids.ts';
import type { InputOf, OutputOf } from '../../shared/backend.tsx';
import { formatCount, formatNumberOf } from '../../shared/format.ts';

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

/** How much of a file taken along is here: `38 von 52 Dokumenten auf diesem Gerät, 14 fehlen.` */
export function takenAlongWords(here: number, documents: number): string {
  if (documents === 0) return 'Mitgenommen. Die Akte hat noch keine Dokumente.';
  if (here >= documents) return 'Mitgenommen: Alle Dokumente sind auf diesem Gerät, auch ohne Verbindung lesbar.';
  const missing = documents - here;
  const ofAll = `${formatCount(here)} von ${formatNumberOf(documents, 'Dokument', 'Dokumenten')}`;
  return `${ofAll} auf diesem Gerät, ${formatCount(missing)} ${missing === 1 ? 'fehlt' : 'fehlen'}.`;
}

/** Why files taken along cannot come whole, and what helps. */
export const shortageWords: Record<'limit' | 'disk', string> = {
  limit:
    'Der Platz, den Aktenpult auf diesem Gerät nutzen darf, reicht dafür nicht. Unter „Einstellungen“ können Sie mehr Platz erlauben oder andere Akten nicht mehr mitnehmen.',
  disk: 'Auf diesem Gerät ist nicht genug Platz frei. Bitte schaffen Sie Platz oder nehmen Sie andere Akten nicht mehr mit.',
};

/** The list of all documents of a file, as it stands there when the file is opened. */
export function wholeFile(caseFileId: Id): InputOf<'documents', 'list'> {
  return { caseFileId, registerId: null, keywordId: null, filter: null, showRetracted: false };
}
