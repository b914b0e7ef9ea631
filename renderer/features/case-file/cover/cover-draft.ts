import { type FieldValue, fieldsOfWords, togetherWith, wordsOfFields } from '../../../../core/commands/cover-parts.ts';
import type { InputOf } from '../../../shared/backend.tsx';
import type { CaseCover } from '../case-words.ts';

/** What stands on a cover or is typed for it, field by field: `household/phone`, `PERSON/familyName`. */
export type CoverValues = Readonly<Record<string, FieldValue>>;
/** What she has typed, and what stood there when she began with a field. */
export type CoverDraft = { edits: CoverValues; seen: CoverValues };

export const emptyDraft: CoverDraft = { edits: {}, seen: {} };

/** The fields of a cover that can be changed in the form. */
export function valuesOf({ title, approvedFrom, approvedUntil, household, persons }: CaseCover): CoverValues {
  const words = { caseFile: { title, approvedFrom, approvedUntil }, household: household ?? {}, persons };
  return Object.fromEntries(fieldsOfWords(words));
}

/** She types into a field: what stood there, and in the fields that belong to it, is what she has seen. */
export function withEdit({ edits, seen }: CoverDraft, now: CoverValues, field: string, value: FieldValue): CoverDraft {
  const began = Object.fromEntries(togetherWith(field).map((one) => [one, now[one] ?? null]));
  return { edits: { ...edits, [field]: value }, seen: { ...began, ...seen } };
}

/** Fields in which what she typed differs from what stands now. */
export function changedFields({ edits }: CoverDraft, now: CoverValues): string[] {
  return Object.keys(edits).filter((field) => field in now && edits[field] !== now[field]);
}

/** Fields she works on that somebody else has changed since she began. */
export function changedMeanwhile(draft: CoverDraft, now: CoverValues): string[] {
  const touched = new Set(changedFields(draft, now).flatMap(togetherWith));
  return [...touched].filter((field) => field in draft.seen && draft.seen[field] !== now[field]);
}

/** Leaves those fields to the others: what stands there now stays. */
export function withoutFields({ edits, seen }: CoverDraft, fields: readonly string[]): CoverDraft {
  const going = new Set(fields.flatMap(togetherWith));
  const rest = (values: CoverValues) =>
    Object.fromEntries(Object.entries(values).filter(([field]) => !going.has(field)));
  return { edits: rest(edits), seen: rest(seen) };
}

/** The change as it is given to the desk. What stands now is shown beside the fields while she saves, so that is what she has seen. */
export function changeOf(
  draft: CoverDraft,
  now: CoverValues,
): Pick<InputOf<'caseFiles', 'changeCover'>, 'before' | 'after'> {
  const changed = changedFields(draft, now);
  const seen = [...new Set(changed.flatMap(togetherWith))].filter((field) => field in now);
  const pick = (fields: readonly string[], from: CoverValues) =>
    wordsOfFields(new Map(fields.map((field) => [field, from[field] ?? null])));
  return { before: pick(seen, now), after: pick(changed, draft.edits) };
}
