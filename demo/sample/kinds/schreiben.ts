import { addDays, germanDate, longDate } from '../dates.ts';
import { applicantOf, fullName } from '../households.ts';
import type { Composer } from '../pages/composer.ts';
import { authorityLetter } from '../pages/letters.ts';
import type { Day, KeywordKey } from '../types.ts';
import { ownSender } from './bescheide.ts';
import { applicantParty, type Composed, type KindContext, pagesContent } from './kind.ts';

function ownLetter(
  context: KindContext,
  keywordKey: KeywordKey,
  title: string,
  subject: string,
  about: string | null,
  body: (letter: Composer) => void,
): Composed {
  const pages = authorityLetter(context, {
    subject,
    ...(about ? { about } : {}),
    addressee: applicantParty(context),
    body,
  });
  return {
    title,
    keywordKey,
    direction: 'outgoing',
    sender: ownSender(context),
    content: pagesContent(pages, ownSender(context)),
  };
}

/** Request for missing documents with a date (Sections 60, 66 SGB I). */
export function mitwirkungsaufforderung(context: KindContext, missing: readonly string[], occasion: string): Composed {
  const until = addDays(context.date, 21);
  return ownLetter(
    context,
    'keyword:mitwirkungsaufforderung',
    `Mitwirkungsaufforderung bis ${germanDate(until)}`,
    'Aufforderung zur Mitwirkung',
    occasion,
    (letter) => {
      letter.paragraph(
        'um über Ihren Leistungsanspruch entscheiden zu können, benötige ich noch folgende Unterlagen und Angaben:',
      );
      letter.list(missing, true);
      letter.paragraph(
        `Bitte reichen Sie die Unterlagen bis zum ${longDate(until)} ein. Sie können dieses Schreiben als Deckblatt verwenden.`,
        { font: 'sansBold' },
      );
      letter.paragraph(
        'Wer Sozialleistungen beantragt oder erhält, hat alle Tatsachen anzugeben, die für die Leistung erheblich sind, und auf Verlangen Beweisurkunden ' +
          'vorzulegen (§ 60 Absatz 1 SGB I).',
      );
      letter.heading('Folgen fehlender Mitwirkung');
      letter.paragraph(
        'Kommen Sie Ihrer Mitwirkungspflicht nicht nach und wird hierdurch die Aufklärung des Sachverhalts erheblich erschwert, kann die Leistung ohne weitere ' +
          'Ermittlungen ganz oder teilweise versagt oder entzogen werden, bis Sie die Mitwirkung nachholen (§ 66 Absatz 1 SGB I). Die Leistung wird nachträglich ' +
          'erbracht, soweit ihre Voraussetzungen nach Nachholung der Mitwirkung vorliegen (§ 67 SGB I).',
      );
      letter.paragraph('Reichen Sie bitte keine Originale ein. Nicht benötigte Angaben Dritter dürfen Sie schwärzen.');
    },
  );
}

/** Reminder of an unanswered request. */
export function erinnerung(context: KindContext, requested: Day, missing: readonly string[]): Composed {
  const until = addDays(context.date, 14);
  const subject = 'Erinnerung an die Vorlage von Unterlagen';
  return ownLetter(
    context,
    'keyword:erinnerung',
    `Erinnerung an Schreiben vom ${germanDate(requested)}`,
    subject,
    `Mein Schreiben vom ${germanDate(requested)}`,
    (letter) => {
      letter.paragraph(
        `mit Schreiben vom ${longDate(requested)} habe ich Sie um Unterlagen gebeten. Folgendes fehlt noch:`,
      );
      letter.list(missing);
      letter.paragraph(
        `Bitte holen Sie dies bis zum ${longDate(until)} nach. Andernfalls werde ich nach Lage der Akten entscheiden (§ 66 SGB I).`,
      );
      letter.paragraph(
        'Haben Sie die Unterlagen inzwischen abgegeben, betrachten Sie dieses Schreiben bitte als gegenstandslos.',
      );
    },
  );
}

/** Confirmation that an application or objection has arrived. */
export function eingangsbestaetigung(context: KindContext, what: string, received: Day): Composed {
  return ownLetter(
    context,
    'keyword:eingangsbestaetigung',
    `Eingangsbestätigung ${what}`,
    'Eingangsbestätigung',
    null,
    (letter) => {
      letter.paragraph(`Ihr ${what} ist am ${longDate(received)} hier eingegangen.`);
      letter.paragraph(
        'Ich werde mich mit Ihnen in Verbindung setzen, sobald eine Entscheidung getroffen ist oder weitere Unterlagen benötigt werden.',
      );
    },
  );
}

/** Invitation to a talk at the centre. */
export function einladung(context: KindContext, day: Day): Composed {
  const time = context.random.pick(['8:30', '9:15', '10:00', '11:15', '14:30']);
  return ownLetter(context, 'keyword:einladung', `Einladung zum ${germanDate(day)}`, 'Einladung', null, (letter) => {
    letter.paragraph(
      'ich möchte mit Ihnen über Ihre aktuelle berufliche Situation und die nächsten Schritte sprechen.',
    );
    letter.paragraph(
      `Bitte kommen Sie am ${longDate(day)} um ${time} Uhr in das ${context.centre.name}, ${context.centre.address.street}, Zimmer ${context.worker.room}.`,
      {
        font: 'sansBold',
      },
    );
    letter.paragraph(
      'Dies ist eine Einladung nach § 59 SGB II in Verbindung mit § 309 Absatz 1 SGB III. Können Sie den Termin aus wichtigem Grund nicht wahrnehmen, rufen Sie bitte vorher an.',
    );
    letter.paragraph(
      'Fahrkosten können auf Antrag übernommen werden. Bringen Sie bitte Ihren Lebenslauf und Nachweise über Bewerbungen mit.',
    );
  });
}

/** Hearing before a decision to the person's disadvantage (Section 24 SGB X). */
export function anhoerung(context: KindContext, facts: string, months: string, sum: string): Composed {
  const until = addDays(context.date, 21);
  return ownLetter(
    context,
    'keyword:anhoerung',
    `Anhörung zur Überzahlung ${months}`,
    'Anhörung nach § 24 SGB X',
    `Mögliche Überzahlung ${months}`,
    (letter) => {
      letter.paragraph(facts);
      letter.paragraph(
        `Nach den bisherigen Feststellungen haben Sie in dieser Zeit ${sum} zu Unrecht erhalten. Ich beabsichtige, den Bescheid insoweit aufzuheben und den Betrag zurückzufordern.`,
      );
      letter.paragraph(
        `Sie haben Gelegenheit, sich bis zum ${longDate(until)} zu den für die Entscheidung erheblichen Tatsachen zu äußern. Danach entscheide ich nach Lage der Akten.`,
      );
    },
  );
}

/** Request to lower the costs of housing (Section 22(1) SGB II). */
export function kostensenkungsaufforderung(context: KindContext, actual: string, adequate: string): Composed {
  return ownLetter(
    context,
    'keyword:kostensenkungsaufforderung',
    'Aufforderung zur Senkung der Unterkunftskosten',
    'Kosten der Unterkunft',
    'Aufforderung zur Kostensenkung (§ 22 Absatz 1 SGB II)',
    (letter) => {
      letter.paragraph(
        `Ihre Aufwendungen für die Unterkunft betragen monatlich ${actual} (Grundmiete und Nebenkosten). Angemessen sind für Ihre Haushaltsgröße ${adequate}.`,
      );
      letter.paragraph(
        `Bitte senken Sie die Kosten bis zum ${longDate(addDays(context.date, 182))}, zum Beispiel durch Verhandlung mit der vermietenden Person, Untervermietung oder einen Umzug. Ab dann können nur noch die angemessenen Kosten anerkannt werden.`,
      );
      letter.paragraph(
        'Ein neuer Mietvertrag sollte erst unterschrieben werden, wenn eine Zusicherung vorliegt (§ 22 Absatz 4 SGB II). Sprechen Sie mich bei gesundheitlichen oder familiären Gründen, die gegen eine Kostensenkung sprechen, bitte an.',
      );
    },
  );
}

/** Plan of co-operation, before July 2023 the agreement on integration. */
export function kooperationsplan(context: KindContext): Composed {
  const plan = context.date >= '2023-07-01';
  const name = plan ? 'Kooperationsplan' : 'Eingliederungsvereinbarung';
  const person = applicantOf(context.household);
  return ownLetter(
    context,
    plan ? 'keyword:kooperationsplan' : 'keyword:eingliederungsvereinbarung',
    `${name} vom ${germanDate(context.date)}`,
    name,
    `zwischen ${fullName(person)} und dem ${context.centre.name}`,
    (letter) => {
      letter.paragraph('zur Verbesserung Ihrer beruflichen Eingliederung halten wir folgendes gemeinsam fest:');
      letter.heading('Ziel');
      letter.paragraph(
        context.random.pick([
          'Aufnahme einer versicherungspflichtigen Beschäftigung im Bereich Service und Gastronomie.',
          'Aufnahme einer Teilzeitbeschäftigung im Umkreis von 30 km.',
          'Abschluss des Sprachkurses B2 und anschließende Qualifizierung.',
          'Stabilisierung der gesundheitlichen Situation und schrittweiser Wiedereinstieg.',
        ]),
      );
      letter.heading('Unterstützung durch das Sozialzentrum');
      letter.list([
        'Vermittlungsvorschläge, soweit geeignete Stellen vorliegen',
        'Übernahme angemessener Bewerbungskosten nach vorherigem Antrag',
        'Angebot eines Bewerbungstrainings',
      ]);
      letter.heading('Ihre Schritte');
      letter.list([
        `Monatlich mindestens ${context.random.int(3, 6)} Bewerbungen mit Nachweis bis zum 5. des Folgemonats`,
        'Wahrnehmung vereinbarter Termine',
        'Mitteilung von Änderungen der Erreichbarkeit',
      ]);
      letter.paragraph(`Der Plan wird spätestens am ${longDate(addDays(context.date, 182))} gemeinsam überprüft.`);
    },
  );
}
