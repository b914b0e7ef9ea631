import { wageOf } from '../calculation.ts';
import { addDays, germanDate, monthEnd, monthName, monthStart } from '../dates.ts';
import { fullName, personOf } from '../households.ts';
import { euro } from '../money.ts';
import type { SampleEmployment } from '../types.ts';
import { form, personFields } from './antrag-form.ts';
import { type Composed, type KindContext, pagesContent } from './kind.ts';

/** Certificate of earnings on the county's form, filled in by the employer. */
export function einkommensbescheinigung(context: KindContext, employment: SampleEmployment): Composed {
  const person = personOf(context.household, employment.personKey);
  const month = monthStart(addDays(context.date, -20));
  const wage = wageOf(employment, month);
  const sheet = form(context, 'Einkommensbescheinigung', 'Vom Arbeitgeber auszufüllen (§ 58 SGB II)', 'EB.01.2026');
  sheet.bar('Beschäftigte Person');
  personFields(sheet, person);
  sheet.bar('Beschäftigung');
  sheet.fields([
    ['Tätigkeit', employment.job, 3],
    ['beschäftigt seit', germanDate(employment.from), 1],
    ['Wochenstunden', String(employment.weeklyHours), 1],
  ]);
  sheet.fields([
    ['Abrechnungsmonat', monthName(month), 2],
    ['brutto', euro(wage.gross), 1],
    ['netto', euro(wage.net), 1],
    ['ausgezahlt am', germanDate(monthEnd(month)), 1],
  ]);
  const { name, address } = employment.employer;
  sheet.signatureLine(address.place, germanDate(context.date), name, 'Unterschrift und Stempel des Arbeitgebers');
  return {
    title: `Einkommensbescheinigung ${monthName(month)} – ${fullName(person)}`,
    keywordKey: 'keyword:einkommensbescheinigung',
    direction: 'incoming',
    sender: name,
    content: pagesContent(sheet.finish(), name),
  };
}
