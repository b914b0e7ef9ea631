import { employmentsIn } from './calculation.ts';
import { addDays, addMonths, ageOn, monthStart, yearOf } from './dates.ts';
import type { DocumentPlan } from './documents.ts';
import { minorsOn } from './households.ts';
import * as anlagen from './kinds/anlagen.ts';
import * as antraege from './kinds/antraege.ts';
import * as einkommen from './kinds/einkommen.ts';
import * as kdu from './kinds/kdu.ts';
import { kontoauszug } from './kinds/kontoauszug.ts';
import type { Kind } from './kinds/kind.ts';
import * as medizin from './kinds/medizin.ts';
import * as rechtsbehelf from './kinds/rechtsbehelf.ts';
import { Planner } from './planner.ts';
import type { Random } from './random.ts';
import type { Day, SampleHousehold } from './types.ts';

type Choice = [kind: string, compose: Kind];

/** Letters that print the BG number or the address of the household, so that intake can be sure of the file. */
function knownLetters(household: SampleHousehold, date: Day, random: Random): Choice[] {
  const lastMonth = addMonths(monthStart(date), -1);
  const choices: Choice[] = [
    ['mietbescheinigung', kdu.mietbescheinigung],
    ['anlage-kdu', anlagen.anlageKdu],
    ['kontoauszug', (context) => kontoauszug(context, [lastMonth])],
    ['betriebskostenabrechnung', (context) => kdu.betriebskostenabrechnung(context, yearOf(date) - 1)],
    ['heizkosten', kdu.heizkostenAbschlag],
    [
      'widerspruch',
      (context) => rechtsbehelf.widerspruch(context, 'Bewilligungsbescheid', addDays(date, -random.int(9, 26))),
    ],
    ['au-bescheinigung', medizin.auBescheinigung],
    ['aerztliches-attest', medizin.aerztlichesAttest],
    ['umzugsabsicht', kdu.umzugsabsicht],
    ['vollmacht', rechtsbehelf.vollmacht],
    [
      'veraenderungsmitteilung',
      (context) =>
        anlagen.veraenderungsmitteilung(
          context,
          random.pick([
            'Neue Telefonnummer',
            'Aufnahme einer Nebentätigkeit',
            'Auszug einer Person',
            'Änderung der Bankverbindung',
          ]),
          monthStart(addMonths(date, 1)),
        ),
    ],
  ];
  const next = household.periods.find(({ from }) => from > date);
  if (next)
    choices.push(['weiterbewilligungsantrag', (context) => antraege.weiterbewilligungsantrag(context, next.from)]);
  else
    choices.push([
      'weiterbewilligungsantrag',
      (context) => antraege.weiterbewilligungsantrag(context, monthStart(addMonths(date, 2))),
    ]);
  for (const employment of employmentsIn(household, lastMonth))
    choices.push(['lohnabrechnung', (context) => einkommen.lohnabrechnung(context, employment, lastMonth)]);
  for (const child of minorsOn(household, date)) {
    choices.push(['antrag-but', (context) => anlagen.antragBut(context, child)]);
    if (ageOn(child.birthDate, date) >= 6)
      choices.push(['schulbescheinigung', (context) => einkommen.schulbescheinigung(context, child)]);
  }
  return choices;
}

/** One incoming letter or mail for a household; items that intake knows nothing about are never mails. */
export function letterPlans(
  household: SampleHousehold,
  date: Day,
  received: Day,
  grade: 'both' | 'file' | 'keyword' | 'none',
  random: Random,
): DocumentPlan {
  if (grade === 'both' && household.email && random.chance(0.4)) {
    const planner = new Planner(household, random, received);
    const attached: Kind[] = [
      kdu.mietbescheinigung,
      (context) => kontoauszug(context, [addMonths(monthStart(date), -1)]),
      medizin.auBescheinigung,
    ];
    planner.mail(received, 1, random.chance(0.5) ? [random.pick(attached)] : []);
    const [plan] = planner.plans;
    if (plan) return { ...plan, receivedDate: received };
  }
  const [kind, compose] = random.pick(knownLetters(household, date, random));
  return { kind, letterDate: date, receivedDate: received, priority: 1, form: 'scanWithText', compose };
}
