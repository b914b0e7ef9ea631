import { addDays, addMonths, ageOn, dayOf, monthEnd, monthStart, yearOf } from './dates.ts';
import { createDwelling } from './dwelling.ts';
import { marginalLimit } from './law.ts';
import { BANKS, CHILD_BOYS, CHILD_GIRLS, EMPLOYERS, FAMILY_NAMES, FEMALE_NAMES, MALE_NAMES, STREETS } from './names.ts';
import { bgNumberOf, customerNumberOf, ibanOf } from './numbers.ts';
import { CENTRES, centreOf, COUNTY, TEAMS } from './office.ts';
import { createRandom, type Random } from './random.ts';
import type {
  Day,
  Gender,
  HouseholdKey,
  HouseholdState,
  PersonKey,
  PersonRole,
  SampleAccount,
  SampleEmployment,
  SampleHousehold,
  SamplePeriod,
  SamplePerson,
} from './types.ts';

type FamilyForm = { partner: boolean; children: number };

/** First day of the years the sample covers: four full years before the current one. */
export function sampleStart(today: Day): Day {
  return dayOf(yearOf(today) - 4, 1, 1);
}

function familyForm(random: Random): FamilyForm {
  const draw = random.next();
  if (draw < 0.45) return { partner: false, children: 0 };
  if (draw < 0.65) return { partner: false, children: random.int(1, 3) };
  if (draw < 0.75) return { partner: true, children: 0 };
  return { partner: true, children: random.int(1, 4) };
}

function plainAscii(text: string): string {
  const letters: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
  return text.toLowerCase().replace(/[^a-z]/g, (letter) => letters[letter] ?? '');
}

function createPersons(random: Random, key: HouseholdKey, index: number, today: Day): SamplePerson[] {
  const form = familyForm(random);
  const familyName = random.pick(FAMILY_NAMES);
  const year = yearOf(today);
  const make = (role: PersonRole, gender: Gender, given: string, name: string, birthDate: Day): SamplePerson => ({
    key: `person:${key.slice('household:'.length)}-${persons.length}`,
    role,
    gender,
    givenName: given,
    familyName: name,
    birthDate,
    customerNumber: customerNumberOf(index, persons.length),
    advanceMaintenance: role === 'child' && !form.partner && random.chance(0.6),
  });
  const persons: SamplePerson[] = [];
  const gender: Gender = random.chance(0.58) ? 'female' : 'male';
  const age = form.children > 0 ? random.int(27, 46) : random.int(24, 63);
  const birth = dayOf(year - age, random.int(1, 12), random.int(1, 28));
  persons.push(
    make('applicant', gender, random.pick(gender === 'female' ? FEMALE_NAMES : MALE_NAMES), familyName, birth),
  );
  if (form.partner) {
    const other: Gender = random.chance(0.95) ? (gender === 'female' ? 'male' : 'female') : gender;
    const name = random.chance(0.25) ? random.pick(FAMILY_NAMES) : familyName;
    const names = (other === 'female' ? FEMALE_NAMES : MALE_NAMES).filter((given) => given !== persons[0]?.givenName);
    const partnerBirth = dayOf(year - age + random.int(-6, 2), random.int(1, 12), random.int(1, 28));
    persons.push(make('partner', other, random.pick(names), name, partnerBirth));
  }
  addChildren(
    random,
    persons.map(({ givenName }) => givenName),
    form.children,
    age,
    year,
    (childGender, given, day) => {
      persons.push(make('child', childGender, given, familyName, day));
    },
  );
  return persons;
}

function addChildren(
  random: Random,
  taken: readonly string[],
  count: number,
  parentAge: number,
  year: number,
  add: (gender: Gender, given: string, birth: Day) => void,
): void {
  const used = new Set(taken);
  // No child is younger than ten months today, so that every file has its birth well inside the past.
  let age = random.int(1, Math.min(14, parentAge - 22));
  for (let i = 0; i < count && age <= Math.min(16, parentAge - 19); i++) {
    const gender: Gender = random.chance(0.5) ? 'female' : 'male';
    const given = random.pick((gender === 'female' ? CHILD_GIRLS : CHILD_BOYS).filter((name) => !used.has(name)));
    used.add(given);
    add(gender, given, dayOf(year - age, random.int(1, 12), random.int(1, 28)));
    age += random.int(2, 4);
  }
}

function householdState(random: Random): HouseholdState {
  const draw = random.next();
  return draw < 0.8 ? 'current' : draw < 0.9 ? 'ended' : draw < 0.95 ? 'applied' : 'transferred';
}

function firstApplicationOf(random: Random, state: HouseholdState, today: Day): Day {
  const start = sampleStart(today);
  if (state === 'applied') return addDays(today, -random.int(12, 35));
  const latest = state === 'current' ? addMonths(today, -4) : addMonths(today, -20);
  const months = Math.max(1, (yearOf(latest) - yearOf(start)) * 12 + Number(latest.slice(5, 7)) - 1);
  // Half of the files begin in the first months of the covered years, as in a house with long-running cases.
  const month = random.chance(0.5) ? random.int(0, 5) : random.int(0, months - 1);
  return addDays(addMonths(start, month), random.int(2, 24));
}

function createPeriods(state: HouseholdState, first: Day, today: Day, months: number): SamplePeriod[] {
  if (state === 'applied') return [];
  const end = state === 'current' ? addMonths(today, 1) : addMonths(today, -random6(first));
  const periods: SamplePeriod[] = [];
  for (let from = monthStart(first); from <= end; from = addMonths(from, months)) {
    periods.push({ from, to: monthEnd(addMonths(from, months - 1)) });
  }
  const last = periods[periods.length - 1];
  if (state !== 'current' && last && last.to > today) last.to = monthEnd(addMonths(today, -2));
  return periods;
}

/** Months since the end of an ended file: two to nine, from its first day, so that no further draw is needed. */
function random6(first: Day): number {
  return 2 + (Number(first.slice(8, 10)) % 8);
}

function createEmployments(
  random: Random,
  persons: readonly SamplePerson[],
  first: Day,
  today: Day,
): SampleEmployment[] {
  if (!random.chance(0.42)) return [];
  const adults = persons.filter(({ role }) => role !== 'child');
  const worker = random.pick(adults);
  const [name, job] = random.pick(EMPLOYERS);
  const place = random.pick(CENTRES).places[0];
  if (!place) throw new Error('a centre has no place');
  const address = {
    street: `${random.pick(STREETS)} ${random.int(1, 60)}`,
    postcode: place.postcode,
    place: place.name,
  };
  const began = addMonths(monthStart(first), random.int(0, 14));
  if (began > addMonths(today, -2)) return [];
  // Households of several persons can have part-time wages and stay in need; for one person it is a marginal job.
  const limitHours = Math.floor(marginalLimit(began) / 1_200 / 4.33);
  const weeklyHours =
    persons.length > 1 && random.chance(0.6)
      ? random.int(14, persons.length > 2 ? 20 : 16)
      : limitHours - random.int(0, 4);
  const ends = random.chance(0.35) ? monthEnd(addMonths(began, random.int(5, 20))) : null;
  const employer = { name, address, kind: 'company' as const };
  return [
    {
      personKey: worker.key,
      employer,
      job,
      weeklyHours,
      from: began,
      to: ends && ends < addMonths(today, -2) ? ends : null,
    },
  ];
}

/** One household of the office, made from its index alone; `workers` decides who is responsible (index modulo their number). */
export function createHousehold(
  seed: string,
  index: number,
  today: Day,
  workers: readonly SampleAccount[],
): SampleHousehold {
  const random = createRandom(`${seed}/household/${index}`);
  const key: HouseholdKey = `household:${String(index + 1).padStart(4, '0')}`;
  const worker = workers[index % workers.length];
  const team = TEAMS.find((candidate) => candidate.key === worker?.teamKey);
  if (!worker || !team) throw new Error('a household needs a worker with a team');
  const centre = centreOf(team.centreKey);
  const place = random.pick(centre.places);
  const persons = createPersons(random.fork('persons'), key, index, today);
  const applicant = persons[0] as SamplePerson;
  const state = index < 12 ? 'current' : householdState(random);
  const firstApplication = firstApplicationOf(random, state, today);
  const employments =
    state === 'applied' ? [] : createEmployments(random.fork('work'), persons, firstApplication, today);
  const [bankName, bankCode] = random.pick(BANKS);
  return {
    key,
    index,
    bgNumber: bgNumberOf(COUNTY.carrierNumber, index),
    customerNumber: applicant.customerNumber,
    state,
    persons,
    address: {
      street: `${random.pick(STREETS)} ${random.int(1, 88)}${random.chance(0.15) ? 'a' : ''}`,
      postcode: place.postcode,
      place: place.name,
    },
    telephone: `0171 39200-${String(random.int(10, 99))}`,
    email: random.chance(0.75)
      ? `${plainAscii(applicant.givenName)}.${plainAscii(applicant.familyName)}${index + 1}@post.example`
      : null,
    centreKey: centre.key,
    teamKey: team.key,
    workerKey: worker.key,
    dwelling: createDwelling(random.fork('dwelling'), persons.length, firstApplication, today, place),
    employments,
    electricHotWater: random.chance(0.15),
    bank: { name: bankName, iban: ibanOf(bankCode, 4_000_000 + index * 37) },
    firstApplication,
    periods: createPeriods(state, firstApplication, today, employments.length > 0 && random.chance(0.5) ? 6 : 12),
  };
}

/** Persons of the household who are born on the day, applicant first. */
export function membersOn(household: SampleHousehold, day: Day): SamplePerson[] {
  return household.persons.filter(({ birthDate }) => birthDate <= day);
}

/** Applicant of the household. */
export function applicantOf(household: SampleHousehold): SamplePerson {
  const applicant = household.persons[0];
  if (!applicant) throw new Error(`${household.key} has no persons`);
  return applicant;
}

/** Person of a key inside the household. */
export function personOf(household: SampleHousehold, key: PersonKey): SamplePerson {
  const person = household.persons.find((candidate) => candidate.key === key);
  if (!person) throw new Error(`${household.key} has no ${key}`);
  return person;
}

/** `Petersen, Anna`. */
export function nameOf(person: { givenName: string; familyName: string }): string {
  return `${person.familyName}, ${person.givenName}`;
}

/** `Anna Petersen`. */
export function fullName(person: { givenName: string; familyName: string }): string {
  return `${person.givenName} ${person.familyName}`;
}

/** Children under 18 on a day. */
export function minorsOn(household: SampleHousehold, day: Day): SamplePerson[] {
  return membersOn(household, day).filter((person) => person.role === 'child' && ageOn(person.birthDate, day) < 18);
}
