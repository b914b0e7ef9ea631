import type { OutputOf } from '../../shared/backend.tsx';
import { formatCount, formatNumberOf } from '../../shared/format.ts';

export type ScanRow = OutputOf<'branchScans', 'overview'>['scans'][number];

/** How far a file is, in a few words. */
export function stateWords({ state, pagesDone, pageCount }: ScanRow): string {
  switch (state) {
    case 'waiting':
      return 'wartet';
    case 'inWork':
      return pageCount
        ? `Seite ${formatCount(Math.min(pagesDone + 1, pageCount))} von ${formatCount(pageCount)}`
        : 'wird gelesen';
    case 'done':
      return 'im Postkorb';
    case 'needsLook':
      return 'bitte prüfen';
  }
}

/** The fact beside the title of the page; null when nothing is to be done. */
export function factWords(scans: readonly ScanRow[]): string | null {
  const [open, toCheck] = [
    scans.filter(({ state }) => state === 'waiting' || state === 'inWork').length,
    scans.filter(({ state }) => state === 'needsLook').length,
  ];
  const parts = [
    open > 0 ? `${formatNumberOf(open, 'Datei wird', 'Dateien werden')} gelesen` : null,
    toCheck > 0 ? `${formatNumberOf(toCheck, 'Datei ist', 'Dateien sind')} zu prüfen` : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(' · ') : null;
}

/** Where the paper came from. */
export const sourceWords = { folder: 'aus dem Ordner', upload: 'Datei', camera: 'Kamera' } as const;
