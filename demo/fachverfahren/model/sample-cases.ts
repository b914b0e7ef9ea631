import type { CaseFileInput } from './cases.ts';
import { addMonths, firstDay, lastDay, monthOf } from './months.ts';
import type { Day } from './months.ts';

type CaseInput = CaseFileInput['cases'][number];
type PersonInput = CaseInput['household']['persons'][number];
type IncomeInput = NonNullable<CaseInput['income']>[number];

const familyNames = [
  'Andresen',
  'Brodersen',
  'Carstensen',
  'Detlefsen',
  'Ewers',
  'Feddersen',
  'Göttsche',
  'Hinrichsen',
  'Ingwersen',
  'Jacobsen',
  'Ketelsen',
  'Lorenzen',
  'Martensen',
  'Nissen',
  'Özdemir',
  'Petersen',
  'Quedens',
  'Rickmers',
  'Sönnichsen',
  'Kowalski',
];
const adultNames = [
  'Anna',
  'Björn',
  'Christa',
  'Dirk',
  'Elif',
  'Frauke',
  'Gesa',
  'Hauke',
  'Inken',
  'Jörg',
  'Karin',
  'Lasse',
  'Maike',
  'Nils',
  'Ole',
  'Petra',
  'Ragna',
  'Sönke',
  'Tjark',
  'Ute',
];
const childNames = [
  'Emma',
  'Finn',
  'Ida',
  'Jonas',
  'Lina',
  'Mats',
  'Nele',
  'Oskar',
  'Piet',
  'Smilla',
  'Thore',
  'Wiebke',
];
const places: [postalCode: string, city: string][] = [
  ['25899', 'Niebüll'],
  ['25813', 'Husum'],
  ['25917', 'Leck'],
  ['25821', 'Bredstedt'],
  ['25832', 'Tönning'],
];
const streets = ['Deichstraße', 'Hafenweg', 'Marktstraße', 'Norderende', 'Osterkoppel', 'Schulweg', 'Süderallee'];
const workers = [
  { name: 'Karin Jensen', team: 'Leistung 2', phone: '04841 555-212' },
  { name: 'Thomas Ahlers', team: 'Leistung 1', phone: '04841 555-118' },
  { name: 'Silke Brandt', team: 'Leistung 2', phone: '04841 555-220' },
];

/** Adults and children of the twenty households, so that every kind of household occurs. */
const shapes: [adults: 1 | 2, childAges: number[]][] = [
  [1, []],
  [1, [4]],
  [2, [2, 8]],
  [1, []],
  [2, []],
  [1, [9, 13]],
  [2, [1, 5, 10, 15]],
  [1, []],
  [1, [16]],
  [2, [19]],
  [1, [3, 6, 11]],
  [2, [7]],
  [1, []],
  [2, []],
  [1, [5, 17]],
  [2, [0, 3, 7, 12, 14]],
  [1, []],
  [1, [8]],
  [2, [4, 20]],
  [1, []],
];

/** A small invented office of twenty cases for a start without a data file; the same for the same day. */
export function sampleCases(now: Day): CaseFileInput {
  return {
    version: 1,
    office: {
      name: 'Jobcenter Musterkreis',
      branch: 'Sozialzentrum Husum',
      street: 'Musterallee 12',
      postalCode: '25813',
      city: 'Husum',
      phone: '04841 555-0',
      email: 'poststelle@jobcenter-musterkreis.example',
    },
    cases: shapes.map((shape, index) => sampleCase(index, shape, now)),
  };
}

function sampleCase(index: number, [adults, childAges]: (typeof shapes)[number], now: Day): CaseInput {
  const name = pick(familyNames, index);
  const persons = personsOf(index, adults, childAges, now);
  const bgNumber = `31402BG${String(1200 + index * 37).padStart(7, '0')}`;
  const [postalCode, city] = pick(places, index);
  const begin = addMonths(monthOf(now), -(index % 5) - 1);
  const ended = index === 12;
  const heads = persons.length;
  const result: CaseInput = {
    bgNumber,
    fileNumber: bgNumber,
    worker: pick(workers, index),
    household: {
      name: `${name}, ${persons[0]?.firstName ?? ''}`,
      address: { street: `${pick(streets, index)} ${3 + index * 2}`, postalCode, city },
      persons,
    },
    rent: 310 + heads * 74 + (index % 4) * 12.5,
    operatingCosts: 48 + heads * 21,
    heating: 42.5 + heads * 16,
    hotWater: index % 5 === 2 ? 'decentral' : 'central',
    rentPaidTo: index % 6 === 3 ? 'landlord' : 'household',
    iban: `DE00 9999 9999 0000 00${String(1000 + index * 311).slice(0, 2)} ${String(1000 + index * 311).slice(2)}`,
    income: incomeOf(index, persons, childAges),
    approvedFrom: firstDay(ended ? addMonths(begin, -8) : begin),
    approvedUntil: lastDay(ended ? addMonths(begin, -1) : addMonths(begin, index % 3 === 0 ? 5 : 11)),
    state: ended ? 'ended' : index === 17 ? 'applied' : 'running',
  };
  if (result.rentPaidTo === 'landlord') result.landlord = 'Wohnungsbau Musterkreis eG';
  if (index !== 17) result.lastNoticeDate = `${addMonths(begin, -1)}-14`;
  return result;
}

function personsOf(index: number, adults: number, childAges: readonly number[], now: Day): PersonInput[] {
  const year = Number(now.slice(0, 4));
  const person = (place: number, firstName: string, age: number, relation: PersonInput['relation']): PersonInput => ({
    name: pick(familyNames, index),
    firstName,
    birthDate: `${year - age - 1}-${pad((index * 5 + place * 3) % 12 || 12)}-${pad(((index * 7 + place * 11) % 27) + 1)}`,
    customerNumber: `314${'ABCDEF'[place % 6]}${String(100000 + index * 1931 + place * 17)}`,
    relation,
  });
  const list = [person(0, pick(adultNames, index), 24 + ((index * 7) % 36), 'applicant')];
  if (adults === 2) list.push(person(1, pick(adultNames, index + 9), 26 + ((index * 5) % 30), 'partner'));
  childAges.forEach((age, child) => {
    list.push(person(2 + child, pick(childNames, index + child * 5), age, 'child'));
  });
  return list;
}

function incomeOf(index: number, persons: readonly PersonInput[], childAges: readonly number[]): IncomeInput[] {
  const income: IncomeInput[] = [];
  const first = persons[0];
  const number = (person: PersonInput | undefined) => person?.customerNumber ?? '';
  if (index % 3 === 1) {
    const gross = 420 + (index % 5) * 215;
    income.push({ customerNumber: number(first), kind: 'employment', gross, amount: Math.round(gross * 83) / 100 });
  }
  if (index % 7 === 4)
    income.push({ customerNumber: number(persons[1] ?? first), kind: 'unemploymentBenefit', amount: 312.6 });
  const children = persons.filter((person) => person.relation === 'child');
  children.forEach((child, place) => {
    income.push({ customerNumber: number(child), kind: 'childBenefit', amount: 259 });
    const single = persons[1]?.relation !== 'partner';
    if (single && (childAges[place] ?? 18) < 12) {
      income.push({
        customerNumber: number(child),
        kind: 'maintenanceAdvance',
        amount: (childAges[place] ?? 0) < 6 ? 227 : 299,
      });
    }
  });
  return income;
}

function pick<T>(list: readonly T[], index: number): T {
  const value = list[index % list.length];
  if (value === undefined) throw new Error('list is empty');
  return value;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
