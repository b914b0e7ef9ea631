import type { OutputOf } from '../../shared/backend.tsx';
import { formatCount, formatNumberOf } from '../../shared/format.ts';

import type { Detail } from './correction.ts';

export type Overview = OutputOf<'station', 'overview'>;
export type StackRow = Overview['stacks'][number];

const stateTitles: Record<StackRow['state'], string> = {
  needsLook: 'Bitte ansehen',
  failed: 'Fehlerhaft',
  inWork: 'In Arbeit',
  waiting: 'Wartet',
  done: 'Erledigt',
  returned: 'Zurückgegeben',
};
const order = Object.keys(stateTitles);

/** The heading of a state in the list. */
export const stateTitle = ({ state }: StackRow): string => stateTitles[state];

/** What needs somebody comes first; within a state the newest. */
export function inOrder(stacks: readonly StackRow[]): StackRow[] {
  return stacks.toSorted(
    (left, right) =>
      order.indexOf(left.state) - order.indexOf(right.state) || right.takenAt.localeCompare(left.takenAt),
  );
}

/** How far a stack is: "Seite 12 von 40", "8 Schreiben, 40 Seiten". */
export function progressWords({ state, pagesDone, pageCount, documentCount }: StackRow): string {
  if (state === 'inWork')
    return pageCount === null ? 'wird geöffnet' : `Seite ${pagesDone} von ${formatCount(pageCount)}`;
  if (pageCount === null || state === 'waiting') return '';
  return `${formatNumberOf(documentCount, 'Schreiben', 'Schreiben')}, ${formatNumberOf(pageCount, 'Seite', 'Seiten')}`;
}

/** What is to be done, and what was done today, in one line. */
export function headWords({ counts }: Overview): string {
  const parts = [
    counts.needsLook > 0 ? `${formatCount(counts.needsLook)} ansehen` : null,
    counts.failed > 0 ? `${formatCount(counts.failed)} fehlerhaft` : null,
    counts.inWork > 0 ? `${formatCount(counts.inWork)} in Arbeit` : null,
    counts.waiting > 0 ? `${formatCount(counts.waiting)} wartend` : null,
    `heute ${formatNumberOf(counts.filesToday, 'Datei', 'Dateien')}, ${formatNumberOf(counts.pagesToday, 'Seite', 'Seiten')}, ${formatNumberOf(counts.documentsToday, 'Schreiben', 'Schreiben')} zugestellt`,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** "1 nicht zugeordnet": letters of a stack that lie in the basket of a team because nobody knows whose they are. */
export const unassignedWords = ({ unassignedCount }: StackRow): string =>
  unassignedCount > 0 ? `${formatCount(unassignedCount)} nicht zugeordnet` : '';

/** "Nicht zugeordnet, 2 mögliche Akten: BG-Nummer auf Seite 1, oben; …" */
export function candidateWords({ candidates }: NonNullable<Detail['documents'][number]['unassigned']>): string {
  if (candidates.length === 0) return 'Nicht zugeordnet, Akte unbekannt';
  const finds = [...new Set(candidates.map(({ explanation }) => explanation))].join('; ');
  return `Nicht zugeordnet, ${formatNumberOf(candidates.length, 'mögliche Akte', 'mögliche Akten')}: ${finds}`;
}

/** In whose basket letters lie that are not assigned: one sentence for each team, naming its stations where there are several teams. */
export function basketWords(stations: Overview['stations']): string[] {
  const byTeam = new Map<string, { names: string[]; words: string }>();
  for (const { name, basket } of stations) {
    if (!basket) continue;
    const rest = basket.isChosen ? '' : ', wenn die möglichen Akten nicht alle bei einem anderen Team liegen';
    const words = `in den Korb des Teams „${basket.teamName}“${rest}`;
    const found = byTeam.get(words) ?? { names: [], words };
    if (!found.names.includes(name)) found.names.push(name);
    byTeam.set(words, found);
  }
  const all = [...byTeam.values()];
  return all.map(({ names, words }) => {
    const from = all.length > 1 ? ` von ${names.map((name) => `„${name}“`).join(', ')}` : '';
    return `Nicht zugeordnete Schreiben${from} gehen ${words}.`;
  });
}

/** The station of files handed in by hand where no other is chosen. */
export const ownStation = 'Eingereicht';

/** Stations that files may be handed in for: those there are, without print folders, and the one chosen last. */
export function uploadStations(stations: Overview['stations'], chosen: string): string[] {
  const known = stations.flatMap(({ name, isNotices }) => (isNotices ? [] : [name]));
  return [...new Set([ownStation, ...known, chosen])];
}

const useWords = {
  document: null,
  blank: 'leer',
  separator: 'Trennblatt',
  coverSheet: 'Deckblatt',
  discarded: 'aussortiert',
} as const;

/** What a page is when it is in no document: "leer", "Deckblatt"; null for one that is in a document. */
export function pageUse({ pages }: Detail, page: number): string | null {
  const found = pages.find((one) => one.page === page);
  return found ? useWords[found.use] : null;
}

const doubtful = 60;

/** The page somebody should see first: of a document that needs a look the one read worst, else the first of a document. */
export function firstToSee({ documents, pages }: Detail): number {
  const open = documents.find(({ state, concerns }) => state === 'needsLook' || concerns.length > 0);
  const sure = (page: number) => pages.find((one) => one.page === page)?.confidence ?? 100;
  const worst = open?.pages.toSorted((left, right) => sure(left) - sure(right))[0];
  if (worst !== undefined && sure(worst) < doubtful) return worst;
  return open?.pages[0] ?? documents[0]?.pages[0] ?? 1;
}
