import type { Composer } from '../pages/composer.ts';

const HINTS: [title: string, text: string][] = [
  [
    'Auszahlung',
    'Die Leistungen werden monatlich im Voraus erbracht und auf das angegebene Konto überwiesen. Berechnet werden sie für 30 Tage je Kalendermonat; besteht der Anspruch nicht für einen vollen Monat, wird je Tag ein Dreißigstel gezahlt (§ 41 SGB II).',
  ],
  [
    'Einkommen',
    'Als Einkommen sind grundsätzlich alle Einnahmen in Geld zu berücksichtigen. Es wird in dem Monat angerechnet, in dem es zufließt. Von Erwerbseinkommen werden Steuern, Beiträge, notwendige Ausgaben und die Freibeträge nach § 11b SGB II abgesetzt. Auch einmalige Einnahmen, zum Beispiel Steuererstattungen oder Guthaben aus Betriebskostenabrechnungen, sind mitzuteilen.',
  ],
  [
    'Vermögen',
    'Vermögen ist zu berücksichtigen, soweit es die Freibeträge nach § 12 SGB II übersteigt. Ein angemessenes Kraftfahrzeug für jede erwerbsfähige Person und eine selbst genutzte Immobilie angemessener Größe bleiben außer Betracht.',
  ],
  [
    'Unterkunft und Heizung',
    'Nachzahlungen aus Betriebs- und Heizkostenabrechnungen können im Monat der Fälligkeit als Bedarf übernommen werden. Legen Sie die Abrechnung bitte vollständig und umgehend vor. Vor Abschluss eines neuen Mietvertrages ist die Zusicherung einzuholen (§ 22 Absatz 4 SGB II). Direktzahlungen an die vermietende Person oder den Energieversorger sind auf Antrag möglich.',
  ],
  [
    'Kranken- und Pflegeversicherung',
    'Während des Leistungsbezugs besteht in der Regel Versicherungspflicht in der gesetzlichen Kranken- und Pflegeversicherung. Die Beiträge werden unmittelbar an die Krankenkasse gezahlt. Eine Änderung der Krankenkasse teilen Sie bitte mit.',
  ],
  [
    'Erreichbarkeit',
    'Sie müssen für das Sozialzentrum erreichbar sein und Mitteilungen werktäglich zur Kenntnis nehmen können. Eine Ortsabwesenheit bedarf der vorherigen Zustimmung (§ 7b SGB II).',
  ],
  [
    'Bildung und Teilhabe',
    'Für Kinder, Jugendliche und junge Erwachsene können zusätzliche Leistungen erbracht werden, zum Beispiel für Ausflüge, Schulbedarf, Mittagessen, Lernförderung und die Teilnahme am Vereinsleben (§ 28 SGB II).',
  ],
  [
    'Weiterbewilligung',
    'Leistungen werden nur auf Antrag weiter erbracht. Stellen Sie den Weiterbewilligungsantrag bitte rechtzeitig vor dem Ende des Bewilligungszeitraums, damit die Zahlung nicht unterbrochen wird.',
  ],
];

/** Hints that come with every notice of approval, on a page of their own. */
export function drawHints(letter: Composer, benefit: string): void {
  letter.newPage();
  letter.heading(`Hinweise zum Bezug von ${benefit}`, 12);
  for (const [title, text] of HINTS) {
    letter.heading(title, 9.5);
    letter.paragraph(text, { size: 9.2, after: 6 });
  }
}
