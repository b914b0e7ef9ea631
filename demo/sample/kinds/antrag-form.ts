import { germanDate } from '../dates.ts';
import { applicantOf, fullName } from '../households.ts';
import { FormComposer } from '../pages/forms.ts';
import type { SamplePerson } from '../types.ts';
import { type Composed, type KindContext, pagesContent } from './kind.ts';

/** Empty form of the county, headed for the household. */
export function form(context: KindContext, title: string, subtitle: string, formCode: string): FormComposer {
  const { household } = context;
  return new FormComposer({
    title,
    subtitle,
    formCode,
    bgNumber: household.bgNumber,
    name: fullName(applicantOf(household)),
  });
}

/** A filled-in form as a document of the applicant. */
export function composed(context: KindContext, sheet: FormComposer, keyword: string, title: string): Composed {
  const sender = fullName(applicantOf(context.household));
  return {
    title,
    keywordKey: `keyword:${keyword}`,
    direction: 'incoming',
    sender,
    content: pagesContent(sheet.finish(), sender),
  };
}

export const GENDERS = ['weiblich', 'männlich', 'divers', 'keine Angabe'];

/** Name and birth date of a person. */
export function personFields(sheet: FormComposer, person: SamplePerson): void {
  sheet.fields([
    ['Familienname', person.familyName, 3],
    ['Vorname', person.givenName, 3],
    ['Geburtsdatum', germanDate(person.birthDate), 2],
  ]);
}

/** First section of every form: who applies. */
export function applicantSection(sheet: FormComposer, { household }: KindContext, bgNumberKnown: boolean): void {
  const applicant = applicantOf(household);
  sheet.bar('Angaben zur antragstellenden Person');
  sheet.fields([
    ['BG-Nummer (falls vorhanden)', bgNumberKnown ? household.bgNumber : '', 3],
    ['Kundennummer (falls vorhanden)', bgNumberKnown ? household.customerNumber : '', 3],
  ]);
  personFields(sheet, applicant);
  sheet.fields([
    ['Straße, Hausnummer', household.address.street, 4],
    ['Postleitzahl', household.address.postcode, 1],
    ['Wohnort', household.address.place, 3],
  ]);
  sheet.fields([
    ['Telefon (freiwillig)', household.telephone, 3],
    ['E-Mail (freiwillig)', household.email ?? '', 4],
  ]);
  sheet.choice('Geschlecht', GENDERS, applicant.gender === 'female' ? 0 : 1);
}

/** Last section of every form: declaration and signature. */
export function declaration(sheet: FormComposer, { household, date }: KindContext): void {
  sheet.bar('Erklärung');
  sheet.paragraph(
    'Ich bestätige, dass die Angaben richtig sind. Änderungen werde ich unaufgefordert und unverzüglich mitteilen (§ 60 SGB I). Das Merkblatt SGB II habe ich ' +
      'erhalten und von seinem Inhalt Kenntnis genommen. Mir ist bekannt, dass unrichtige oder unvollständige Angaben zu Rückforderungen führen können.',
  );
  sheet.signatureLine(household.address.place, germanDate(date), fullName(applicantOf(household)));
}
