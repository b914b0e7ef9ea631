import { readFileSync } from 'node:fs';
import { z } from 'zod';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'ein Datum in der Form 2026-11-22 wird erwartet');
const euro = z.number().min(0, 'der Betrag darf nicht negativ sein').max(1_000_000);

const addressSchema = z.object({ street: z.string().min(1), postalCode: z.string().min(1), city: z.string().min(1) });

const officeSchema = addressSchema.extend({
  name: z.string().min(1),
  branch: z.string().optional(),
  phone: z.string().optional(),
  email: z.string().optional(),
});

const personSchema = z.object({
  name: z.string().min(1),
  firstName: z.string().min(1),
  birthDate: day,
  customerNumber: z.string().min(1),
  relation: z.enum(['applicant', 'partner', 'child', 'other']),
});

const incomeSchema = z.object({
  customerNumber: z.string().min(1),
  kind: z.enum([
    'employment',
    'childBenefit',
    'maintenance',
    'maintenanceAdvance',
    'unemploymentBenefit',
    'parentalAllowance',
    'pension',
    'other',
  ]),
  amount: euro,
  gross: euro.optional(),
  from: day.optional(),
  until: day.optional(),
});

const additionalNeedSchema = z.object({
  customerNumber: z.string().min(1),
  label: z.string().min(1),
  amount: euro,
  from: day.optional(),
  until: day.optional(),
});

const workerSchema = z.object({ name: z.string().min(1), team: z.string().optional(), phone: z.string().optional() });

const caseSchema = z.object({
  bgNumber: z.string().min(1),
  fileNumber: z.string().min(1),
  worker: z.preprocess((worker) => (typeof worker === 'string' ? { name: worker } : worker), workerSchema),
  office: officeSchema.optional(),
  household: z.object({ name: z.string().min(1), address: addressSchema, persons: z.array(personSchema).min(1) }),
  rent: euro,
  operatingCosts: euro.default(0),
  heating: euro,
  hotWater: z.enum(['central', 'decentral']).default('central'),
  rentPaidTo: z.enum(['household', 'landlord']).default('household'),
  landlord: z.string().optional(),
  iban: z.string().optional(),
  income: z.array(incomeSchema).default([]),
  additionalNeeds: z.array(additionalNeedSchema).default([]),
  approvedFrom: day,
  approvedUntil: day,
  lastNoticeDate: day.optional(),
  state: z.enum(['applied', 'running', 'ended']),
});

const fileSchema = z.object({ version: z.literal(1), office: officeSchema, cases: z.array(caseSchema) });

export type Office = z.infer<typeof officeSchema>;
export type Person = z.infer<typeof personSchema>;
export type Income = z.infer<typeof incomeSchema>;
export type BenefitCase = z.infer<typeof caseSchema>;
export type CaseFileData = z.infer<typeof fileSchema>;
/** What may be written into the data file (optional fields may be missing). */
export type CaseFileInput = z.input<typeof fileSchema>;

/** A data file that cannot be used; the message is one German sentence for the person who started the program. */
export class CaseDataError extends Error {
  override name = 'CaseDataError';
}

/** Reads and checks the data file (README.md, "Die Datendatei"). Throws CaseDataError. */
export function readCaseFile(path: string): CaseFileData {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new CaseDataError(
      missing
        ? `Die Datendatei ${path} gibt es nicht.`
        : `Die Datendatei ${path} ist nicht lesbar oder kein gültiges JSON.`,
    );
  }
  return parseCaseFile(content, path);
}

/** Checks a parsed data file; `source` names it in the message. Throws CaseDataError. */
export function parseCaseFile(content: unknown, source: string): CaseFileData {
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const place = issue?.path.join('.') || 'Anfang';
    // Only the place is named, never the value: the file holds personal data.
    throw new CaseDataError(
      `Die Datendatei ${source} passt nicht zur Beschreibung (Stelle „${place}“: ${issue?.message}).`,
    );
  }
  checkPersonsOfAmounts(parsed.data, source);
  return parsed.data;
}

function checkPersonsOfAmounts(data: CaseFileData, source: string): void {
  data.cases.forEach((benefitCase, index) => {
    const known = new Set(benefitCase.household.persons.map((person) => person.customerNumber));
    for (const list of ['income', 'additionalNeeds'] as const) {
      const wrong = benefitCase[list].findIndex((entry) => !known.has(entry.customerNumber));
      if (wrong >= 0) {
        throw new CaseDataError(
          `Die Datendatei ${source} passt nicht zur Beschreibung (Stelle „cases.${index}.${list}.${wrong}“: Die Kundennummer gehört zu keiner Person des Haushalts).`,
        );
      }
    }
  });
}

/** A number as it may be typed ("31402 // bg 0001234") in the form of the data ("31402BG0001234"). */
export function normaliseFileNumber(text: string): string {
  return text
    .toUpperCase()
    .replace(/\s+/g, '')
    .replace(/^(\d{5})\/\/(?:BG)?/, '$1BG');
}

/** Name of a person as in lists: "Petersen, Anna". */
export function listName(person: Person): string {
  return `${person.name}, ${person.firstName}`;
}

export const relationLabels: Record<Person['relation'], string> = {
  applicant: 'Antragstellende Person',
  partner: 'Partnerin oder Partner',
  child: 'Kind',
  other: 'Weitere Person im Haushalt',
};

export const stateLabels: Record<BenefitCase['state'], string> = {
  applied: 'beantragt',
  running: 'laufend',
  ended: 'eingestellt',
};

export const incomeLabels: Record<Income['kind'], string> = {
  employment: 'Erwerbseinkommen',
  childBenefit: 'Kindergeld',
  maintenance: 'Unterhalt',
  maintenanceAdvance: 'Unterhaltsvorschuss',
  unemploymentBenefit: 'Arbeitslosengeld',
  parentalAllowance: 'Elterngeld',
  pension: 'Rente',
  other: 'Sonstiges Einkommen',
};
