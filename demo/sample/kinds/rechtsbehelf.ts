import { addDays, germanDate, longDate, yearOf } from '../dates.ts';
import { fullName } from '../households.ts';
import { LAWYERS } from '../names.ts';
import { authorityLetter, companyLetter, legalRemedies, privateLetter } from '../pages/letters.ts';
import type { Day, SampleParty } from '../types.ts';
import { ownSender } from './bescheide.ts';
import { applicantParty, type Composed, type KindContext, officeParty, pagesContent } from './kind.ts';

const GROUNDS = [
  'Die Heizkosten sind nicht in der tatsächlichen Höhe berücksichtigt. Ich habe Ihnen den neuen Abschlagsplan bereits geschickt und lege ihn noch einmal bei.',
  'Mein Einkommen ist zu hoch angesetzt. Im letzten Monat habe ich weniger Stunden gearbeitet, die Abrechnung liegt bei.',
  'Der Mehrbedarf wurde nicht berücksichtigt, obwohl die Bescheinigung vorliegt.',
  'Die Nachzahlung aus der Betriebskostenabrechnung fehlt in der Berechnung.',
  'Die Anrechnung des Unterhalts stimmt nicht. Der Unterhalt ist in diesen Monaten nicht gezahlt worden.',
];

/** Objection (Widerspruch) of the applicant herself. */
export function widerspruch(context: KindContext, noticeTitle: string, noticeDate: Day): Composed {
  const { random } = context;
  const sender = applicantParty(context);
  const pages = privateLetter(context, {
    sender,
    subject: `Widerspruch gegen Ihren Bescheid vom ${germanDate(noticeDate)}`,
    body: (letter) => {
      letter.paragraph(
        `gegen den oben genannten Bescheid (${noticeTitle}) lege ich hiermit fristgerecht Widerspruch ein.`,
      );
      letter.paragraph(random.pick(GROUNDS));
      letter.paragraph(
        random.pick([
          'Ich bitte um Überprüfung und einen neuen Bescheid.',
          'Bitte prüfen Sie das und zahlen Sie mir den fehlenden Betrag nach.',
        ]),
      );
      letter.paragraph('Bitte bestätigen Sie mir den Eingang schriftlich.');
    },
  });
  return made(
    'keyword:widerspruch',
    `Widerspruch gegen Bescheid vom ${germanDate(noticeDate)}`,
    'incoming',
    sender.name,
    pages,
  );
}

function made(
  keywordKey: Composed['keywordKey'],
  title: string,
  direction: Composed['direction'],
  sender: string,
  pages: ReturnType<typeof privateLetter>,
): Composed {
  return { title, keywordKey, direction, sender, content: pagesContent(pages, sender) };
}

/** Objection by a lawyer, with power of attorney and request to inspect the file. */
export function widerspruchAnwalt(context: KindContext, noticeDate: Day): Composed {
  const { random } = context;
  const name = random.pick(LAWYERS);
  const sender: SampleParty = {
    name,
    address: { street: 'Neue Straße 8', postcode: '43110', place: 'Marschhusen' },
    kind: 'company',
  };
  const client = applicantParty(context).name;
  const pages = companyLetter(context, {
    sender,
    trade: 'Sozialrecht · Familienrecht · Mietrecht',
    addressee: officeParty(context),
    subject: `${client} ./. Kreis Nordermarsch – Widerspruch`,
    references: [
      ['Unser Zeichen', `${random.int(100, 999)}/${String(yearOf(context.date)).slice(2)} H`],
      ['BG-Nummer', context.household.bgNumber],
    ],
    body: (letter) => {
      letter.paragraph(
        `in vorbezeichneter Angelegenheit zeige ich unter Vorlage der Vollmacht an, dass ich die rechtlichen Interessen von ${client} vertrete.`,
      );
      letter.paragraph(`Gegen Ihren Bescheid vom ${longDate(noticeDate)} lege ich`);
      letter.paragraph('Widerspruch', { font: letter.face('bold'), align: 'center' });
      letter.paragraph(
        'ein. Zugleich beantrage ich Akteneinsicht nach § 25 SGB X durch elektronische Übermittlung der vollständigen Leistungsakte. Eine Begründung erfolgt nach Akteneinsicht.',
      );
      letter.paragraph(
        'Es wird beantragt, die Hinzuziehung eines Bevollmächtigten im Vorverfahren für notwendig zu erklären (§ 63 Absatz 2 SGB X).',
      );
    },
  });
  return made('keyword:widerspruch', `Widerspruch durch ${name}`, 'incoming', name, pages);
}

/** Decision on an objection: remedied or rejected. */
export function widerspruchsbescheid(context: KindContext, filed: Day, noticeDate: Day): Composed {
  const remedied = context.random.chance(0.4);
  const subject = remedied ? 'Abhilfebescheid' : 'Widerspruchsbescheid';
  const pages = authorityLetter(context, {
    subject,
    about: `Ihr Widerspruch vom ${germanDate(filed)} gegen den Bescheid vom ${germanDate(noticeDate)}`,
    addressee: applicantParty(context),
    body: (letter) => {
      if (remedied) {
        letter.paragraph(
          'Ihrem Widerspruch wird in vollem Umfang abgeholfen. Der angefochtene Bescheid wird durch einen gesonderten Änderungsbescheid ersetzt, der in den nächsten Tagen ergeht.',
        );
        letter.paragraph(
          'Die fehlenden Unterlagen sind mit dem Widerspruch nachgereicht worden. Notwendige Aufwendungen im Widerspruchsverfahren werden auf Antrag erstattet (§ 63 SGB X).',
        );
        return;
      }
      letter.paragraph(
        'Der Widerspruch wird als unbegründet zurückgewiesen. Im Widerspruchsverfahren gegebenenfalls entstandene notwendige Aufwendungen werden nicht erstattet.',
      );
      letter.heading('Gründe');
      letter.paragraph(
        'Der Widerspruch ist zulässig, sachlich jedoch nicht begründet. Die Berechnung wurde überprüft. Nach den vorliegenden Nachweisen sind die Bedarfe und das Einkommen zutreffend berücksichtigt (§§ 11, 11b, 19 ff., 22 SGB II). Weitere Unterlagen wurden trotz Aufforderung nicht vorgelegt.',
      );
      letter.heading('Rechtsbehelfsbelehrung');
      letter.paragraph(
        'Gegen diese Entscheidung kann innerhalb eines Monats nach Bekanntgabe Klage beim Sozialgericht Nordermarsch, Gerichtsweg 1, 43110 Marschhusen, erhoben werden.',
      );
    },
  });
  return made(
    'keyword:widerspruchsbescheid',
    `${subject} zum Widerspruch vom ${germanDate(filed)}`,
    'outgoing',
    ownSender(context),
    pages,
  );
}

/** Message of the social court that a claim was filed, with a request for the file. */
export function klage(context: KindContext): Composed {
  const { random, date } = context;
  const court: SampleParty = {
    name: 'Sozialgericht Nordermarsch',
    address: { street: 'Gerichtsweg 1', postcode: '43110', place: 'Marschhusen' },
    kind: 'authority',
  };
  const number = `S ${random.int(1, 19)} AS ${random.int(12, 840)}/${String(yearOf(date)).slice(2)}`;
  const client = applicantParty(context).name;
  const pages = companyLetter(context, {
    sender: court,
    trade: 'Geschäftsstelle',
    addressee: officeParty(context),
    subject: `Rechtsstreit ${client} ./. Kreis Nordermarsch`,
    references: [
      ['Aktenzeichen', number],
      ['BG-Nummer', context.household.bgNumber],
    ],
    body: (letter) => {
      letter.paragraph(`die anliegende Klageschrift vom ${longDate(addDays(date, -6))} wird Ihnen zugestellt.`);
      letter.paragraph(
        'Sie werden gebeten, binnen eines Monats zur Klage Stellung zu nehmen und die vollständige Verwaltungsakte elektronisch zu übermitteln.',
      );
    },
  });
  return made('keyword:klage', `Klage ${number}`, 'incoming', court.name, pages);
}

/** Rejection of a claim for a one-off benefit. */
export function ablehnung(context: KindContext, what: string): Composed {
  const pages = authorityLetter(context, {
    subject: 'Ablehnungsbescheid',
    about: what,
    addressee: applicantParty(context),
    body: (letter) => {
      letter.paragraph(`Ihren Antrag (${what}) lehne ich ab.`);
      letter.heading('Begründung');
      letter.paragraph(
        'Nach § 24 Absatz 3 SGB II werden Leistungen nur für die erstmalige Ausstattung erbracht. Der geltend gemachte Bedarf ist eine Ersatzbeschaffung und aus dem Regelbedarf zu decken. Ein unabweisbarer Bedarf im Sinne des § 24 Absatz 1 SGB II ist nicht nachgewiesen.',
      );
      legalRemedies(letter, context);
    },
  });
  return made('keyword:ablehnung', `Ablehnung: ${what}`, 'outgoing', ownSender(context), pages);
}

/** Power of attorney for a relative or adviser. */
export function vollmacht(context: KindContext): Composed {
  const sender = applicantParty(context);
  const other = fullName({
    givenName: context.random.pick(['Elke', 'Uwe', 'Petra', 'Heiko']),
    familyName: context.random.pick(['Bruhn', 'Iversen', 'Ohlsen']),
  });
  const pages = privateLetter(context, {
    sender,
    subject: 'Vollmacht',
    body: (letter) => {
      letter.paragraph(
        `hiermit bevollmächtige ich ${other}, mich in allen Angelegenheiten meiner Leistungen nach dem SGB II gegenüber dem Kreis Nordermarsch zu vertreten, Auskünfte einzuholen und Schreiben entgegenzunehmen.`,
      );
      letter.paragraph('Die Vollmacht gilt bis auf Widerruf.');
    },
  });
  return made('keyword:vollmacht', `Vollmacht für ${other}`, 'incoming', sender.name, pages);
}
