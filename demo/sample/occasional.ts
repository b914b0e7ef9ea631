import { employmentsIn } from './calculation.ts';
import { addDays, ageOn, daysBetween, monthStart, workday } from './dates.ts';
import type { DocumentPlan } from './documents.ts';
import { applicantOf, minorsOn } from './households.ts';
import * as auskuenfte from './kinds/auskuenfte.ts';
import * as dritte from './kinds/dritte.ts';
import * as bescheide from './kinds/eigene-bescheide.ts';
import { einkommensbescheinigung } from './kinds/einkommensbescheinigung.ts';
import type { Kind } from './kinds/kind.ts';
import * as persoenliches from './kinds/persoenliches.ts';
import { kooperationsplan } from './kinds/schreiben.ts';
import { fileNotes } from './kinds/vermerke.ts';
import type { Random } from './random.ts';
import type { Day, SampleHousehold } from './types.ts';

// What a file has once in years; no file has all of it.

type Occasion = {
  keyword: string;
  compose: Kind;
  isOwn?: boolean;
  fits?: (household: SampleHousehold, day: Day) => boolean;
  /** Few households fit; they have one of these rather than what others can have as well. */
  isNarrow?: true;
};

const hasChild = (household: SampleHousehold, day: Day) => minorsOn(household, day).length > 0;
const isSingleParent = (household: SampleHousehold, day: Day) =>
  hasChild(household, day) && household.persons.every(({ role }) => role !== 'partner');
const isApproved = (household: SampleHousehold, day: Day) =>
  household.periods.some(({ from, to }) => from <= day && addDays(day, 240) <= to) ||
  household.periods.filter(({ from, to }) => from <= addDays(day, 240) && day <= to).length > 1;
const isUnemployed = (household: SampleHousehold) => household.employments.length === 0;
const isFromUnion = (household: SampleHousehold) =>
  /^(Kowalska|Nowak|Popescu)$/.test(applicantOf(household).familyName);
const hasResidenceTitle = (household: SampleHousehold) =>
  /^(Haddad|Mansour|Shevchenko|Kovalenko|Tesfay|Okafor|Hoxha)$/.test(applicantOf(household).familyName);
const isYoung = (household: SampleHousehold, day: Day) => ageOn(applicantOf(household).birthDate, day) < 36;
const isEmployed = (household: SampleHousehold, day: Day) =>
  employmentsIn(household, monthStart(addDays(day, -20))).length > 0;

/** The employer of the month before certifies what was earned. */
const certifiedEarnings: Kind = (context) => {
  const [employment] = employmentsIn(context.household, monthStart(addDays(context.date, -20)));
  if (!employment) throw new Error(`${context.household.key} has no employment on ${context.date}`);
  return einkommensbescheinigung(context, employment);
};

const OCCASIONS: readonly Occasion[] = [
  { keyword: 'meldebescheinigung', compose: dritte.meldebescheinigung },
  { keyword: 'freizuegigkeitsbescheinigung', compose: dritte.freizuegigkeit, fits: isFromUnion, isNarrow: true },
  { keyword: 'aufenthaltstitel', compose: dritte.aufenthaltstitel, fits: hasResidenceTitle, isNarrow: true },
  { keyword: 'auslaenderbehoerde', compose: dritte.auslaenderbehoerde, fits: hasResidenceTitle, isNarrow: true },
  { keyword: 'schweigepflichtentbindung', compose: persoenliches.schweigepflichtentbindung },
  { keyword: 'bankverbindung', compose: persoenliches.bankverbindung },
  { keyword: 'anlage-eks', compose: persoenliches.anlageEks, fits: isUnemployed },
  { keyword: 'eks-abschliessend', compose: persoenliches.eksAbschliessend, fits: isUnemployed },
  { keyword: 'anlage-uh', compose: persoenliches.anlageUh, fits: isSingleParent, isNarrow: true },
  {
    keyword: 'anlage-ve',
    compose: persoenliches.anlageVe,
    fits: (household) => household.persons[1]?.role === 'partner',
  },
  { keyword: 'anlage-sv', compose: persoenliches.anlageSv },
  { keyword: 'anlage-meb', compose: persoenliches.anlageMeb },
  { keyword: 'erstausstattung', compose: persoenliches.erstausstattung },
  { keyword: 'darlehen', compose: persoenliches.darlehen },
  { keyword: 'kurzantrag', compose: persoenliches.kurzantrag },
  { keyword: 'ueberpruefungsantrag', compose: persoenliches.ueberpruefungsantrag },
  { keyword: 'bewerbungsnachweis', compose: persoenliches.bewerbungsnachweis, fits: isUnemployed },
  { keyword: 'kaution', compose: dritte.kaution },
  { keyword: 'einkommensbescheinigung', compose: certifiedEarnings, fits: isEmployed },
  { keyword: 'kinderzuschlag', compose: dritte.kinderzuschlag, fits: hasChild },
  { keyword: 'unterhalt', compose: dritte.unterhalt, fits: isSingleParent, isNarrow: true },
  {
    keyword: 'elterngeld',
    compose: dritte.elterngeld,
    fits: (household, date) => dritte.hasInfant({ household, date }),
    isNarrow: true,
  },
  { keyword: 'alg-eins', compose: dritte.algEins },
  { keyword: 'rente', compose: dritte.rente },
  { keyword: 'krankengeld', compose: dritte.krankengeld },
  { keyword: 'bafoeg', compose: dritte.bafoeg, fits: isYoung },
  { keyword: 'sparbuch', compose: auskuenfte.sparbuch },
  { keyword: 'lebensversicherung', compose: auskuenfte.lebensversicherung },
  { keyword: 'immobilie', compose: auskuenfte.immobilie },
  { keyword: 'sozialversicherung', compose: dritte.sozialversicherung },
  { keyword: 'forderung', compose: auskuenfte.forderung },
  { keyword: 'eilantrag', compose: auskuenfte.eilantrag },
  { keyword: 'urteil', compose: auskuenfte.urteil },
  { keyword: 'akteneinsicht', compose: auskuenfte.akteneinsicht },
  { keyword: 'psychologisches-gutachten', compose: auskuenfte.psychologischesGutachten },
  { keyword: 'aktenanforderung', compose: auskuenfte.aktenanforderung },
  { keyword: 'vorlaeufiger-bescheid', compose: bescheide.provisionalNotice, isOwn: true, fits: isApproved },
  { keyword: 'endgueltige-festsetzung', compose: bescheide.endgueltigeFestsetzung, isOwn: true },
  { keyword: 'versagung', compose: bescheide.versagung, isOwn: true },
  { keyword: 'leistungsminderung', compose: bescheide.leistungsminderung, isOwn: true },
  { keyword: 'aufrechnung', compose: bescheide.aufrechnung, isOwn: true },
  { keyword: 'berechnungsbogen', compose: bescheide.berechnungsbogen, isOwn: true, fits: isApproved },
  { keyword: 'erstattungsanspruch', compose: bescheide.erstattungsanspruch, isOwn: true },
  {
    keyword: 'unterhaltsheranziehung',
    compose: bescheide.unterhaltsheranziehung,
    isOwn: true,
    fits: isSingleParent,
    isNarrow: true,
  },
  { keyword: 'massnahmezuweisung', compose: bescheide.massnahmezuweisung, isOwn: true },
  { keyword: 'vermittlungsvorschlag', compose: bescheide.vermittlungsvorschlag, isOwn: true },
  {
    keyword: 'eingliederungsvereinbarung',
    compose: kooperationsplan,
    isOwn: true,
    fits: (_household, day) => day < '2023-06-20',
  },
  ...[...fileNotes].map(([keyword, compose]) => ({ keyword, compose, isOwn: true })),
];

const forAnyone = OCCASIONS.filter(({ fits }) => !fits);
const forSome = OCCASIONS.filter(({ fits }) => fits);

/** Days tried until a file is found to fit. */
const tries = 12;

/**
 * The few occasional documents of one file: one that any household could have, one that fits it. Files take turns, so that over
 * a house of eighty every keyword occurs that its households can have. `lastDay` is the last day of the file.
 */
export function planOccasions(household: SampleHousehold, random: Random, lastDay: Day): DocumentPlan[] {
  const span = daysBetween(household.firstApplication, lastDay) - 45;
  if (span < 60) return [];
  const general = forAnyone[household.index % forAnyone.length];
  const fitting = forSome.flatMap((occasion) => {
    const plan = planOccasion(occasion, household, random, span);
    return plan ? [{ plan, isNarrow: occasion.isNarrow }] : [];
  });
  const narrow = fitting.filter(({ isNarrow }) => isNarrow);
  const choice = narrow.length > 0 ? narrow : fitting;
  const special = choice[household.index % choice.length];
  const plans = [general && planOccasion(general, household, random, span), special?.plan];
  return plans.filter((plan) => plan !== undefined);
}

function planOccasion(
  occasion: Occasion,
  household: SampleHousehold,
  random: Random,
  span: number,
): DocumentPlan | undefined {
  const { keyword, compose, fits, isOwn } = occasion;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const day = workday(addDays(household.firstApplication, random.int(30, 30 + span)));
    if (fits && !fits(household, day)) continue;
    const receivedDate = isOwn ? day : workday(addDays(day, random.int(1, 5)));
    const form = !isOwn && random.chance(0.45) ? 'scan' : 'digital';
    return { kind: keyword, letterDate: day, receivedDate, priority: 1, form, compose };
  }
  return undefined;
}
