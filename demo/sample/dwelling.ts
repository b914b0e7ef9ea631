import { addMonths, dayOf, monthStart, yearOf } from './dates.ts';
import { ENERGY_SUPPLIERS, FAMILY_NAMES, FEMALE_NAMES, LANDLORD_COMPANIES, MALE_NAMES, STREETS } from './names.ts';
import type { Random } from './random.ts';
import type { Day, SampleDwelling, SampleParty, SamplePlace, SampleRent } from './types.ts';

function createLandlord(random: Random, place: SamplePlace): SampleParty {
  const address = {
    street: `${random.pick(STREETS)} ${random.int(1, 70)}`,
    postcode: place.postcode,
    place: place.name,
  };
  if (random.chance(0.55)) return { name: random.pick(LANDLORD_COMPANIES), address, kind: 'company' };
  const given = random.pick(random.chance(0.5) ? FEMALE_NAMES : MALE_NAMES);
  return { name: `${given} ${random.pick(FAMILY_NAMES)}`, address, kind: 'person' };
}

function rentHistory(random: Random, squareMetres: number, movedIn: Day, today: Day): SampleRent[] {
  const step = 500; // rents are agreed in steps of five euros
  const round = (cents: number) => Math.round(cents / step) * step;
  let cold = round(squareMetres * random.int(560, 720));
  let ancillary = round(squareMetres * random.int(110, 160));
  let heating = round(squareMetres * random.int(110, 150));
  const rents: SampleRent[] = [{ from: movedIn, cold, ancillary, heating }];
  const begin = Math.max(yearOf(movedIn) + 1, yearOf(today) - 4);
  for (let year = begin; year <= yearOf(today); year++) {
    const from = dayOf(year, random.chance(0.5) ? 1 : random.int(2, 10), 1);
    if (!random.chance(0.45) || from > addMonths(today, -1)) continue;
    if (random.chance(0.5)) cold = round(cold * 1.04) + step;
    else {
      ancillary = round(ancillary * 1.06) + step;
      heating = round(heating * 1.08) + step;
    }
    rents.push({ from, cold, ancillary, heating });
  }
  return rents;
}

/** Dwelling for a number of persons, with its rents over the years. */
export function createDwelling(
  random: Random,
  persons: number,
  firstApplication: Day,
  today: Day,
  place: SamplePlace,
): SampleDwelling {
  const squareMetres = 28 + persons * 14 + random.int(0, 12);
  const movedIn = monthStart(addMonths(firstApplication, -random.int(2, 90)));
  const supplier = random.pick(ENERGY_SUPPLIERS);
  return {
    landlord: createLandlord(random, place),
    squareMetres,
    rooms: Math.min(5, persons + (random.chance(0.5) ? 1 : 0)) || 1,
    floor: random.pick([
      'Erdgeschoss links',
      'Erdgeschoss rechts',
      '1. Obergeschoss links',
      '1. Obergeschoss rechts',
      '2. Obergeschoss',
      'Dachgeschoss',
    ]),
    heatingKind: random.pick([
      'Gas-Zentralheizung',
      'Gas-Zentralheizung',
      'Fernwärme',
      'Wärmepumpe',
      'Öl-Zentralheizung',
    ]),
    energySupplier: {
      name: supplier,
      address: { street: 'Werkstraße 1', postcode: '43110', place: 'Marschhusen' },
      kind: 'company',
    },
    movedIn,
    rents: rentHistory(random, squareMetres, movedIn, today),
  };
}

/** Rent that is due on a day. */
export function rentOn(dwelling: SampleDwelling, day: Day): SampleRent {
  let found = dwelling.rents[0];
  for (const rent of dwelling.rents) if (rent.from <= day) found = rent;
  if (!found) throw new Error('a dwelling has no rent');
  return found;
}

/** Whole monthly rent in cents: cold rent, ancillary costs and heating. */
export function wholeRent(rent: SampleRent): number {
  return rent.cold + rent.ancillary + rent.heating;
}
