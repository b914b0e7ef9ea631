import { addDays, addMonths, ageOn, dayOf, monthStart, yearOf } from './dates.ts';
import type { DocumentPlan } from './documents.ts';
import { rentOn } from './dwelling.ts';
import { membersOn, minorsOn, sampleStart } from './households.ts';
import * as anlagen from './kinds/anlagen.ts';
import * as antraege from './kinds/antraege.ts';
import * as bescheide from './kinds/bescheide.ts';
import * as einkommen from './kinds/einkommen.ts';
import * as kdu from './kinds/kdu.ts';
import { kontoauszug } from './kinds/kontoauszug.ts';
import { sammelscan } from './kinds/sammelscan.ts';
import { mietvertrag } from './kinds/mietvertrag.ts';
import * as schreiben from './kinds/schreiben.ts';
import * as vermerke from './kinds/vermerke.ts';
import { planContacts, planObjections } from './contacts.ts';
import { euro } from './money.ts';
import { Planner } from './planner.ts';
import type { Random } from './random.ts';
import type { Day, SampleHousehold, SamplePeriod } from './types.ts';

const MISSING = [
  'Kontoauszüge der letzten drei Monate, lückenlos',
  'Mietbescheinigung, ausgefüllt von der vermietenden Person',
  'Lohnabrechnungen der letzten drei Monate',
  'Nachweis über die Höhe der Heizkosten',
  'Aktueller Kindergeldbescheid',
  'Erklärung zur Herkunft der Einzahlung auf Ihrem Konto',
  'Vollständig ausgefüllte Anlage KDU mit Unterschrift',
];

/** Two or three documents that are asked for. */
function missingDocuments(random: Random): string[] {
  const start = random.int(0, MISSING.length - 1);
  return Array.from({ length: random.int(2, 3) }, (_, index) => MISSING[(start + index * 2) % MISSING.length] ?? '');
}

function lastMonths(day: Day, count: number): Day[] {
  return Array.from({ length: count }, (_, index) => addMonths(monthStart(day), index - count));
}

function planFirstApplication(planner: Planner): void {
  const { household, random } = planner;
  const day = household.firstApplication;
  planner.incoming('hauptantrag', day, 1, 0.6, antraege.hauptantrag);
  planner.incoming('anlage-kdu', day, 2, 0.55, anlagen.anlageKdu);
  planner.incoming('anlage-vm', day, 3, 0.55, anlagen.anlageVm);
  planner.incoming('mietvertrag', day, 1, 0.5, mietvertrag);
  planner.incoming('mietbescheinigung', addDays(day, 3), 2, 0.5, kdu.mietbescheinigung);
  for (const person of membersOn(household, day).slice(1)) {
    planner.incoming('anlage-person', day, 3, 0.5, (context) => anlagen.anlagePerson(context, person));
  }
  planner.own('identitaetsvermerk', addDays(day, 1), 2, vermerke.identitaetsvermerk);
  planner.own('eingangsbestaetigung', addDays(day, 4), 2, (context) =>
    schreiben.eingangsbestaetigung(context, 'Hauptantrag', day),
  );
  planner.incoming('kontoauszug', addDays(day, 2), 2, 0.3, (context) => kontoauszug(context, lastMonths(day, 3)));
  const first = household.periods[0];
  if (random.chance(0.6)) planMissing(planner, addDays(day, 8), 'Ihr Hauptantrag');
  if (first)
    planner.own('bewilligungsbescheid', addDays(day, random.int(18, 40)), 1, (context) =>
      bescheide.bewilligungsbescheid(context, first, true),
    );
}

function planMissing(planner: Planner, day: Day, occasion: string): void {
  const { random } = planner;
  const missing = missingDocuments(random);
  planner.own('mitwirkungsaufforderung', day, 2, (context) =>
    schreiben.mitwirkungsaufforderung(context, missing, occasion),
  );
  if (random.chance(0.35))
    planner.own('erinnerung', addDays(day, 24), 2, (context) => schreiben.erinnerung(context, day, missing));
  if (random.chance(0.4))
    planner.mail(addDays(day, 12), 2, [(context) => kontoauszug(context, lastMonths(addDays(day, 12), 1))]);
}

function planFollowingPeriod(planner: Planner, period: SamplePeriod): void {
  const { household, random } = planner;
  const day = addDays(period.from, -random.int(18, 45));
  planner.incoming('weiterbewilligungsantrag', day, 1, 0.5, (context) =>
    antraege.weiterbewilligungsantrag(context, period.from),
  );
  planner.incoming('anlage-kdu', day, 3, 0.5, anlagen.anlageKdu);
  if (household.employments.length > 0 || minorsOn(household, day).length > 0)
    planner.incoming('anlage-ek', day, 3, 0.5, anlagen.anlageEk);
  planner.incoming('kontoauszug', day, 2, 0.3, (context) => kontoauszug(context, lastMonths(day, 3)));
  if (random.chance(planner.bundleShare))
    planner.bundle('sammelscan', addDays(day, 2), (context) => sammelscan(context, period.from));
  if (random.chance(0.35)) planMissing(planner, addDays(day, 6), 'Ihr Weiterbewilligungsantrag');
  planner.own('bewilligungsbescheid', addDays(period.from, -random.int(4, 14)), 1, (context) =>
    bescheide.bewilligungsbescheid(context, period, false),
  );
}

function periodOn(household: SampleHousehold, day: Day): SamplePeriod | undefined {
  return household.periods.find(({ from, to }) => from < day && day <= to);
}

function planNewYear(planner: Planner, year: number): void {
  const from = dayOf(year, 1, 1);
  const period = periodOn(planner.household, from);
  const children = minorsOn(planner.household, from).length > 0;
  if (!period || (year > 2024 && !children)) return;
  const reason =
    year <= 2024
      ? `Zum 1. Januar ${year} wurden die Regelbedarfe nach § 20 SGB II neu festgesetzt. Die Mehrbedarfe wurden entsprechend angepasst.`
      : `Zum 1. Januar ${year} wurden die Beträge neu berechnet, insbesondere das Kindergeld, das als Einkommen der Kinder zu berücksichtigen ist (§ 11 Absatz 1 SGB II).`;
  planner.own('aenderungsbescheid', dayOf(year - 1, 12, planner.random.int(2, 15)), 2, (context) =>
    bescheide.aenderungsbescheid(context, from, period, reason),
  );
  if (children)
    planner.incoming(
      'kindergeldbescheid',
      dayOf(year, 1, planner.random.int(8, 25)),
      3,
      0.4,
      einkommen.kindergeldbescheid,
    );
}

function planRentChanges(planner: Planner): void {
  const { household, random } = planner;
  for (const { from } of household.dwelling.rents.slice(1)) {
    if (from <= household.firstApplication) continue;
    planner.incoming('mieterhoehung', addDays(addMonths(from, -2), -random.int(2, 12)), 2, 0.5, (context) =>
      kdu.mieterhoehung(context, from),
    );
    const period = periodOn(household, from);
    if (!period) continue;
    const reason =
      'Die Kosten der Unterkunft und Heizung haben sich geändert. Die neuen Beträge sind nach § 22 SGB II in tatsächlicher Höhe anzuerkennen.';
    planner.own('aenderungsbescheid', addDays(from, -random.int(6, 20)), 2, (context) =>
      bescheide.aenderungsbescheid(context, from, period, reason),
    );
  }
}

function planYear(planner: Planner, year: number): void {
  const { household, random } = planner;
  const moved = yearOf(household.dwelling.movedIn);
  if (moved < year) {
    const day = dayOf(year, random.int(7, 11), random.int(1, 28));
    planner.incoming('betriebskostenabrechnung', day, 2, 0.5, (context) =>
      kdu.betriebskostenabrechnung(context, year - 1),
    );
  }
  planner.incoming('heizkosten', dayOf(year, random.int(2, 5), random.int(1, 28)), 3, 0.4, kdu.heizkostenAbschlag);
  planNewYear(planner, year);
  for (const child of household.persons.filter(({ role }) => role === 'child')) planChild(planner, child, year);
  if (random.chance(0.3))
    planner.photo('abschlagsplan', dayOf(year, random.int(1, 12), random.int(1, 28)), 2, kdu.heizkostenAbschlag);
}

function planChild(planner: Planner, child: SampleHousehold['persons'][number], year: number): void {
  const { random } = planner;
  const autumn = dayOf(year, 9, random.int(1, 25));
  const age = ageOn(child.birthDate, autumn);
  if (age >= 6 && age < 18)
    planner.incoming('schulbescheinigung', autumn, 3, 0.5, (context) => einkommen.schulbescheinigung(context, child));
  if (age >= 2 && age < 18 && random.chance(0.4))
    planner.incoming('antrag-but', addDays(autumn, random.int(5, 80)), 3, 0.5, (context) =>
      anlagen.antragBut(context, child),
    );
  if (child.advanceMaintenance && child.birthDate < dayOf(year - 1, 12, 1)) {
    planner.incoming('uvg-bescheid', dayOf(year, 1, random.int(5, 28)), 3, 0.4, (context) =>
      einkommen.advanceMaintenanceNotice(context, child),
    );
  }
}

function planWork(planner: Planner, lastDay: Day): void {
  const { household, random } = planner;
  for (const employment of household.employments) {
    planner.incoming('veraenderungsmitteilung', addDays(employment.from, -random.int(1, 12)), 2, 0.5, (context) =>
      anlagen.veraenderungsmitteilung(
        context,
        `Aufnahme einer Beschäftigung bei ${employment.employer.name}`,
        employment.from,
      ),
    );
    planner.incoming('arbeitsvertrag', addDays(employment.from, -random.int(1, 9)), 2, 0.4, (context) =>
      einkommen.arbeitsvertrag(context, employment),
    );
    const end = employment.to ?? lastDay;
    for (let month = employment.from; addDays(month, 27) < end; month = addMonths(month, 1)) {
      const slip = month;
      planner.incoming('lohnabrechnung', addDays(addMonths(month, 1), -random.int(1, 3)), 3, 0.35, (context) =>
        einkommen.lohnabrechnung(context, employment, slip),
      );
    }
    planOverpayment(planner, employment.from);
  }
}

function planOverpayment(planner: Planner, from: Day): void {
  const { household, random } = planner;
  const period = periodOn(household, from);
  const months = [from, addMonths(from, 1)];
  if (!period || !random.chance(0.6)) return;
  const over = bescheide.overpaidMonths(household, months);
  const sum = over.reduce((all, { over: cents }) => all + cents, 0);
  if (sum === 0) return;
  const reason =
    'Sie haben in dieser Zeit Erwerbseinkommen erzielt, das bei der Bewilligung noch nicht bekannt war. Es ist nach den §§ 11 und 11b SGB II zu berücksichtigen.';
  const span = `${months[0]?.slice(5, 7)}/${from.slice(0, 4)} bis ${months[1]?.slice(5, 7)}/${months[1]?.slice(0, 4)}`;
  planner.own('anhoerung', addDays(addMonths(from, 2), random.int(5, 20)), 2, (context) =>
    schreiben.anhoerung(
      context,
      `nach den vorliegenden Lohnabrechnungen haben Sie seit ${from.slice(8)}.${from.slice(5, 7)}.${from.slice(0, 4)} Einkommen erzielt, das bisher nicht berücksichtigt wurde.`,
      span,
      euro(sum),
    ),
  );
  planner.own('aufhebungsbescheid', addDays(addMonths(from, 3), random.int(5, 20)), 1, (context) =>
    bescheide.aufhebungsbescheid(context, months, reason),
  );
}

function planEnd(planner: Planner): void {
  const { household } = planner;
  const last = household.periods[household.periods.length - 1];
  if (!last || household.state === 'current' || household.state === 'applied') return;
  const moved = household.state === 'transferred';
  const reason = moved
    ? 'Sie sind in den Zuständigkeitsbereich eines anderen Trägers umgezogen (§ 36 SGB II).'
    : 'Sie können Ihren Lebensunterhalt nunmehr aus eigenem Einkommen sicherstellen. Hilfebedürftigkeit nach § 9 SGB II besteht nicht mehr.';
  planner.incoming('veraenderungsmitteilung', addDays(last.to, -25), 1, 0.5, (context) =>
    anlagen.veraenderungsmitteilung(
      context,
      moved ? 'Umzug in einen anderen Kreis' : 'Aufnahme einer Vollzeitbeschäftigung',
      addDays(last.to, 1),
    ),
  );
  planner.own('einstellung', addDays(last.to, -12), 1, (context) => bescheide.einstellung(context, last.to, reason));
  if (moved) planner.own('abgabenachricht', addDays(last.to, 9), 1, vermerke.abgabenachricht);
}

function planCostReduction(planner: Planner): void {
  const { household, random } = planner;
  if (!random.chance(0.12)) return;
  const day = addDays(household.firstApplication, random.int(60, 300));
  const rent = rentOn(household.dwelling, day);
  planner.own('kostensenkungsaufforderung', day, 2, (context) =>
    schreiben.kostensenkungsaufforderung(
      context,
      euro(rent.cold + rent.ancillary),
      euro(Math.round((rent.cold + rent.ancillary) * 0.86)),
    ),
  );
}

/** Everything that happens in one file from the first application to `lastDay`, oldest receipt first; `bundleShare` of the applications bring a bundle of some 25 pages. */
export function planFile(
  household: SampleHousehold,
  random: Random,
  today: Day,
  lastDay: Day,
  bundleShare: number,
): DocumentPlan[] {
  const planner = new Planner(household, random, lastDay, bundleShare);
  planFirstApplication(planner);
  for (const period of household.periods.slice(1)) planFollowingPeriod(planner, period);
  const end = household.periods[household.periods.length - 1]?.to ?? lastDay;
  const closing = end < lastDay ? end : lastDay;
  for (let year = yearOf(sampleStart(today)); year <= yearOf(closing); year++) planYear(planner, year);
  planRentChanges(planner);
  planWork(planner, closing);
  planCostReduction(planner);
  planContacts(planner, closing);
  planObjections(planner);
  planEnd(planner);
  const inside = planner.plans.filter(
    ({ letterDate }) => letterDate >= addDays(household.firstApplication, -1) && letterDate <= addDays(closing, 20),
  );
  return inside.sort((a, b) => (a.receivedDate < b.receivedDate ? -1 : a.receivedDate > b.receivedDate ? 1 : 0));
}
