import { normaliseFileNumber } from './cases.ts';
import type { BenefitCase, CaseFileData, Office } from './cases.ts';

export type CaseFilter = {
  name: string;
  number: string;
  state: BenefitCase['state'] | '';
  sort: 'name' | 'number' | 'until';
};

export type CaseBook = {
  office: Office;
  all: readonly BenefitCase[];
  /** The case of a file number or BG-Nummer, written in any of the usual ways; undefined when there is none. */
  find: (number: string) => BenefitCase | undefined;
  /** The cases that match every filled field, sorted. */
  filter: (filter: CaseFilter) => BenefitCase[];
};

const collator = new Intl.Collator('de', { numeric: true });

/** The cases of one data file, found by number in constant time. */
export function createCaseBook(data: CaseFileData): CaseBook {
  const byNumber = new Map<string, BenefitCase>();
  for (const benefitCase of data.cases) byNumber.set(normaliseFileNumber(benefitCase.bgNumber), benefitCase);
  for (const benefitCase of data.cases) byNumber.set(normaliseFileNumber(benefitCase.fileNumber), benefitCase);
  return {
    office: data.office,
    all: data.cases,
    find: (number) => byNumber.get(normaliseFileNumber(number)),
    filter: (filter) => filterCases(data.cases, filter),
  };
}

/** The office that signs for a case: its own branch office, else the one of the data file. */
export function officeOf(book: CaseBook, benefitCase: BenefitCase): Office {
  return benefitCase.office ?? book.office;
}

function filterCases(cases: readonly BenefitCase[], filter: CaseFilter): BenefitCase[] {
  const words = filter.name
    .toLocaleLowerCase('de')
    .split(/[\s,]+/)
    .filter(Boolean);
  const number = normaliseFileNumber(filter.number);
  const found = cases.filter((benefitCase) => {
    if (filter.state && benefitCase.state !== filter.state) return false;
    if (number && !matchesNumber(benefitCase, number)) return false;
    return words.every((word) => matchesName(benefitCase, word));
  });
  return found.sort((a, b) => compareCases(a, b, filter.sort));
}

function matchesNumber(benefitCase: BenefitCase, number: string): boolean {
  const numbers = [benefitCase.bgNumber, benefitCase.fileNumber];
  numbers.push(...benefitCase.household.persons.map((person) => person.customerNumber));
  return numbers.some((candidate) => normaliseFileNumber(candidate).includes(number));
}

function matchesName(benefitCase: BenefitCase, word: string): boolean {
  const names = [benefitCase.household.name];
  names.push(...benefitCase.household.persons.flatMap((person) => [person.name, person.firstName]));
  return names.some((name) => name.toLocaleLowerCase('de').includes(word));
}

function compareCases(a: BenefitCase, b: BenefitCase, sort: CaseFilter['sort']): number {
  if (sort === 'number') return collator.compare(a.bgNumber, b.bgNumber);
  if (sort === 'until') {
    return a.approvedUntil.localeCompare(b.approvedUntil) || collator.compare(a.household.name, b.household.name);
  }
  return collator.compare(a.household.name, b.household.name) || collator.compare(a.bgNumber, b.bgNumber);
}
