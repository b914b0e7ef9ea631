import { z } from 'zod';
import { type Id, idSchema } from '../domain/ids.ts';
import { type BodyOf, recordSchemas } from '../domain/records.ts';
import { fachverfahrenWorkerId, intakeWorkerId } from '../domain/standing-ids.ts';
import { historyWrite } from './document-parts.ts';
import { overlapWrite } from './overlaps.ts';
import { type RecordWrite, type Rule, type RuleContext, readChildren, readRecord } from './rule.ts';

// The cover of a case file: the file itself, its household and its persons. Its history hangs under the file; a line names a field as
// `caseFile/title`, `household/phone` or, of a person, `ID/familyName`.

const { familyName, givenName, birthDate, customerNumber, relation } = recordSchemas.person.shape;
const { title, approvedFrom, approvedUntil } = recordSchemas.caseFile.shape;
const { street, postcode, place, phone, mail } = recordSchemas.household.shape;
const named = { familyName: familyName.trim().min(1), givenName: givenName.trim().min(1) };

/** What a worker may change of a cover; a field left out stays. Whether a file is closed and who is responsible are decisions of their own (case-state, responsibility). */
export const coverWordsSchema = z.object({
  caseFile: z.object({ title: title.trim().min(1), approvedFrom, approvedUntil }).partial(),
  household: z.object({ street, postcode, place, phone, mail }).partial(),
  persons: z
    .array(
      z
        .object({ ...named, birthDate, customerNumber, relation })
        .partial()
        .extend({ id: idSchema }),
    )
    .max(30),
});
export type CoverWords = z.infer<typeof coverWordsSchema>;
export type Cover = {
  caseFile: BodyOf<'caseFile'>;
  household: BodyOf<'household'> | null;
  persons: { id: Id; body: BodyOf<'person'> }[];
};
export type FieldValue = string | null;

const ofCaseFile = ['title', 'approvedFrom', 'approvedUntil'] as const;
const ofHousehold = ['street', 'postcode', 'place', 'phone', 'mail'] as const;
const ofPerson = ['familyName', 'givenName', 'birthDate', 'customerNumber', 'relation'] as const;
const address = ['household/street', 'household/postcode', 'household/place'];

/** Reads all of a cover; null when the file is not there. */
export function* readCover(caseFileId: Id): Rule<Cover | null> {
  const caseFile = yield* readRecord('caseFile', caseFileId, caseFileId);
  if (!caseFile) return null;
  const { householdId } = caseFile;
  const household = householdId ? yield* readRecord('household', caseFileId, householdId) : null;
  const persons = householdId ? yield* readChildren('person', caseFileId, householdId) : [];
  return { caseFile, household, persons };
}

/** Field by field what words say of a cover. */
export function fieldsOfWords(words: CoverWords): Map<string, FieldValue> {
  const { caseFile, household, persons } = words;
  return new Map([
    ...fields('caseFile', ofCaseFile, caseFile),
    ...fields('household', ofHousehold, household),
    ...persons.flatMap((person) => fields(person.id, ofPerson, person)),
  ]);
}

/** Field by field what stands on a cover. */
export function fieldsOfCover({ caseFile, household, persons }: Cover): Map<string, FieldValue> {
  return fieldsOfWords({
    caseFile,
    household: household ?? {},
    persons: persons.map(({ id, body }) => ({ ...body, id })),
  });
}

function fields(part: string, names: readonly string[], values: Record<string, unknown>): [string, FieldValue][] {
  return names.flatMap((name): [string, FieldValue][] =>
    values[name] === undefined ? [] : [[`${part}/${name}`, values[name] as FieldValue]],
  );
}

/** Fields of the same meaning as one: of an address nobody wants half. */
export const togetherWith = (field: string): readonly string[] => (address.includes(field) ? address : [field]);

/** What must not be written over unseen: who somebody is and where letters go. Of the rest the last word stands. */
export const isCritical = (field: string): boolean =>
  address.includes(field) || /\/(familyName|givenName|birthDate|customerNumber)$/.test(field);

/** The words of those fields, in the shape a command gives them in. */
export function wordsOfFields(values: ReadonlyMap<string, FieldValue>): CoverWords {
  const parts = new Map<string, Record<string, FieldValue>>();
  for (const [field, value] of values) {
    const [part, name] = field.split('/') as [string, string];
    parts.set(part, { ...parts.get(part), [name]: value });
  }
  const { caseFile = {}, household = {}, ...persons } = Object.fromEntries(parts);
  const list = Object.entries(persons).map(([id, values_]) => ({ ...values_, id: id as Id }));
  return { caseFile, household, persons: list } as CoverWords;
}

type Change = { field: string; value: FieldValue };

/** The records of a cover with new values in some fields. What the Fachverfahren had said of a field is kept when a worker changes it. */
export function coverWrites(
  caseFileId: Id,
  cover: Cover,
  changes: readonly Change[],
  by: 'worker' | 'fachverfahren',
): RecordWrite[] {
  const of = (part: string) =>
    changes.flatMap(({ field, value }) =>
      field.startsWith(`${part}/`) ? [[field.slice(part.length + 1), value] as const] : [],
    );
  const writes: RecordWrite[] = [];
  const { caseFile, household, persons } = cover;
  const [ofFile, ofHome] = [of('caseFile'), of('household')];
  if (ofFile.length > 0) {
    writes.push({ kind: 'caseFile', id: caseFileId, scopeId: caseFileId, body: changedBody(caseFile, ofFile, by) });
  }
  if (household && caseFile.householdId && ofHome.length > 0) {
    const body = changedBody(household, ofHome, by);
    writes.push({ kind: 'household', id: caseFile.householdId, scopeId: caseFileId, body });
  }
  for (const { id, body } of persons) {
    const own = of(id);
    if (own.length > 0) writes.push({ kind: 'person', id, scopeId: caseFileId, body: changedBody(body, own, by) });
  }
  return writes;
}

type Sourced = { fromFachverfahren?: Record<string, FieldValue> | undefined };

function changedBody<Body extends Sourced>(
  body: Body,
  changes: readonly (readonly [string, FieldValue])[],
  by: 'worker' | 'fachverfahren',
): Body {
  const said = { ...body.fromFachverfahren };
  for (const [name, value] of changes) {
    if (by === 'worker' && !(name in said)) said[name] = (body as Record<string, unknown>)[name] as FieldValue;
    if (by === 'fachverfahren' && name in said) said[name] = value;
  }
  const source = Object.keys(said).length > 0 ? { fromFachverfahren: said } : {};
  return { ...body, ...Object.fromEntries(changes), ...source };
}

/** What the Fachverfahren said last of a field; where no worker has changed it, that is what stands. */
export function wordOfFachverfahren(body: object, name: string): FieldValue {
  const { fromFachverfahren: said } = body as Sourced;
  if (said && name in said) return said[name] ?? null;
  return ((body as Record<string, unknown>)[name] as FieldValue | undefined) ?? null;
}

/** A line of the history of a cover. */
export const coverLine = (
  caseFileId: Id,
  change: { field: string; oldValue: FieldValue; newValue: FieldValue },
  context: RuleContext,
): RecordWrite => historyWrite(caseFileId, caseFileId, change, context);

/** A value beside the one that stands, as the history names it. */
export const alsoGiven = (field: string): string => `also/${field}`;

type Author = { by: Id; at: string };

/** Who gave the values that stand in these fields, by field; what came with the file has no author. */
export function* authorsOf(
  caseFileId: Id,
  standing: ReadonlyMap<string, FieldValue>,
  wanted: readonly string[],
): Rule<Map<string, Author>> {
  const authors = new Map<string, Author>();
  if (wanted.length === 0) return authors;
  const lines = (yield* readChildren('historyEntry', caseFileId, caseFileId)).map(({ body }) => body);
  for (const field of wanted) {
    const setting = lines.filter((line) => line.field === field && line.newValue === standing.get(field));
    const [line] = setting.sort((left, right) => (left.at < right.at ? 1 : -1));
    if (line) authors.set(field, { by: line.by, at: line.at });
  }
  return authors;
}

/** Tells workers whose words on a cover were written over by somebody who had not seen them. */
export function* coverAuthorsTold(
  caseFileId: Id,
  standing: ReadonlyMap<string, FieldValue>,
  unseen: readonly string[],
  context: RuleContext,
): Rule<RecordWrite[]> {
  const losses = new Map<Id, { values: Record<string, string>; ownAt: string }>();
  for (const [field, { by, at }] of yield* authorsOf(caseFileId, standing, unseen)) {
    // Programs have nothing of their own where they could be told.
    if (by === context.actorId || by === fachverfahrenWorkerId || by === intakeWorkerId) continue;
    const { values } = losses.get(by) ?? { values: {} };
    losses.set(by, { values: { ...values, [field]: standing.get(field) ?? '' }, ownAt: at });
  }
  const about = { cause: 'coverChanged' as const, caseFileId, targetId: caseFileId };
  const stands = { byId: context.actorId, byAt: context.at };
  return [...losses].map(([workerId, loss]) => overlapWrite(workerId, { ...about, ...loss, ...stands }, context));
}
