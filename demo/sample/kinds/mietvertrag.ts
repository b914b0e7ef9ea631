import { addDays, germanDate } from '../dates.ts';
import { rentOn, wholeRent } from '../dwelling.ts';
import { fullName } from '../households.ts';
import { euro } from '../money.ts';
import { Composer } from '../pages/composer.ts';
import { MM, PAGE_HEIGHT, PAGE_WIDTH } from '../pages/page.ts';
import { drawSignature } from '../pages/signature.ts';
import type { SampleRent } from '../types.ts';
import { applicantParty, type Composed, fromLandlord, type KindContext } from './kind.ts';

type Clause = [title: string, points: string[]];

function clauses(context: KindContext, rent: SampleRent): Clause[] {
  const { dwelling, address } = context.household;
  return [
    [
      'Mieträume',
      [
        `Vermietet wird die Wohnung ${address.street}, ${address.postcode} ${address.place}, ${dwelling.floor}, bestehend aus ${dwelling.rooms} Zimmern, Küche, Diele, Bad mit WC und einem Kellerraum. Die Wohnfläche beträgt ${dwelling.squareMetres} m².`,
        'Die Wohnung wird zu Wohnzwecken vermietet. Mitvermietet sind 2 Haustürschlüssel, 3 Wohnungsschlüssel und 1 Briefkastenschlüssel.',
      ],
    ],
    [
      'Mietzeit',
      [
        `Das Mietverhältnis beginnt am ${germanDate(dwelling.movedIn)} und läuft auf unbestimmte Zeit.`,
        'Die Kündigung richtet sich nach den gesetzlichen Vorschriften. Sie bedarf der Schriftform.',
      ],
    ],
    [
      'Miete',
      [
        `Die monatliche Grundmiete beträgt ${euro(rent.cold)}.`,
        `Daneben sind Vorauszahlungen auf die Betriebskosten von ${euro(rent.ancillary)} und auf die Heizkosten von ${euro(rent.heating)} zu leisten.`,
        `Die Gesamtmiete beträgt damit monatlich ${euro(wholeRent(rent))}. Sie ist spätestens am dritten Werktag eines jeden Monats im Voraus zu zahlen.`,
      ],
    ],
    [
      'Betriebskosten',
      [
        'Umgelegt werden die Betriebskosten im Sinne der Betriebskostenverordnung, insbesondere Grundsteuer, Wasserversorgung, Entwässerung, Müllbeseitigung, Gebäudereinigung, Gartenpflege, Beleuchtung, Schornsteinreinigung, Sach- und Haftpflichtversicherung sowie Hauswart.',
        'Über die Vorauszahlungen wird jährlich abgerechnet. Die Heizkosten werden nach der Heizkostenverordnung zu 70 Prozent nach Verbrauch verteilt.',
      ],
    ],
    [
      'Mietsicherheit',
      [
        `Die mietende Partei leistet eine Sicherheit von ${euro(rent.cold * 2)}. Sie kann in drei gleichen monatlichen Teilen gezahlt werden.`,
      ],
    ],
    [
      'Schönheitsreparaturen und Kleinreparaturen',
      [
        'Die Schönheitsreparaturen trägt die mietende Partei, soweit sie durch ihren Gebrauch erforderlich werden.',
        'Kosten kleiner Instandhaltungen bis 100,00 Euro im Einzelfall und 6 Prozent der Jahresgrundmiete im Jahr trägt die mietende Partei.',
      ],
    ],
    [
      'Benutzung der Mieträume',
      [
        'Haustiere mit Ausnahme von Kleintieren bedürfen der Zustimmung. Waschmaschinen dürfen in der Küche oder im Bad aufgestellt werden.',
        'Untervermietung ist nur mit Erlaubnis gestattet. Ein berechtigtes Interesse bleibt unberührt (§ 553 BGB).',
        'Die Ruhezeiten von 13 bis 15 Uhr und von 22 bis 6 Uhr sind einzuhalten.',
      ],
    ],
    [
      'Betreten der Mieträume',
      [
        'Die vermietende Partei darf die Mieträume nach rechtzeitiger Ankündigung betreten, um notwendige Arbeiten auszuführen oder den Zustand festzustellen.',
      ],
    ],
    [
      'Beendigung des Mietverhältnisses',
      [
        'Die Räume sind bei Auszug besenrein mit sämtlichen Schlüsseln zurückzugeben. Über den Zustand wird ein Protokoll aufgenommen.',
      ],
    ],
    [
      'Sonstige Vereinbarungen',
      [
        'Die beigefügte Hausordnung ist Bestandteil des Vertrages. Nebenabreden bedürfen der Schriftform.',
        'Sollte eine Bestimmung unwirksam sein, bleibt der Vertrag im Übrigen wirksam.',
      ],
    ],
  ];
}

const HOUSE_RULES: Clause[] = [
  [
    'Lärm',
    [
      'Vermeidbarer Lärm belastet unnötig alle Hausbewohner. Musizieren ist während der Mittagsruhe und zwischen 22 und 6 Uhr grundsätzlich untersagt. Fernseh- und Musikgeräte sind stets auf Zimmerlautstärke einzustellen.',
      'Sind bei hauswirtschaftlichen und handwerklichen Arbeiten belästigende Geräusche nicht zu vermeiden, sind sie werktags zwischen 8 und 12 sowie zwischen 15 und 18 Uhr vorzunehmen.',
    ],
  ],
  [
    'Sicherheit',
    [
      'Haus- und Kellertüren sind ständig geschlossen zu halten. Treppen und Flure sind als Fluchtwege freizuhalten; das Abstellen von Fahrrädern ist dort nicht gestattet.',
      'Das Grillen mit festen oder flüssigen Brennstoffen ist auf den Balkonen nicht gestattet. Das Lagern feuergefährlicher Stoffe in Keller- und Bodenräumen ist untersagt.',
    ],
  ],
  [
    'Reinigung',
    [
      'Haus und Grundstück sind sauber zu halten. Die Reinigung von Treppenhaus und Gehweg wechselt wöchentlich nach dem aushängenden Plan, soweit kein Reinigungsdienst beauftragt ist.',
      'Abfall ist getrennt in die vorgesehenen Behälter zu geben. Sperrmüll ist auf eigene Kosten abzufahren.',
    ],
  ],
  [
    'Lüften und Heizen',
    [
      'Die Wohnung ist auch in der kalten Jahreszeit ausreichend zu lüften, mindestens dreimal täglich durch kurzes Stoßlüften. In Richtung Treppenhaus darf nicht gelüftet werden.',
    ],
  ],
  [
    'Gemeinschaftsräume',
    [
      'Waschküche und Trockenboden stehen nach Einteilung zur Verfügung und sind nach Benutzung gereinigt zu verlassen.',
    ],
  ],
];

function houseRules(sheet: Composer): void {
  sheet.paragraph('Hausordnung', { font: 'serifBold', size: 16, align: 'center', after: 12 });
  for (const [title, points] of HOUSE_RULES) {
    sheet.heading(title, 12);
    for (const point of points) sheet.paragraph(point, { after: 5 });
  }
}

/** Rental contract with numbered clauses, house rules and both signatures. */
export function mietvertrag(context: KindContext): Composed {
  const { household } = context;
  const { dwelling } = household;
  const rent = rentOn(dwelling, dwelling.movedIn);
  const tenants = household.persons
    .filter(({ role }) => role !== 'child')
    .map(fullName)
    .join(' und ');
  const sheet = new Composer({
    family: 'serif',
    size: 11,
    left: 24 * MM,
    right: PAGE_WIDTH - 22 * MM,
    decorate: (composer, _page, number, count) =>
      composer.at(PAGE_WIDTH / 2, PAGE_HEIGHT - 14 * MM, `– ${number} / ${count} –`, { size: 9, align: 'center' }),
  });
  sheet.paragraph('Wohnraummietvertrag', { font: 'serifBold', size: 20, align: 'center', after: 14 });
  sheet.paragraph('Zwischen', { after: 2 });
  sheet.paragraph(
    `${dwelling.landlord.name}, ${dwelling.landlord.address.street}, ${dwelling.landlord.address.postcode} ${dwelling.landlord.address.place}`,
    { font: 'serifBold', after: 2 },
  );
  sheet.paragraph('– im Folgenden vermietende Partei –', { align: 'right', after: 4 });
  sheet.paragraph('und', { after: 2 });
  sheet.paragraph(tenants, { font: 'serifBold', after: 2 });
  sheet.paragraph('– im Folgenden mietende Partei –', { align: 'right', after: 10 });
  sheet.paragraph('wird folgender Mietvertrag geschlossen:', { after: 12 });
  clauses(context, rent).forEach(([title, points], index) => {
    sheet.heading(`§ ${index + 1}  ${title}`, 12);
    points.forEach((point, number) => {
      sheet.paragraph(points.length > 1 ? `(${number + 1}) ${point}` : point, { after: 5 });
    });
    sheet.space(6);
  });
  const signed = addDays(dwelling.movedIn, -20);
  sheet.ensure(120);
  sheet.paragraph(`${household.address.place}, den ${germanDate(signed)}`, { after: 40 });
  drawSignature(sheet, dwelling.landlord.name, sheet.left + 10, sheet.y - 3);
  drawSignature(sheet, applicantParty(context).name, sheet.left + 250, sheet.y - 3, '#222222');
  sheet.line(sheet.left, sheet.y, sheet.left + 190, sheet.y);
  sheet.line(sheet.left + 240, sheet.y, sheet.left + 430, sheet.y);
  sheet.at(sheet.left, sheet.y + 11, 'vermietende Partei', { size: 8 });
  sheet.at(sheet.left + 240, sheet.y + 11, 'mietende Partei', { size: 8 });
  sheet.newPage();
  houseRules(sheet);
  return fromLandlord(context, 'mietvertrag', `Mietvertrag ${household.address.street}`, sheet.finish());
}
