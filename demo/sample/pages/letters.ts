import { germanDate, longDate } from '../dates.ts';
import { applicantOf } from '../households.ts';
import { type KindContext, officeParty, writtenBgNumber } from '../kinds/kind.ts';
import { COUNTY } from '../office.ts';
import type { SampleAccount, SampleParty } from '../types.ts';
import { Composer } from './composer.ts';
import { MM, type Page, PAGE_HEIGHT, PAGE_WIDTH } from './page.ts';
import { drawSignature } from './signature.ts';

const PETROL = '#155e6b';
const GREY = '#5a6468';

function drawCrest(letter: Composer, x: number, y: number): void {
  letter.box(x, y, 30, 30, PETROL);
  letter.box(x + 4, y + 5, 22, 7, '#e9c46a');
  for (const row of [17, 21, 25]) letter.ink(wave(x + 3, y + row, 24), 1.5, '#ffffff');
}

function wave(x: number, y: number, width: number): number[] {
  return Array.from({ length: 9 }, (_, i) => [x + (width / 8) * i, y + (i % 2 === 0 ? 1.6 : -1.6)]).flat();
}

/** Address field for a window envelope (DIN 5008, form B): small line of the sender, then the addressee. */
function drawAddress(letter: Composer, sender: SampleParty, lines: readonly string[]): void {
  const y = 48 * MM;
  const back = `${sender.name}, ${sender.address.street}, ${sender.address.postcode} ${sender.address.place}`;
  letter.at(letter.left, y, back, { size: 6.8, color: GREY, font: 'sans' });
  letter.line(letter.left, y + 2.5, letter.left + 80 * MM, y + 2.5, 0.3, '#9aa3a7');
  lines.forEach((line, index) => {
    letter.at(letter.left, y + 24 + index * 14, line, { size: 10.5 });
  });
}

function addressLines(party: SampleParty): string[] {
  return [party.name, party.address.street, `${party.address.postcode} ${party.address.place}`];
}

/** `Frau` or `Herr` with the name, as in an address. */
function salutationOf(account: SampleAccount): string {
  return `${account.gender === 'female' ? 'Frau' : 'Herr'} ${account.familyName}`;
}

function drawAuthorityHead(letter: Composer, context: KindContext): void {
  const { centre } = context;
  drawCrest(letter, letter.left, 14 * MM);
  letter.at(letter.left + 40, 14 * MM + 14, COUNTY.name, { font: 'sansBold', size: 16, color: PETROL });
  letter.at(letter.left + 40, 14 * MM + 27, `Der Landrat · ${centre.name} · Jobcenter`, { size: 9.5, color: GREY });
  letter.line(letter.left, 30 * MM, letter.right, 30 * MM, 0.9, PETROL);
}

function drawReferences(letter: Composer, rows: [string, string][]): void {
  const x = 121 * MM;
  let y = 46 * MM;
  for (const [label, value] of rows) {
    letter.at(x, y, label, { size: 7.2, color: GREY });
    letter.at(x + 56, y, value, { size: 8.4 });
    y += 12.2;
  }
}

function drawAuthorityFoot(letter: Composer, context: KindContext, number: number, count: number): void {
  const { centre, household, date } = context;
  const y = PAGE_HEIGHT - 21 * MM;
  if (number > 1) {
    letter.at(letter.left, 16 * MM, `${COUNTY.name}, ${centre.name}`, { size: 8, color: GREY });
    letter.at(letter.right, 16 * MM, `BG-Nummer ${household.bgNumber} · Schreiben vom ${germanDate(date)}`, {
      size: 8,
      color: GREY,
      align: 'right',
    });
    letter.line(letter.left, 18 * MM, letter.right, 18 * MM, 0.4, GREY);
  }
  letter.at(letter.right, y - 6, `Seite ${number} von ${count}`, { size: 8, color: GREY, align: 'right' });
  letter.line(letter.left, y, letter.right, y, 0.5, PETROL);
  const columns = [
    ['Hausanschrift', centre.address.street, `${centre.address.postcode} ${centre.address.place}`],
    ['Sprechzeiten', 'Mo, Di, Do, Fr 8:30–12:00 Uhr', 'Do auch 14:00–17:30 Uhr'],
    ['Bankverbindung', COUNTY.bank, COUNTY.iban],
    ['Kontakt', centre.email, `Telefon ${centre.telephone}`],
  ];
  const step = [0, 98, 215, 350];
  columns.forEach((lines, index) => {
    lines.forEach((line, row) => {
      letter.at(letter.left + (step[index] ?? 0), y + 10 + row * 8.5, line, {
        size: 6.6,
        color: GREY,
        font: row === 0 ? 'sansBold' : 'sans',
      });
    });
  });
}

type AuthorityLetter = {
  subject: string;
  /** Second bold line under the subject. */
  about?: string;
  addressee: SampleParty;
  salutation?: string;
  body: (letter: Composer) => void;
  closing?: 'signed' | 'automatic';
  /** Pages after the signature, with their names for the list of annexes. */
  annexes?: { names: string[]; draw: (letter: Composer) => void };
};

/** Salutation to the applicant: `Sehr geehrte Frau Petersen,`. */
function dearApplicant({ household }: KindContext): string {
  const { gender, familyName } = applicantOf(household);
  return gender === 'female' ? `Sehr geehrte Frau ${familyName},` : `Sehr geehrter Herr ${familyName},`;
}

/** Letter of the county in its own layout: letterhead, address window, references, subject, body, closing, footer. */
export function authorityLetter(context: KindContext, content: AuthorityLetter): Page[] {
  const { worker, household, centre } = context;
  const letter = new Composer({
    size: 10,
    top: 24 * MM,
    bottom: PAGE_HEIGHT - 29 * MM,
    decorate: (composer, _page, number, count) => drawAuthorityFoot(composer, context, number, count),
  });
  drawAuthorityHead(letter, context);
  const office: SampleParty = { name: COUNTY.name, address: centre.address, kind: 'authority' };
  drawAddress(letter, office, addressLines(content.addressee));
  drawReferences(letter, [
    ['Auskunft erteilt', salutationOf(worker)],
    ['Zimmer', worker.room],
    ['Telefon', worker.telephone],
    ['E-Mail', worker.email],
    ['BG-Nummer', household.bgNumber],
    ['Kundennummer', household.customerNumber],
    ['Unser Zeichen', `${worker.signature} 50.2`],
    ['Datum', longDate(context.date)],
  ]);
  letter.y = 92 * MM;
  letter.paragraph(content.subject, { font: 'sansBold', size: 11.5, after: content.about ? 1 : 12 });
  if (content.about) letter.paragraph(content.about, { font: 'sansBold', after: 12 });
  letter.paragraph(content.salutation ?? dearApplicant(context));
  content.body(letter);
  closeAuthorityLetter(letter, context, content.closing ?? 'signed');
  if (content.annexes) {
    letter.paragraph(`Anlagen: ${content.annexes.names.join(', ')}`, { size: 8.5 });
    letter.newPage();
    content.annexes.draw(letter);
  }
  return letter.finish();
}

function closeAuthorityLetter(letter: Composer, { worker }: KindContext, closing: 'signed' | 'automatic'): void {
  letter.ensure(74);
  letter.paragraph('Mit freundlichen Grüßen', { after: 2 });
  letter.paragraph('Im Auftrag', { after: 6 });
  if (closing === 'signed') {
    drawSignature(letter, worker.familyName, letter.left + 4, letter.y + 24);
    letter.space(34);
    letter.paragraph(worker.familyName);
  } else {
    letter.paragraph(worker.familyName, { after: 4 });
    letter.paragraph(
      'Dieses Schreiben wurde mit einer Datenverarbeitungsanlage erstellt und ist ohne Unterschrift gültig.',
      { size: 8, color: GREY },
    );
  }
}

/** Full-width paragraph set with the instruction on legal remedies, as at the end of every notice. */
export function legalRemedies(letter: Composer, { centre }: KindContext): void {
  letter.heading('Rechtsbehelfsbelehrung');
  letter.paragraph(
    'Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch erhoben werden. Der Widerspruch ist schriftlich, in ' +
      `elektronischer Form nach § 36a Absatz 2 SGB I oder zur Niederschrift bei dem Kreis Nordermarsch, ${centre.name}, ${centre.address.street}, ` +
      `${centre.address.postcode} ${centre.address.place}, einzulegen.`,
  );
}

type PrivateLetter = {
  sender: SampleParty;
  subject: string;
  body: (letter: Composer) => void;
  greeting?: string;
  references?: boolean;
  telephone?: string;
};

/** Letter of a citizen to the centre, written at home: plain head, place and date, signature. */
export function privateLetter(context: KindContext, content: PrivateLetter): Page[] {
  const { sender } = content;
  const family = context.random.chance(0.6) ? 'serif' : 'sans';
  const letter = new Composer({ family, size: 11.5, left: 25 * MM, right: PAGE_WIDTH - 25 * MM, leading: 1.4 });
  letter.y = 18 * MM;
  letter.paragraph(sender.name, { after: 0 });
  letter.paragraph(`${sender.address.street}, ${sender.address.postcode} ${sender.address.place}`, { after: 0 });
  if (content.telephone) letter.paragraph(`Tel. ${content.telephone}`, { after: 0 });
  letter.y = 50 * MM;
  for (const line of addressLines(officeParty(context))) letter.paragraph(line, { after: 0 });
  letter.y = 88 * MM;
  letter.paragraph(`${sender.address.place}, den ${germanDate(context.date)}`, { align: 'right', after: 18 });
  letter.paragraph(content.subject, { font: letter.face('bold'), after: content.references === false ? 14 : 1 });
  if (content.references !== false) {
    letter.paragraph(`BG-Nummer: ${writtenBgNumber(context)}`, { font: letter.face('bold'), after: 14 });
  }
  letter.paragraph('Sehr geehrte Damen und Herren,');
  content.body(letter);
  letter.ensure(70);
  letter.paragraph(content.greeting ?? 'Mit freundlichen Grüßen', { after: 6 });
  drawSignature(letter, sender.name, letter.left + 4, letter.y + 24);
  letter.space(36);
  letter.paragraph(sender.name);
  return letter.finish();
}

type CompanyLetter = {
  sender: SampleParty;
  /** Small line under the name, e.g. "Hausverwaltung und Vermietung". */
  trade: string;
  addressee: SampleParty;
  subject: string;
  references?: [string, string][];
  salutation?: string;
  signer?: string;
  /** Closing line; "Mit freundlichen Grüßen" when not given. */
  greeting?: string;
  body: (letter: Composer) => void;
};

const COMPANY_COLORS = ['#7a2e2e', '#2e5c3a', '#2b3f73', '#6b4a14', '#4b2e63', '#37474f'];

/** Colour of a company's letterhead; the same company always has the same. */
export function companyColor(name: string): string {
  let sum = 0;
  for (const character of name) sum += character.charCodeAt(0);
  return COMPANY_COLORS[sum % COMPANY_COLORS.length] ?? '#37474f';
}

/** Business letter of a landlord, supplier, employer, lawyer or other authority. */
export function companyLetter(context: KindContext, content: CompanyLetter): Page[] {
  const { sender } = content;
  const color = companyColor(sender.name);
  const letter = new Composer({
    family: color === '#6b4a14' || color === '#4b2e63' ? 'serif' : 'sans',
    size: 10.5,
    bottom: PAGE_HEIGHT - 24 * MM,
    decorate: (composer, _page, number, count) => drawCompanyFoot(composer, sender, color, number, count),
  });
  letter.at(letter.right, 18 * MM, sender.name, { font: letter.face('bold'), size: 15, color, align: 'right' });
  letter.at(letter.right, 18 * MM + 13, content.trade, { size: 8.5, color: GREY, align: 'right' });
  letter.line(letter.left, 28 * MM, letter.right, 28 * MM, 1.4, color);
  drawAddress(letter, sender, addressLines(content.addressee));
  const references: [string, string][] = [...(content.references ?? []), ['Datum', germanDate(context.date)]];
  drawReferences(letter, references);
  letter.y = 94 * MM;
  letter.paragraph(content.subject, { font: letter.face('bold'), size: 11.5, after: 12 });
  letter.paragraph(content.salutation ?? 'Sehr geehrte Damen und Herren,');
  content.body(letter);
  letter.ensure(80);
  letter.paragraph(content.greeting ?? 'Mit freundlichen Grüßen', { after: 4 });
  letter.paragraph(sender.name, { after: 2 });
  const signer = content.signer ?? sender.name;
  drawSignature(letter, signer, letter.left + 4, letter.y + 24, '#20242c');
  letter.space(36);
  letter.paragraph(content.signer ? `i. A. ${signer}` : '');
  return letter.finish();
}

function drawCompanyFoot(letter: Composer, sender: SampleParty, color: string, number: number, count: number): void {
  const y = PAGE_HEIGHT - 17 * MM;
  letter.line(letter.left, y, letter.right, y, 0.5, color);
  const address = `${sender.address.street} · ${sender.address.postcode} ${sender.address.place}`;
  letter.at(letter.left, y + 11, `${sender.name} · ${address}`, { size: 7, color: GREY });
  letter.at(letter.right, y + 11, `Seite ${number}/${count}`, { size: 7, color: GREY, align: 'right' });
}
