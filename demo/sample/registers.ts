import type { KeywordKey, RegisterKey, SampleKeyword, SampleRegister } from './types.ts';

// Copy hints follow the published working aids on what may be copied to a benefit file and what is only to be noted.
const COPY = 'Kopie zur Akte zulässig.';
const COPY_NEEDED = 'Kopie zur Akte zulässig, soweit für die Entscheidung erforderlich; Angaben Dritter schwärzen.';
const NOTE_ONLY = 'Nicht kopieren: Vorlage vermerken.';
const OWN = 'Eigenes Schreiben der Behörde: gehört vollständig zur Akte.';
const MEDICAL = 'Nur mit Einwilligung zur Akte nehmen; Diagnosen und Befunde, die nicht erforderlich sind, schwärzen.';

type Rules = {
  copyHint?: string;
  protected?: boolean;
  xjustizClass?: string;
  followUpDays?: number;
  /** What it proves in a benefit file, and for how many months; null: for good. */
  proves?: [name: string, validMonths: number | null];
  isRequest?: boolean;
  validFrom?: string;
  validTo?: string;
};
type Row = [slug: string, name: string, rules?: Rules];

// XJustiz "Dokumentklasse": 001 other, 003 court claim, 009 note, 013 opinion, 015 letter, 016 application,
// 017 notice, 018 objection, 019 decision on an objection.
const CLAIM = '003';
const NOTE = '009';
const OPINION = '013';
const LETTER = '015';
const APPLICATION = '016';
const NOTICE = '017';
const OBJECTION = '018';
const OBJECTION_DECISION = '019';

// What a running benefit file must hold; one keyword of each name is enough.
const APPLIED: Rules['proves'] = ['Antrag für den Bewilligungszeitraum', 14];
const DWELLING: Rules['proves'] = ['Nachweis der Unterkunft', null];
const STATEMENTS: Rules['proves'] = ['Kontoauszüge der letzten drei Monate', 14];
const DWELLING_FORM: Rules['proves'] = ['Angaben zu Unterkunft und Heizung', null];
const HEATING: Rules['proves'] = ['Nachweis der Heiz- und Nebenkosten', 24];

const STAMMDATEN: Row[] = [
  ['identitaetsnachweis', 'Identitätsnachweis', { copyHint: NOTE_ONLY }],
  ['aufenthaltstitel', 'Aufenthaltstitel', { copyHint: COPY, followUpDays: 180 }],
  ['freizuegigkeitsbescheinigung', 'Freizügigkeitsbescheinigung', { copyHint: COPY }],
  [
    'meldebescheinigung',
    'Meldebescheinigung',
    { copyHint: 'In der Regel nicht kopieren: Anschrift prüfen und Vorlage vermerken.' },
  ],
  ['geburtsurkunde', 'Geburtsurkunde', { copyHint: NOTE_ONLY }],
  ['schulbescheinigung', 'Schulbescheinigung', { copyHint: COPY, followUpDays: 365 }],
  ['vollmacht', 'Vollmacht/Betreuerausweis', { copyHint: COPY }],
  [
    'schweigepflichtentbindung',
    'Schweigepflichtentbindung',
    { copyHint: 'Unterschriebene Erklärung zur Akte nehmen.', protected: true },
  ],
  [
    'bankverbindung',
    'Bankverbindung',
    { copyHint: 'Bankkarte nicht kopieren: IBAN übernehmen und Vorlage vermerken.' },
  ],
];
const ANTRAEGE: Row[] = [
  ['hauptantrag', 'Hauptantrag (HA)', { followUpDays: 14, proves: APPLIED }],
  ['weiterbewilligungsantrag', 'Weiterbewilligungsantrag (WBA)', { followUpDays: 14, proves: APPLIED }],
  ['anlage-wep', 'Anlage WEP'],
  ['anlage-ki', 'Anlage KI'],
  ['anlage-kdu', 'Anlage KDU', { proves: DWELLING_FORM }],
  ['anlage-ek', 'Anlage EK'],
  ['anlage-eks', 'Anlage EKS', { followUpDays: 180 }],
  ['anlage-vm', 'Anlage VM'],
  ['anlage-uh', 'Anlage UH/UF'],
  ['anlage-ve', 'Anlage VE'],
  ['anlage-sv', 'Anlage SV'],
  ['anlage-meb', 'Anlage BEBE/MEB', { copyHint: MEDICAL, protected: true }],
  ['veraenderungsmitteilung', 'Veränderungsmitteilung', { followUpDays: 7 }],
  ['antrag-but', 'Antrag Bildung und Teilhabe (BuT)', { followUpDays: 14 }],
  ['erstausstattung', 'Antrag Erstausstattung', { followUpDays: 14 }],
  ['darlehen', 'Antrag Darlehen', { followUpDays: 14 }],
  ['kurzantrag', 'Kurzantrag', { followUpDays: 14 }],
];
const KDU: Row[] = [
  [
    'mietvertrag',
    'Mietvertrag',
    {
      copyHint: 'Kopie zur Akte zulässig; Angaben zu Mitmietenden außerhalb der Bedarfsgemeinschaft schwärzen.',
      proves: DWELLING,
    },
  ],
  ['mietbescheinigung', 'Mietbescheinigung', { proves: DWELLING }],
  ['mieterhoehung', 'Mieterhöhung', { followUpDays: 14 }],
  ['betriebskostenabrechnung', 'Betriebskostenabrechnung', { followUpDays: 14, proves: HEATING }],
  ['heizkosten', 'Heizkosten/Abschlag', { proves: HEATING }],
  [
    'kostensenkungsaufforderung',
    'Kostensenkungsaufforderung',
    { copyHint: OWN, xjustizClass: LETTER, followUpDays: 180 },
  ],
  ['zusicherung-umzug', 'Zusicherung Umzug', { copyHint: OWN, xjustizClass: NOTICE }],
  ['kaution', 'Kaution', { followUpDays: 30 }],
];
const EINKOMMEN: Row[] = [
  ['arbeitsvertrag', 'Arbeitsvertrag'],
  ['einkommensbescheinigung', 'Einkommensbescheinigung'],
  ['lohnabrechnung', 'Lohnabrechnung'],
  ['kindergeld', 'Kindergeld'],
  ['kinderzuschlag', 'Kinderzuschlag'],
  ['unterhalt', 'Unterhalt'],
  ['uvg', 'Unterhaltsvorschuss (UVG)'],
  ['elterngeld', 'Elterngeld'],
  ['alg-eins', 'Arbeitslosengeld (ALG I)'],
  ['rente', 'Rente'],
  ['krankengeld', 'Krankengeld'],
  ['bafoeg', 'BAföG'],
  ['eks-abschliessend', 'Betriebswirtschaft EKS abschließend', { followUpDays: 30 }],
];
const VERMOEGEN: Row[] = [
  [
    'kontoauszug',
    'Kontoauszüge',
    {
      proves: STATEMENTS,
      copyHint:
        'Kopie zulässig, soweit für die Entscheidung erforderlich; Schwärzungen bei Ausgaben nach Artikel 9 DSGVO sind hinzunehmen.',
    },
  ],
  ['sparbuch', 'Sparbuch'],
  ['kfz', 'Kfz', { copyHint: 'Zulassungsbescheinigung nicht kopieren: Halter, Typ und Erstzulassung vermerken.' }],
  ['lebensversicherung', 'Lebensversicherung'],
  ['immobilie', 'Immobilie/Tilgungsplan', { proves: DWELLING }],
];
const MITWIRKUNG: Row[] = [
  ['mitwirkungsaufforderung', 'Mitwirkungsaufforderung', { copyHint: OWN, followUpDays: 21, isRequest: true }],
  ['erinnerung', 'Erinnerung', { copyHint: OWN, followUpDays: 14, isRequest: true }],
  ['eingangsbestaetigung', 'Eingangsbestätigung', { copyHint: OWN }],
  [
    'e-mail',
    'E-Mail',
    { copyHint: 'Mit Anlagen zur Akte nehmen; Angaben Dritter, die nicht erforderlich sind, schwärzen.' },
  ],
  ['telefonvermerk', 'Telefonvermerk', { copyHint: OWN, xjustizClass: NOTE }],
  ['gespraechsvermerk', 'Gesprächsvermerk', { copyHint: OWN, xjustizClass: NOTE }],
  ['einladung', 'Einladung', { copyHint: OWN }],
  ['rueckbrief', 'Rückbrief', { copyHint: 'Umschlag mit Zustellvermerk zur Akte nehmen.', followUpDays: 7 }],
  ['anhoerung', 'Anhörung (§ 24 SGB X)', { copyHint: OWN, followUpDays: 21 }],
];
const BESCHEIDE: Row[] = [
  ['bewilligungsbescheid', 'Bewilligungsbescheid'],
  ['vorlaeufiger-bescheid', 'Vorläufiger Bescheid', { followUpDays: 210 }],
  ['endgueltige-festsetzung', 'Endgültige Festsetzung'],
  ['aenderungsbescheid', 'Änderungsbescheid'],
  ['aufhebungsbescheid', 'Aufhebungs- und Erstattungsbescheid', { followUpDays: 35 }],
  ['ablehnung', 'Ablehnung'],
  ['versagung', 'Versagung/Entziehung (§ 66 SGB I)', { followUpDays: 35 }],
  ['leistungsminderung', 'Leistungsminderungsbescheid', { followUpDays: 35 }],
  ['einstellung', 'Einstellung'],
  ['aufrechnung', 'Aufrechnung'],
  ['berechnungsbogen', 'Berechnungsbogen'],
];
const RECHTSBEHELF: Row[] = [
  ['widerspruch', 'Widerspruch', { copyHint: COPY, xjustizClass: OBJECTION, followUpDays: 14 }],
  ['stellungnahme', 'Stellungnahme', { copyHint: OWN, xjustizClass: LETTER }],
  [
    'widerspruchsbescheid',
    'Abhilfe-/Widerspruchsbescheid',
    { copyHint: OWN, xjustizClass: OBJECTION_DECISION, followUpDays: 35 },
  ],
  ['klage', 'Klage', { copyHint: COPY, xjustizClass: CLAIM, followUpDays: 14 }],
  ['eilantrag', 'Eilantrag (ER)', { copyHint: COPY, xjustizClass: CLAIM, followUpDays: 3 }],
  ['urteil', 'Beschluss/Urteil', { copyHint: COPY, xjustizClass: '001', followUpDays: 14 }],
  [
    'ueberpruefungsantrag',
    'Überprüfungsantrag (§ 44 SGB X)',
    { copyHint: COPY, xjustizClass: APPLICATION, followUpDays: 30 },
  ],
  ['akteneinsicht', 'Akteneinsicht', { copyHint: COPY, xjustizClass: LETTER, followUpDays: 7 }],
];
const EINGLIEDERUNG: Row[] = [
  ['eingliederungsvereinbarung', 'Eingliederungsvereinbarung', { copyHint: OWN, validTo: '2023-06-30' }],
  ['kooperationsplan', 'Kooperationsplan', { copyHint: OWN, validFrom: '2023-07-01', followUpDays: 180 }],
  ['massnahmezuweisung', 'Maßnahmezuweisung', { copyHint: OWN }],
  ['vermittlungsvorschlag', 'Vermittlungsvorschlag', { copyHint: OWN, followUpDays: 14 }],
  ['bewerbungsnachweis', 'Bewerbungsnachweis', { copyHint: COPY_NEEDED }],
  [
    'au-bescheinigung',
    'AU-Bescheinigung',
    { copyHint: 'Ausfertigung ohne Diagnose zur Akte nehmen.', protected: true },
  ],
  ['aerztliches-attest', 'Ärztliches Attest', { copyHint: MEDICAL, protected: true }],
  ['aerztliches-gutachten', 'Ärztliches Gutachten', { copyHint: MEDICAL, protected: true, xjustizClass: OPINION }],
  [
    'psychologisches-gutachten',
    'Psychologisches Gutachten',
    { copyHint: MEDICAL, protected: true, xjustizClass: OPINION },
  ],
];
const DRITTE: Row[] = [
  ['datenabgleich', 'Datenabgleich', { followUpDays: 14 }],
  ['erstattungsanspruch', 'Erstattungsanspruch', { copyHint: OWN, xjustizClass: LETTER, followUpDays: 30 }],
  ['sozialversicherung', 'Kranken-/Rentenversicherung'],
  ['auslaenderbehoerde', 'Ausländerbehörde'],
  ['unterhaltsheranziehung', 'Unterhaltsheranziehung', { followUpDays: 60 }],
  ['forderung', 'Forderung/Inkasso', { followUpDays: 30 }],
];
const UMZUG: Row[] = [
  ['aktenanforderung', 'Aktenanforderung', { followUpDays: 7 }],
  ['abgabenachricht', 'Abgabenachricht', { copyHint: OWN, xjustizClass: LETTER }],
  ['uebernahme', 'Übernahme', { followUpDays: 14 }],
];
const INTERN: Row[] = [
  ['vermerk', 'Vermerk'],
  ['verfuegung', 'Verfügung'],
  ['pruefvermerk', 'Prüfvermerk'],
  [
    'revision',
    'Revision',
    { copyHint: 'Nur nehmen, was die Akte betrifft; Prüfberichte gehören in die Sachakte der Revision.' },
  ],
];

type Section = [slug: string, name: string, xjustizClass: string, copyHint: string, rows: Row[]];

const SECTIONS: Section[] = [
  ['stammdaten', 'Stammdaten und Persönliches', '001', NOTE_ONLY, STAMMDATEN],
  ['antraege', 'Anträge', APPLICATION, 'Antragsunterlagen gehören vollständig zur Akte.', ANTRAEGE],
  ['kdu', 'Kosten der Unterkunft (KdU)', '001', COPY, KDU],
  ['einkommen', 'Einkommen', '001', COPY_NEEDED, EINKOMMEN],
  ['vermoegen', 'Vermögen', '001', COPY_NEEDED, VERMOEGEN],
  ['mitwirkung', 'Mitwirkung und Schriftwechsel', LETTER, COPY, MITWIRKUNG],
  ['bescheide', 'Bescheide', NOTICE, OWN, BESCHEIDE],
  ['rechtsbehelf', 'Rechtsbehelf', LETTER, COPY, RECHTSBEHELF],
  ['eingliederung', 'Eingliederung', LETTER, COPY, EINGLIEDERUNG],
  ['dritte', 'Dritte und Erstattung', LETTER, COPY_NEEDED, DRITTE],
  ['umzug', 'Umzug und Abgabe', LETTER, COPY, UMZUG],
  ['intern', 'Intern', NOTE, OWN, INTERN],
];

/** The twelve registers of a benefit file (Leistungsakte), in order. */
export const REGISTERS: readonly SampleRegister[] = SECTIONS.map(([slug, name], index) => ({
  key: `register:${slug}`,
  number: index + 1,
  name,
}));

/** The keywords (Schlagworte) of all registers, each with its rules. */
export const KEYWORDS: readonly SampleKeyword[] = SECTIONS.flatMap(([section, , xjustizClass, copyHint, rows]) =>
  rows.map(([slug, name, rules = {}], index) => ({
    key: `keyword:${slug}` as KeywordKey,
    registerKey: `register:${section}` as RegisterKey,
    name,
    order: index + 1,
    protected: rules.protected ?? false,
    copyHint: rules.copyHint ?? copyHint,
    retentionYears: 10,
    xjustizClass: rules.xjustizClass ?? xjustizClass,
    followUpDays: rules.followUpDays ?? null,
    proves: rules.proves ? { name: rules.proves[0], validMonths: rules.proves[1] } : null,
    isRequest: rules.isRequest ?? false,
    validFrom: rules.validFrom ?? '2005-01-01',
    validTo: rules.validTo ?? null,
  })),
);

const BY_KEY = new Map(KEYWORDS.map((keyword) => [keyword.key, keyword]));

/** Keyword of a key; throws when the sample uses one that does not exist. */
export function keywordOf(key: KeywordKey): SampleKeyword {
  const keyword = BY_KEY.get(key);
  if (!keyword) throw new Error(`unknown keyword ${key}`);
  return keyword;
}
