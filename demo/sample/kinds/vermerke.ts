import { addDays, germanDate } from '../dates.ts';
import { applicantOf, fullName, nameOf } from '../households.ts';
import { ownSender } from './bescheide.ts';
import type { Composed, KindContext } from './kind.ts';

function note(context: KindContext, keyword: string, title: string, paragraphs: readonly string[]): Composed {
  const { household, worker, date } = context;
  const head = [
    `${title.toUpperCase()}`,
    `Akte: ${nameOf(applicantOf(household))}, BG-Nummer ${household.bgNumber}`,
    `Datum: ${germanDate(date)}`,
    `Verfasst: ${fullName(worker)} (${worker.signature})`,
  ];
  const text = `${head.join('\n')}\n\n${paragraphs.join('\n\n')}\n\n${worker.signature}, ${germanDate(date)}\n`;
  return {
    title,
    keywordKey: `keyword:${keyword}`,
    direction: 'internal',
    sender: ownSender(context),
    content: { kind: 'text', text },
  };
}

/** Note of a telephone call. */
export function telefonvermerk(context: KindContext): Composed {
  const { household, random, date } = context;
  const applicant = applicantOf(household);
  const who = applicant.gender === 'female' ? `Frau ${applicant.familyName}` : `Herr ${applicant.familyName}`;
  const [topic, text] = random.pick<[string, string]>([
    [
      'Stand des Antrags',
      `${who} fragt nach dem Stand des Antrags. Mitgeteilt, dass noch die Kontoauszüge des letzten Monats fehlen. Nachreichung bis ${germanDate(addDays(date, 7))} zugesagt.`,
    ],
    [
      'Nachzahlung Heizkosten',
      `${who} teilt mit, dass eine Heizkostenabrechnung mit Nachzahlung gekommen ist. Um Vorlage der vollständigen Abrechnung gebeten, alle Seiten.`,
    ],
    [
      'Arbeitsaufnahme',
      `${who} hat ein Stellenangebot und fragt, wie viel vom Lohn angerechnet wird. Freibeträge erläutert. Arbeitsvertrag wird nach Unterschrift eingereicht.`,
    ],
    [
      'Zahlung nicht eingegangen',
      `${who} meldet, dass die Zahlung noch nicht auf dem Konto ist. Laut Zahlungsliste am Vortag angewiesen. Rückruf vereinbart, falls bis morgen kein Eingang.`,
    ],
    [
      'Krankmeldung',
      `${who} ist erkrankt und kann den Termin nicht wahrnehmen. AU-Bescheinigung folgt. Neuer Termin wird per Post mitgeteilt.`,
    ],
    [
      'Umzug',
      `${who} möchte in eine kleinere Wohnung ziehen. Auf die Zusicherung vor Unterschrift des Mietvertrages hingewiesen (§ 22 Absatz 4 SGB II).`,
    ],
    [
      'Schulbedarf',
      `${who} fragt nach Leistungen für den Schulbedarf. Schulbescheinigung angefordert, Auszahlung zum 1. August beziehungsweise 1. Februar erläutert.`,
    ],
  ]);
  const time = `${random.int(8, 16)}:${String(random.int(0, 59)).padStart(2, '0')} Uhr`;
  return note(context, 'telefonvermerk', `Telefonvermerk: ${topic}`, [
    `Anruf um ${time}, ${household.telephone}.`,
    text,
  ]);
}

/** Note on a talk at the desk, with what was shown but not copied. */
export function gespraechsvermerk(context: KindContext): Composed {
  const { random } = context;
  const text = random.pick([
    'Persönliche Vorsprache ohne Termin. Unterlagen zum Antrag abgegeben und auf Vollständigkeit durchgesehen. Fehlende Seiten des Mietvertrages werden nachgereicht.',
    'Vorsprache zum vereinbarten Termin. Kooperationsplan besprochen und ausgehändigt. Bewerbungsbemühungen wurden schlüssig dargelegt.',
    'Vorsprache mit Begleitung zur Übersetzung. Bescheid erläutert, insbesondere die Anrechnung des Kindergeldes. Keine weiteren Fragen.',
  ]);
  return note(context, 'gespraechsvermerk', 'Gesprächsvermerk', [text]);
}

/** Internal note of the worker. */
export function noteOnFile(context: KindContext): Composed {
  const { random } = context;
  const [topic, text] = random.pick<[string, string]>([
    [
      'Prüfung der Unterkunftskosten',
      'Die Unterkunftskosten liegen unter der Angemessenheitsgrenze für die Haushaltsgröße. Anerkennung in tatsächlicher Höhe. Keine weitere Veranlassung.',
    ],
    [
      'Einkommensprüfung',
      'Lohnabrechnungen mit den Gutschriften auf den Kontoauszügen verglichen. Keine Abweichungen festgestellt.',
    ],
    [
      'Datenabgleich ohne Befund',
      'Der vierteljährliche Datenabgleich nach § 52 SGB II ergab keine unbekannten Beschäftigungen oder Kapitalerträge.',
    ],
    [
      'Nachzahlung Betriebskosten',
      'Nachzahlung ist im Monat der Fälligkeit als Bedarf anzuerkennen. Änderungsbescheid veranlasst, Zahlung direkt an die vermietende Partei mit Einverständnis.',
    ],
    [
      'Vermögensprüfung',
      'Guthaben liegt unter dem Freibetrag. Kraftfahrzeug ist angemessen. Selbstauskunft plausibel.',
    ],
  ]);
  return note(context, 'vermerk', `Vermerk: ${topic}`, [text]);
}

/** Note that identity papers were shown: they are not copied. */
export function identitaetsvermerk(context: KindContext): Composed {
  const name = nameOf(applicantOf(context.household));
  return note(context, 'identitaetsnachweis', 'Vermerk: Identitätsnachweis vorgelegt', [
    `${name} hat sich durch ein gültiges Ausweisdokument ausgewiesen. Name, Geburtsdatum und Anschrift stimmen mit den Angaben im Antrag überein. Eine Kopie wurde nicht gefertigt.`,
  ]);
}

/** Comment on an objection for the office that decides on it. */
export function stellungnahme(context: KindContext): Composed {
  return note(context, 'stellungnahme', 'Stellungnahme zum Widerspruch', [
    'Der Widerspruch ist fristgerecht eingegangen. Die Berechnung wurde anhand der Nachweise erneut geprüft.',
    context.random.pick([
      'Mit dem Widerspruch wurden die fehlenden Nachweise vorgelegt. Abhilfe wird vorgeschlagen.',
      'Neue Tatsachen sind nicht vorgetragen. Der Bescheid ist nach hiesiger Auffassung rechtmäßig.',
    ]),
  ]);
}

/** Order of the office: request from another carrier and handing over of the file after a move. */
export function abgabenachricht(context: KindContext): Composed {
  return note(context, 'abgabenachricht', 'Abgabenachricht', [
    'Die Bedarfsgemeinschaft ist verzogen. Die Zuständigkeit ist auf den Träger am neuen Wohnort übergegangen (§ 36 SGB II).',
    'Laufende Leistungen sind eingestellt, offene Forderungen bestehen nicht. Die Akte wird auf Anforderung abgegeben.',
  ]);
}

type FileNote = [keyword: string, title: string, text: (context: KindContext) => string];

const FILE_NOTES: readonly FileNote[] = [
  [
    'geburtsurkunde',
    'Vermerk: Geburtsurkunde vorgelegt',
    () =>
      'Die Geburtsurkunde wurde im Original vorgelegt. Name, Geburtsdatum und Geburtsort stimmen mit den Angaben im Antrag überein. Eine Kopie wurde nicht gefertigt.',
  ],
  [
    'kfz',
    'Vermerk: Kraftfahrzeug',
    ({ random }) =>
      `Die Zulassungsbescheinigung Teil I wurde vorgelegt. Halter ist die antragstellende Person, Erstzulassung ${random.int(2009, 2017)}, Verkehrswert nach Schätzung unter 7.500 Euro. Das Fahrzeug ist angemessen (§ 12 Absatz 1 Satz 2 Nummer 2 SGB II).`,
  ],
  [
    'rueckbrief',
    'Vermerk: Rückbrief',
    ({ date }) =>
      `Das Schreiben vom ${germanDate(addDays(date, -9))} kam mit dem Vermerk „Empfänger unter der angegebenen Anschrift nicht zu ermitteln“ zurück. Laut Melderegister keine neue Anschrift. Telefonisch um Klärung gebeten, das Schreiben wird erneut zugestellt.`,
  ],
  [
    'datenabgleich',
    'Datenabgleich: Meldung geprüft',
    () =>
      'Der Datenabgleich nach § 52 SGB II meldet eine geringfügige Beschäftigung im letzten Quartal. Die Beschäftigung ist aus den vorliegenden Lohnabrechnungen bekannt und berücksichtigt. Keine Überzahlung.',
  ],
  [
    'uebernahme',
    'Übernahme der Akte',
    ({ worker }) =>
      `Die Akte wurde nach dem Wechsel der Zuständigkeit von ${worker.signature} übernommen. Laufende Fristen und Wiedervorlagen sind eingetragen, die Zahlungen sind gesichert.`,
  ],
  [
    'verfuegung',
    'Verfügung',
    ({ worker, date }) =>
      `1. Bescheid fertigen und absenden.\n2. Zahlung zum Ersten des Folgemonats anweisen.\n3. Vermerk für die Statistik: entfällt.\n4. Wiedervorlage ${germanDate(addDays(date, 90))} (${worker.signature}).`,
  ],
  [
    'pruefvermerk',
    'Prüfvermerk (Vier-Augen-Prüfung)',
    () =>
      'Der Bewilligungsbescheid wurde vor der Zahlbarmachung geprüft. Bedarfe, Einkommen und Freibeträge stimmen mit den Nachweisen überein. Sachlich richtig.',
  ],
  [
    'revision',
    'Prüfung durch die Innenrevision',
    () =>
      'Die Akte war Teil der Stichprobe „Kosten der Unterkunft“. Eine Beanstandung ergab sich nicht. Der Bericht befindet sich in der Sachakte der Revision.',
  ],
];

/** Notes that a file has once in a while, by their keyword. */
export const fileNotes: ReadonlyMap<string, (context: KindContext) => Composed> = new Map(
  FILE_NOTES.map(([keyword, title, text]) => [
    keyword,
    (context: KindContext) => note(context, keyword, title, [text(context)]),
  ]),
);
