import { z } from 'zod';
import { foldGerman } from '../domain/folding.ts';
import { type Id, idSchema } from '../domain/ids.ts';
import { type BodyOf, recordSchemas } from '../domain/records.ts';
import { fachverfahrenWorkerId } from '../domain/standing-ids.ts';
import { stateChangeOf, stateLine } from './case-state.ts';
import {
  alsoGiven,
  authorsOf,
  type Cover,
  coverAuthorsTold,
  coverLine,
  coverWordsSchema,
  coverWrites,
  type FieldValue,
  fieldsOfCover,
  fieldsOfWords,
  isCritical,
  readCover,
  togetherWith,
  wordOfFachverfahren,
  wordsOfFields,
} from './cover-parts.ts';
import { overlapWrite } from './overlaps.ts';
import { accepted, defineCommand, type RecordWrite, type Rule, type RuleContext, refused } from './rule.ts';

const missing = refused('notFound', 'Diese Akte gibt es nicht.');
const isClosed = refused(
  'changedMeanwhile',
  'Die Akte ist geschlossen; am Aktendeckel wird nichts mehr geändert. Soll es doch geschehen, öffnen Sie die Akte zuerst wieder.',
);
const writeCase = (args: { caseFileId: Id }) => [{ scopeId: args.caseFileId, level: 'write' as const }];

/**
 * A worker changes the cover of a case file. `before` is what she saw. Of what was changed meanwhile her word stands, and whose word it
 * was is told; only who somebody is and where letters go is not written over unseen: there the first one stands, and she is told.
 */
export const changeCover = defineCommand({
  name: 'changeCover',
  input: z.object({ caseFileId: idSchema, before: coverWordsSchema, after: coverWordsSchema }),
  mode: 'offline-safe',
  needs: writeCase,
  *decide(args, context) {
    if (context.actorRole === 'audit') return refused('notAllowed', 'Die Prüfung ändert nichts an Akten.');
    const { caseFileId } = args;
    const cover = yield* readCover(caseFileId);
    if (!cover) return missing;
    if (cover.caseFile.state === 'closed') return isClosed;
    const standing = fieldsOfCover(cover);
    const [before, after] = [fieldsOfWords(args.before), fieldsOfWords(args.after)];
    if ([...after.keys()].some((field) => !standing.has(field))) {
      return refused('changedMeanwhile', 'Den Haushalt oder eine der Personen gibt es in dieser Akte nicht mehr.');
    }
    const changed = [...after.keys()].filter((field) => after.get(field) !== standing.get(field));
    if (changed.length === 0) return accepted([], []);
    const isUnseen = (field: string) => before.has(field) && before.get(field) !== standing.get(field);
    const held = changed.filter((field) => isCritical(field) && togetherWith(field).some(isUnseen));
    const done = changed.filter((field) => !held.includes(field));
    const unseen = done.filter(isUnseen);
    const line = (field: string, name = field) =>
      coverLine(
        caseFileId,
        { field: name, oldValue: standing.get(field) ?? null, newValue: after.get(field) ?? null },
        context,
      );
    const changes = done.map((field) => ({ field, value: after.get(field) ?? null }));
    return accepted(
      [
        ...coverWrites(caseFileId, cover, changes, 'worker'),
        ...done.map((field) => line(field)),
        ...held.map((field) => line(field, alsoGiven(field))),
        ...(yield* coverAuthorsTold(caseFileId, standing, unseen, context)),
        ...(yield* heldBack(caseFileId, { held, standing, after }, context)),
      ],
      [{ scopeId: caseFileId, action: 'caseFile.coverChanged', targetKind: 'caseFile', targetId: caseFileId }],
      { hints: hintsOf(held, unseen) },
    );
  },
  *inverse({ caseFileId, after }) {
    const cover = yield* readCover(caseFileId);
    if (!cover) return null;
    const standing = fieldsOfCover(cover);
    const previous = new Map([...fieldsOfWords(after).keys()].map((field) => [field, standing.get(field) ?? null]));
    return { name: 'changeCover', args: { caseFileId, before: after, after: wordsOfFields(previous) } };
  },
  label: () => 'Aktendeckel geändert',
});

type Held = {
  held: readonly string[];
  standing: ReadonlyMap<string, FieldValue>;
  after: ReadonlyMap<string, FieldValue>;
};

/** Tells her own words that do not stand, and whose do. */
function* heldBack(caseFileId: Id, { held, standing, after }: Held, context: RuleContext): Rule<RecordWrite[]> {
  if (held.length === 0) return [];
  const authors = yield* authorsOf(caseFileId, standing, held.flatMap(togetherWith));
  const [author] = [...authors.values()].toSorted((left, right) => (left.at < right.at ? 1 : -1));
  const values = Object.fromEntries(held.map((field) => [field, after.get(field) ?? '']));
  return [
    overlapWrite(
      context.actorId,
      {
        ...{ cause: 'coverHeld', caseFileId, targetId: caseFileId, values, ownAt: context.at },
        ...{ byId: author?.by ?? fachverfahrenWorkerId, byAt: author?.at ?? context.at },
      },
      context,
    ),
  ];
}

function hintsOf(held: readonly string[], unseen: readonly string[]): { code: string; message: string }[] {
  const hints = [];
  if (held.length > 0) {
    const message =
      'Namen, Geburtsdatum, Kundennummer oder Anschrift wurden inzwischen geändert. Ihre Angaben dazu gelten noch nicht; unter „Klärung“ können Sie sie einsetzen.';
    hints.push({ code: 'changedMeanwhile', message });
  }
  if (unseen.length > 0) {
    const message = 'Der Aktendeckel wurde inzwischen geändert. Ihre Angaben gelten, die anderen stehen im Verlauf.';
    hints.push({ code: 'changedMeanwhile', message });
  }
  return hints;
}

const { familyName, givenName, birthDate, customerNumber, relation } = recordSchemas.person.shape;
const { title, state, approvedFrom, approvedUntil } = recordSchemas.caseFile.shape;
const { street, postcode, place, phone, mail } = recordSchemas.household.shape;

/**
 * Brings the cover of a case file up to what the Fachverfahren says; what is left out stays. Persons it names are changed or added, nobody
 * is removed: that somebody has left the household does not follow from a message that does not name her. What it has said before, and a
 * worker has changed since, it does not say anew; a new word of it stands, and whose word it was is told. So it is with the state, too.
 */
export const updateCover = defineCommand({
  name: 'updateCover',
  input: z.object({
    caseFileId: idSchema,
    caseFile: z.object({ title, state, approvedFrom, approvedUntil }).partial(),
    household: z.object({ street, postcode, place, phone, mail }).partial(),
    persons: z
      .array(
        z.object({
          /** For one who is not in the file yet. */
          newId: idSchema,
          familyName,
          givenName,
          birthDate,
          relation: relation.optional(),
          customerNumber: customerNumber.optional(),
        }),
      )
      .max(30),
  }),
  mode: 'online-only',
  needs: writeCase,
  *decide(args, context) {
    if (context.actorRole === 'audit') return refused('notAllowed', 'Die Prüfung ändert nichts an Akten.');
    const { caseFileId } = args;
    const cover = yield* readCover(caseFileId);
    if (!cover) return missing;
    const { known, added } = personsNamed(cover, args.persons);
    const changes = newWords(cover, { ...args, persons: known });
    const standing = new Map([...fieldsOfCover(cover), ['caseFile/state', cover.caseFile.state]]);
    const turn = changes.find(({ field, value }) => field === 'caseFile/state' && value !== standing.get(field));
    const turned = turn ? { ...cover.caseFile, stateChange: stateChangeOf(null, context) } : cover.caseFile;
    const writes = [
      ...coverWrites(caseFileId, { ...cover, caseFile: turned }, changes, 'fachverfahren'),
      ...personWrites(cover, caseFileId, added),
    ];
    if (writes.length === 0) return accepted([], []);
    const differing = changes.filter(({ field, value }) => value !== standing.get(field));
    const lines = differing.map(({ field, value }) =>
      coverLine(caseFileId, { field, oldValue: standing.get(field) ?? null, newValue: value }, context),
    );
    const written = differing.map(({ field }) => field);
    const told = yield* coverAuthorsTold(caseFileId, standing, written, context);
    const line = { scopeId: caseFileId, action: 'caseFile.coverUpdated', targetKind: 'caseFile' as const };
    const turning = turn ? [stateLine(caseFileId, turn.value as BodyOf<'caseFile'>['state'])] : [];
    return accepted([...writes, ...lines, ...told], [{ ...line, targetId: caseFileId }, ...turning]);
  },
  label: () => 'Aktendeckel aktualisiert',
});

type NamedPerson = Pick<BodyOf<'person'>, 'familyName' | 'givenName' | 'birthDate'> & {
  newId: Id;
  relation?: string | undefined;
  customerNumber?: string | null | undefined;
};
type KnownPerson = { id: Id; body: BodyOf<'person'>; words: Record<string, FieldValue> };

/** Whom the Fachverfahren means of those in the file, and who is new. */
function personsNamed({ caseFile, persons }: Cover, named: readonly NamedPerson[]) {
  const known: KnownPerson[] = [];
  const added: NamedPerson[] = [];
  for (const person of caseFile.householdId ? named : []) {
    const { newId: _, ...said } = person;
    const same = persons.find(
      ({ body }) => isSamePerson(body, said) || isSamePerson(asTheFachverfahrenKnows(body), said),
    );
    const words = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined && value !== null));
    if (same) known.push({ ...same, words });
    else added.push(person);
  }
  return { known, added };
}

type Said = { caseFile: object; household: object; persons: readonly KnownPerson[] };

/** What the Fachverfahren says that differs from what it said before. */
function newWords({ caseFile, household }: Cover, said: Said): { field: string; value: FieldValue }[] {
  const parts: [string, object | null, object][] = [
    ['caseFile', caseFile, said.caseFile],
    ['household', household, said.household],
    ...said.persons.map(({ id, body, words }): [string, object, object] => [id, body, words]),
  ];
  return parts.flatMap(([part, body, words]) =>
    Object.entries(words as Record<string, FieldValue | undefined>).flatMap(([name, value]) =>
      body === null || value === undefined || wordOfFachverfahren(body, name) === value
        ? []
        : [{ field: `${part}/${name}`, value }],
    ),
  );
}

function personWrites({ caseFile }: Cover, caseFileId: Id, added: readonly NamedPerson[]): RecordWrite[] {
  const { householdId } = caseFile;
  return added.map(({ newId, ...person }): RecordWrite => {
    const body = { customerNumber: null, relation: 'Person', ...person, householdId } as BodyOf<'person'>;
    return { kind: 'person', id: newId, scopeId: caseFileId, body };
  });
}

/** A worker may have put a name or a day of birth right that the Fachverfahren still has as before. */
const asTheFachverfahrenKnows = (body: BodyOf<'person'>): BodyOf<'person'> =>
  ({ ...body, ...body.fromFachverfahren }) as BodyOf<'person'>;

/** Two of one household with the same given name and day of birth are one: family names change. */
function isSamePerson(known: BodyOf<'person'>, named: Omit<NamedPerson, 'newId'>): boolean {
  if (foldGerman(known.givenName) !== foldGerman(named.givenName)) return false;
  if (known.birthDate && named.birthDate) return known.birthDate === named.birthDate;
  return foldGerman(known.familyName) === foldGerman(named.familyName);
}
