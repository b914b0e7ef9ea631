import { z } from 'zod';
import { foldGerman } from '../domain/folding.ts';
import { type Id, idSchema } from '../domain/ids.ts';
import { type BodyOf, recordSchemas } from '../domain/records.ts';
import { houseScopeId } from '../domain/standing-ids.ts';
import { accepted, defineCommand, type RecordWrite, readChildren, readRecord, refused } from './rule.ts';

/** Opens a new case file for a household; the worker named is responsible, her team lead may read. */
export const createCaseFile = defineCommand({
  name: 'createCaseFile',
  input: z.object({
    caseFileId: idSchema,
    caseFile: recordSchemas.caseFile.omit({ nextSheet: true }),
    household: recordSchemas.household.nullable(),
    persons: z.array(z.object({ id: idSchema, body: recordSchemas.person })).max(30),
  }),
  mode: 'online-only',
  needs: () => [{ scopeId: houseScopeId, level: 'read' }],
  *decide(args, context) {
    const { caseFileId, caseFile, household, persons } = args;
    if (context.actorRole === 'scanStation' || context.actorRole === 'audit') {
      return refused('notAllowed', 'Mit dieser Rolle können keine Akten angelegt werden.');
    }
    const existing = yield* readRecord('caseFile', caseFileId, caseFileId);
    if (existing) return accepted([], []);
    const worker = yield* readRecord('worker', houseScopeId, caseFile.workerId);
    if (!worker) return refused('notFound', 'Die zuständige Person gibt es im Haus nicht.');
    const writes: RecordWrite[] = [
      { kind: 'caseFile', id: caseFileId, scopeId: caseFileId, body: { ...caseFile, nextSheet: 1 } },
      ...persons.map(
        (person): RecordWrite => ({ kind: 'person', id: person.id, scopeId: caseFileId, body: person.body }),
      ),
    ];
    if (household && caseFile.householdId) {
      writes.push({ kind: 'household', id: caseFile.householdId, scopeId: caseFileId, body: household });
    }
    const grants = [{ principalId: caseFile.workerId, level: 'write' as const }];
    const lead = worker.teamId ? [{ principalId: worker.teamId, level: 'write' as const }] : [];
    return accepted(
      writes,
      [{ scopeId: caseFileId, action: 'caseFile.created', targetKind: 'caseFile', targetId: caseFileId }],
      { access: [{ change: 'createScope', scopeId: caseFileId, kind: 'c', grants: [...grants, ...lead] }] },
    );
  },
  label: (args) => `Akte angelegt: ${args.caseFile.title}`,
});

const { familyName, givenName, birthDate, customerNumber, relation } = recordSchemas.person.shape;
const { title, state, approvedFrom, approvedUntil } = recordSchemas.caseFile.shape;
const { street, postcode, place, phone, mail } = recordSchemas.household.shape;

/**
 * Brings the cover of a case file up to what the Fachverfahren says; what is left out stays. Persons it names are changed or added, nobody
 * is removed: that somebody has left the household does not follow from a message that does not name her.
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
  needs: (args) => [{ scopeId: args.caseFileId, level: 'write' }],
  *decide(args, context) {
    if (context.actorRole === 'audit') return refused('notAllowed', 'Die Prüfung ändert nichts an Akten.');
    const { caseFileId } = args;
    const caseFile = yield* readRecord('caseFile', caseFileId, caseFileId);
    if (!caseFile) return refused('notFound', 'Diese Akte gibt es nicht.');
    const householdId = caseFile.householdId;
    const household = householdId ? yield* readRecord('household', caseFileId, householdId) : null;
    const persons = householdId ? yield* readChildren('person', caseFileId, householdId) : [];
    const writes: RecordWrite[] = [];
    const changed = { ...caseFile, ...args.caseFile };
    if (differs(caseFile, changed))
      writes.push({ kind: 'caseFile', id: caseFileId, scopeId: caseFileId, body: changed });
    if (householdId && household) {
      const body = { ...household, ...args.household };
      if (differs(household, body)) writes.push({ kind: 'household', id: householdId, scopeId: caseFileId, body });
    }
    if (householdId) writes.push(...personWrites({ caseFileId, householdId }, persons, args.persons));
    if (writes.length === 0) return accepted([], []);
    const line = { scopeId: caseFileId, action: 'caseFile.coverUpdated', targetKind: 'caseFile' as const };
    return accepted(writes, [{ ...line, targetId: caseFileId }]);
  },
  label: () => 'Aktendeckel aktualisiert',
});

type NamedPerson = Pick<BodyOf<'person'>, 'familyName' | 'givenName' | 'birthDate'> & {
  newId: Id;
  relation?: string | undefined;
  customerNumber?: string | null | undefined;
};

function personWrites(
  { caseFileId, householdId }: { caseFileId: Id; householdId: Id },
  known: { id: Id; body: BodyOf<'person'> }[],
  named: NamedPerson[],
): RecordWrite[] {
  return named.flatMap(({ newId, ...person }): RecordWrite[] => {
    const same = known.find(({ body }) => isSamePerson(body, person));
    const given = Object.fromEntries(
      Object.entries(person).filter(([, value]) => value !== undefined && value !== null),
    );
    if (same) {
      const body = { ...same.body, ...given };
      return differs(same.body, body) ? [{ kind: 'person', id: same.id, scopeId: caseFileId, body }] : [];
    }
    const body = { customerNumber: null, relation: 'Person', ...person, householdId } as BodyOf<'person'>;
    return [{ kind: 'person', id: newId, scopeId: caseFileId, body }];
  });
}

/** Two of one household with the same given name and day of birth are one: family names change. */
function isSamePerson(known: BodyOf<'person'>, named: Omit<NamedPerson, 'newId'>): boolean {
  if (foldGerman(known.givenName) !== foldGerman(named.givenName)) return false;
  if (known.birthDate && named.birthDate) return known.birthDate === named.birthDate;
  return foldGerman(known.familyName) === foldGerman(named.familyName);
}

const differs = (before: object, after: object): boolean =>
  Object.entries(after).some(([name, value]) => (before as Record<string, unknown>)[name] !== value);
