import type { StoreReport } from '../../backup/check-store.ts';
import { german } from '../../backup/format.ts';
import type { ChainBreak } from '../../store/journal.ts';
import type { SealReport } from '../../store/journal-seals.ts';

const problems: Record<ChainBreak['problem'], string> = {
  missing: 'die Zeile fehlt',
  prev: 'die Zeile schließt nicht an die vorige an',
  content: 'die Zeile wurde verändert',
  end: 'das Ende der Kette stimmt nicht mit dem Bereich überein',
};

/** A break of the journal in words. */
export const breakInWords = ({ scopeId, number, problem }: ChainBreak): string =>
  `Das Protokoll ist verletzt: Bereich ${scopeId}, Zeile ${number}: ${problems[problem]}.`;

/** What the comparison with the seals found, in words. */
export function sealsInWords({ seals, firstWrongSeal, firstBreak, ofOtherPast }: SealReport): string {
  const lines = [];
  if (firstWrongSeal) {
    lines.push(
      `Die Siegel sind ab Nummer ${firstWrongSeal} verändert oder nicht vollständig; spätere wurden nicht verglichen.`,
    );
  }
  if (firstBreak) {
    const { scopeId, number, seal, at } = firstBreak;
    lines.push(
      `Das Protokoll weicht vom Siegel ${seal} (${at}) ab: Bereich ${scopeId}, Zeile ${number} ist nicht mehr, wie sie versiegelt wurde.`,
    );
  }
  if (ofOtherPast > 0) {
    lines.push(
      `${german(ofOtherPast)} Siegel früherer Zeitlinien passen nicht mehr: der Bestand wurde seither zurückgesetzt.`,
    );
  }
  if (!firstWrongSeal && !firstBreak) {
    const count = seals === 1 ? '1 Siegel geprüft' : `${german(seals)} Siegel geprüft`;
    lines.push(seals === 0 ? 'Siegel: keine vorhanden.' : `${count}; das Protokoll stimmt damit überein.`);
  }
  return lines.join('\n');
}

/** Says what a check found; true when nothing is wrong. */
export function reportStore(report: StoreReport, say: (line: string) => void): boolean {
  const counts = `${german(report.scopes)} Bereiche, ${german(report.records)} Datensätze, ${german(report.journalLines)} Protokollzeilen`;
  if (report.journalBreak) say(breakInWords(report.journalBreak));
  for (const id of report.wrongScopes) say(`Die Prüfsumme des Bereichs ${id} stimmt nicht.`);
  const isWhole = !report.journalBreak && report.wrongScopes.length === 0;
  say(isWhole ? `Geprüft: ${counts}; alle Prüfsummen stimmen.` : `Geprüft: ${counts}.`);
  return isWhole;
}
