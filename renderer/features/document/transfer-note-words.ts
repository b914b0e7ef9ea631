import type { OutputOf } from '../../shared/backend.tsx';
import { formatMoment } from '../../shared/format.ts';

export type ShownNote = OutputOf<'content', 'transferNote'>;
type Note = NonNullable<ShownNote['note']>;

const sources: Record<Note['source'], string> = {
  folder: 'aus dem Ordner des Scanners',
  upload: 'an der Scanstelle eingereicht',
  command: 'durch die Verwaltung eingereicht',
  mail: 'aus dem E-Mail-Postfach',
  fachverfahren: 'aus dem Fachverfahren',
  branchOffice: 'in der Außenstelle gescannt',
};

const colourWords: Record<NonNullable<Note['colour']>, string> = {
  colour: 'farbig',
  grey: 'Graustufen',
  blackWhite: 'schwarz-weiß',
};

const stepWords: Record<Note['steps'][number]['step'], string> = {
  split: 'aus dem Stapel getrennt',
  blankDropped: 'leere Rückseiten entfernt',
  turned: 'aufrecht gedreht',
  straightened: 'gerade gerückt',
  recognised: 'Text erkannt',
  corrected: 'an der Scanstelle berichtigt',
  rearranged: 'im Postkorb geteilt oder zusammengefügt',
};

const stepText = ({ step, isByHand }: Note['steps'][number]): string =>
  isByHand ? 'an der Scanstelle von Hand gedreht' : stepWords[step];

/** The note in rows, as the form of a Transfervermerk has them; what is not known has no row. */
export function noteRows({ note, takenByName }: ShownNote): [name: string, value: string][] {
  if (!note) return [];
  const { original, pages, resolution, steps, confidence } = note;
  const rows: [string, string | null][] = [
    ['Übernommen', `${formatMoment(note.takenAt)}, ${note.station}`],
    ['Durch', takenByName ?? sources[note.source]],
    ['Eingegangene Datei', note.fileName],
    ['Seiten', pagesWords(pages, original.pageCount)],
    ['Auflösung', resolution === null ? null : `${resolution} dpi`],
    ['Farbe', note.colour === null ? null : colourWords[note.colour]],
    ['Bearbeitung', steps.length === 0 ? 'keine' : steps.map(stepText).join(', ')],
    ['Texterkennung', confidence === null ? null : `zu ${Math.round(confidence)} % sicher`],
    ['Prüfsumme der Datei', original.sha256],
    ['Prüfsumme des Dokuments', note.resultSha256],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value] as [string, string]]));
}

function pagesWords(pages: readonly number[], pageCount: number | null): string {
  const [first, last] = [pages[0], pages.at(-1)];
  const isRun = pages.every((page, index) => page === (first ?? 0) + index);
  const named = pages.length <= 1 ? `${first ?? '–'}` : isRun ? `${first}–${last}` : pages.join(', ');
  return pageCount === null ? named : `${named} von ${pageCount} des Stapels`;
}

/** How far the visual check is: open, or who confirmed it and when. */
export function checkWords({ note, checkedByName }: ShownNote): string {
  const { state, at } = note?.visualCheck ?? { state: 'open', at: null };
  if (state === 'open') return 'Offen. Bitte vergleichen Sie das Dokument mit dem Papier oder dem Stapel.';
  return `Bestätigt am ${at ? formatMoment(at) : '–'}${checkedByName ? ` durch ${checkedByName}` : ''}: vollständig und lesbar.`;
}
