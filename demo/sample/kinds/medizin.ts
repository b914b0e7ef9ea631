import { addDays, germanDate, longDate } from '../dates.ts';
import { applicantOf, fullName } from '../households.ts';
import { DOCTORS } from '../names.ts';
import { Composer } from '../pages/composer.ts';
import { companyLetter } from '../pages/letters.ts';
import { MM } from '../pages/page.ts';
import { drawSignature } from '../pages/signature.ts';
import type { SampleParty } from '../types.ts';
import { applicantParty, type Composed, type KindContext, officeParty, pagesContent } from './kind.ts';

const RED = '#a23b4a';

/** Certificate of incapacity for work, in the size and look of the printed form (upper half of the page), without a diagnosis. */
export function auBescheinigung(context: KindContext): Composed {
  const { household, date, random } = context;
  const person = applicantOf(household);
  const [doctor, field] = random.pick(DOCTORS);
  const until = addDays(date, random.pick([3, 5, 7, 11, 14, 21]));
  const sheet = new Composer({ left: 18 * MM, size: 9 });
  const { left } = sheet;
  const frame = (x: number, y: number, width: number, height: number, label: string, value: string) => {
    sheet.box(left + x, y, width, height, null, RED);
    sheet.at(left + x + 3, y + 8, label, { size: 6.2, color: RED });
    sheet.at(left + x + 6, y + 21, value, { size: 10 });
  };
  const top = 18 * MM;
  sheet.at(left, top, 'Arbeitsunfähigkeitsbescheinigung', { font: 'sansBold', size: 14, color: RED });
  sheet.at(left + 300, top, 'Ausfertigung zur Vorlage beim Jobcenter', { size: 8.5, color: RED });
  frame(
    0,
    top + 10,
    260,
    28,
    'Krankenkasse bzw. Kostenträger',
    random.pick(['Marschkasse Nord', 'BKK Deich und Hafen', 'Küstenkasse']),
  );
  frame(0, top + 38, 260, 28, 'Name, Vorname der versicherten Person', `${person.familyName}, ${person.givenName}`);
  frame(0, top + 66, 180, 28, 'Anschrift', household.address.street);
  frame(180, top + 66, 80, 28, 'geb. am', germanDate(person.birthDate));
  frame(0, top + 94, 260, 28, 'Postleitzahl, Wohnort', `${household.address.postcode} ${household.address.place}`);
  frame(280, top + 10, 210, 28, 'Art', random.chance(0.7) ? 'Erstbescheinigung' : 'Folgebescheinigung');
  frame(280, top + 44, 210, 28, 'arbeitsunfähig seit', germanDate(date));
  frame(280, top + 74, 210, 28, 'voraussichtlich arbeitsunfähig bis einschließlich', germanDate(until));
  frame(280, top + 104, 210, 28, 'festgestellt am', germanDate(date));
  sheet.box(left, top + 150, 490, 62, null, RED);
  sheet.at(left + 6, top + 162, 'Vertragsarztstempel und Unterschrift', { size: 6.2, color: RED });
  sheet.at(left + 20, top + 180, doctor, { font: 'sansBold', size: 9, color: '#2b3f73' });
  sheet.at(left + 20, top + 191, field, { size: 8, color: '#2b3f73' });
  sheet.at(left + 20, top + 201, `43110 Marschhusen`, { size: 8, color: '#2b3f73' });
  drawSignature(sheet, doctor, left + 210, top + 196, '#222222');
  return {
    title: `AU-Bescheinigung ${germanDate(date)} bis ${germanDate(until)}`,
    keywordKey: 'keyword:au-bescheinigung',
    direction: 'incoming',
    sender: doctor,
    content: pagesContent(sheet.finish(), doctor),
  };
}

/** Certificate of a doctor, for example about what a person cannot do. */
export function aerztlichesAttest(context: KindContext): Composed {
  const { household, date, random } = context;
  const person = applicantOf(household);
  const [doctor, field] = random.pick(DOCTORS);
  const sender: SampleParty = {
    name: doctor,
    address: { street: 'Praxisweg 5', postcode: '43110', place: 'Marschhusen' },
    kind: 'company',
  };
  const pages = companyLetter(context, {
    sender,
    trade: field,
    addressee: officeParty(context),
    subject: `Ärztliches Attest für ${fullName(person)}, geboren am ${germanDate(person.birthDate)}`,
    references: [['BG-Nummer', household.bgNumber]],
    body: (letter) => {
      letter.paragraph(
        `die oben genannte Person befindet sich seit ${longDate(addDays(date, -random.int(40, 400)))} in meiner Behandlung.`,
      );
      letter.paragraph(
        random.pick([
          'Aus ärztlicher Sicht sind derzeit nur leichte Tätigkeiten im Wechsel von Sitzen und Gehen bis zu vier Stunden täglich möglich. Heben und Tragen über 5 kg sollte unterbleiben.',
          'Aufgrund der Erkrankung ist eine kostenaufwändige Ernährung erforderlich. Die Dauer beträgt voraussichtlich zwölf Monate.',
          'Die bestehende Wohnung im zweiten Obergeschoss ist aus ärztlicher Sicht wegen der eingeschränkten Gehfähigkeit nicht mehr geeignet.',
          'Eine Teilnahme an Maßnahmen in Vollzeit ist für weitere drei Monate nicht zumutbar. Danach wird um erneute Vorstellung gebeten.',
        ]),
      );
      letter.paragraph('Dieses Attest wird auf Wunsch der behandelten Person zur Vorlage beim Jobcenter ausgestellt.');
    },
  });
  return {
    title: `Ärztliches Attest ${fullName(person)}`,
    keywordKey: 'keyword:aerztliches-attest',
    direction: 'incoming',
    sender: doctor,
    content: pagesContent(pages, doctor),
  };
}

/** Opinion of the medical service on what work is possible, two pages. */
export function aerztlichesGutachten(context: KindContext): Composed {
  const { household, random } = context;
  const person = applicantOf(household);
  const sender: SampleParty = {
    name: 'Gesundheitsamt Kreis Nordermarsch',
    address: { street: 'Kreishausstraße 8', postcode: '43110', place: 'Marschhusen' },
    kind: 'authority',
  };
  const pages = companyLetter(context, {
    sender,
    trade: 'Amtsärztlicher Dienst',
    addressee: officeParty(context),
    subject: `Gutachterliche Äußerung zur Leistungsfähigkeit – ${applicantParty(context).name}`,
    references: [
      ['BG-Nummer', household.bgNumber],
      ['Geburtsdatum', germanDate(person.birthDate)],
    ],
    signer: 'Dr. Behrens',
    body: (letter) => {
      letter.paragraph(
        'die Untersuchung fand in den Räumen des Gesundheitsamtes statt. Berücksichtigt wurden die vorgelegten Befundberichte der behandelnden Praxen.',
      );
      letter.heading('Positives Leistungsbild');
      letter.list([
        'leichte bis gelegentlich mittelschwere Arbeiten',
        `tägliche Arbeitszeit ${random.pick(['drei bis unter sechs Stunden', 'sechs Stunden und mehr'])}`,
        'wechselnde Körperhaltung, Tagschicht',
      ]);
      letter.heading('Negatives Leistungsbild');
      letter.list([
        'kein Heben und Tragen schwerer Lasten ohne Hilfsmittel',
        'keine Arbeiten unter Zeitdruck oder in Nachtschicht',
        'keine Arbeiten auf Leitern und Gerüsten',
      ]);
      letter.heading('Beurteilung');
      letter.paragraph(
        'Die beschriebenen Einschränkungen bestehen voraussichtlich länger als sechs Monate. Eine erneute Vorstellung wird nach Abschluss der Behandlung empfohlen. Eine Maßnahme zur medizinischen Rehabilitation sollte angeregt werden.',
      );
    },
  });
  return {
    title: `Ärztliches Gutachten ${fullName(person)}`,
    keywordKey: 'keyword:aerztliches-gutachten',
    direction: 'incoming',
    sender: sender.name,
    content: pagesContent(pages, sender.name),
  };
}
