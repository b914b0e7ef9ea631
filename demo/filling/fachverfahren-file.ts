import { employmentsIn, wageOf } from '../sample/calculation.ts';
import type { SampleOffice } from '../sample/generate.ts';
import { centreOf } from '../sample/office.ts';
import type { SampleHousehold } from '../sample/types.ts';
import { caseTitle } from './case-lines.ts';

const euro = (cents: number) => Math.round(cents) / 100;
const states = { applied: 'applied', current: 'running', ended: 'ended', transferred: 'ended' } as const;

/** The cases of the sample office as the data file of the sample Fachverfahren (its README describes the shape). */
export function fachverfahrenData(office: SampleOffice) {
  const [centre] = office.centres;
  return {
    version: 1,
    office: centre ? officeOf(office, centre.key) : null,
    cases: Array.from({ length: office.households }, (_, index) => caseOf(office, office.household(index))),
  };
}

function officeOf(office: SampleOffice, key: SampleHousehold['centreKey']) {
  const centre = centreOf(key);
  return {
    name: `Jobcenter ${office.county.name}`,
    branch: centre.name,
    street: centre.address.street,
    postalCode: centre.address.postcode,
    city: centre.address.place,
    phone: centre.telephone,
    email: centre.email,
  };
}

function caseOf(office: SampleOffice, household: SampleHousehold) {
  const rent = household.dwelling.rents.at(-1);
  const period = household.periods.at(-1);
  const worker = office.workers.find((candidate) => candidate.key === household.workerKey);
  const month = `${office.today.slice(0, 7)}-01`;
  const wages = employmentsIn(household, month).map((employment) => {
    const wage = wageOf(employment, month);
    const person = household.persons.find((candidate) => candidate.key === employment.personKey);
    return {
      customerNumber: person?.customerNumber ?? household.customerNumber,
      kind: 'employment',
      amount: euro(wage.net),
      gross: euro(wage.gross),
    };
  });
  const children = household.persons
    .filter((person) => person.role === 'child' && ageOn(person.birthDate, office.today) < 18)
    .map((person) => ({ customerNumber: person.customerNumber, kind: 'childBenefit', amount: 259 }));
  return {
    bgNumber: household.bgNumber,
    fileNumber: household.bgNumber,
    worker: { name: worker ? `${worker.givenName} ${worker.familyName}` : '', phone: worker?.telephone },
    office: officeOf(office, household.centreKey),
    household: {
      name: caseTitle(household),
      address: {
        street: household.address.street,
        postalCode: household.address.postcode,
        city: household.address.place,
      },
      persons: household.persons.map((person) => ({
        name: person.familyName,
        firstName: person.givenName,
        birthDate: person.birthDate,
        customerNumber: person.customerNumber,
        relation: person.role,
      })),
    },
    rent: euro(rent?.cold ?? 0),
    operatingCosts: euro(rent?.ancillary ?? 0),
    heating: euro(rent?.heating ?? 0),
    hotWater: household.electricHotWater ? 'decentral' : 'central',
    iban: household.bank.iban,
    income: [...wages, ...children],
    approvedFrom: period?.from ?? household.firstApplication,
    approvedUntil: period?.to ?? household.firstApplication,
    state: states[household.state],
  };
}

function ageOn(birthDate: string, day: string): number {
  return Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (day.slice(5) < birthDate.slice(5) ? 1 : 0);
}
