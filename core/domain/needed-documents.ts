import type { Id } from './ids.ts';
import type { Day } from './moments.ts';
import type { BodyOf } from './records.ts';

export type NeedingKeyword = { id: Id; name: string; rules: BodyOf<'keyword'>['rules']; isValid: boolean };
export type MissingDocument = {
  /** What has to be proven: "Nachweis der Unterkunft". */
  name: string;
  /** Keywords under which the proof may come. */
  keywordNames: string[];
  /** The newest that is in the file but too old; null when there is none. */
  newestOn: Day | null;
};

/**
 * What a case file of a kind needs by the keyword rules of the house and does not hold, in the order of the keywords. Several keywords may
 * prove the same; one of them is enough. `newest`: the day of the newest filed document under each keyword. Null: the house has laid
 * nothing down for this kind.
 */
export function missingDocuments(
  caseKind: BodyOf<'caseFile'>['kind'],
  keywords: readonly NeedingKeyword[],
  newest: ReadonlyMap<Id, Day>,
  today: Day,
): MissingDocument[] | null {
  const needs = new Map<string, NeedingKeyword[]>();
  for (const keyword of keywords) {
    const { proof } = keyword.rules;
    if (!proof?.caseKinds.includes(caseKind)) continue;
    needs.set(proof.name, [...(needs.get(proof.name) ?? []), keyword]);
  }
  if (needs.size === 0) return null;
  return [...needs].flatMap(([name, provingKeywords]) => {
    const isProven = provingKeywords.some(({ id, rules }) =>
      isStillGood(newest.get(id), rules.proof?.validMonths, today),
    );
    const keywordNames = provingKeywords.filter((keyword) => keyword.isValid).map((keyword) => keyword.name);
    if (isProven || keywordNames.length === 0) return [];
    const days = provingKeywords.flatMap(({ id }) => newest.get(id) ?? []).sort();
    return [{ name, keywordNames, newestOn: days.at(-1) ?? null }];
  });
}

function isStillGood(day: Day | undefined, validMonths: number | null | undefined, today: Day): boolean {
  if (day === undefined) return false;
  return validMonths == null || monthsAfter(day, validMonths) >= today;
}

/** The same day so many months later; the last of the month where that month is shorter. */
function monthsAfter(day: Day, months: number): Day {
  const [year, month, dayOfMonth] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0));
  last.setUTCDate(Math.min(dayOfMonth, last.getUTCDate()));
  return last.toISOString().slice(0, 10);
}
