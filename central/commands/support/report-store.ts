import type { StoreReport } from '../../backup/check-store.ts';
import { german } from '../../backup/format.ts';
import type { ChainBreak } from '../../store/journal.ts';

const problems: Record<ChainBreak['problem'], string> = {
  missing: 'die Zeile fehlt',
  prev: 'die Zeile schließt nicht an die vorige an',
  content: 'die Zeile wurde verändert',
  end: 'das Ende der Kette stimmt nicht mit dem Bereich überein',
};

/** A break of the journal in words. */
export const breakInWords = ({ scopeId, number, problem }: ChainBreak): string =>
  `Das Protokoll ist verletzt: Bereich ${scopeId}, Zeile ${number}: ${problems[problem]}.`;

/** Says what a check found; true when nothing is wrong. */
export function reportStore(report: StoreReport, say: (line: string) => void): boolean {
  const counts = `${german(report.scopes)} Bereiche, ${german(report.records)} Datensätze, ${german(report.journalLines)} Protokollzeilen`;
  if (report.journalBreak) say(breakInWords(report.journalBreak));
  for (const id of report.wrongScopes) say(`Die Prüfsumme des Bereichs ${id} stimmt nicht.`);
  const isWhole = !report.journalBreak && report.wrongScopes.length === 0;
  say(isWhole ? `Geprüft: ${counts}; alle Prüfsummen stimmen.` : `Geprüft: ${counts}.`);
  return isWhole;
}
