import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { recordSchemas } from '../domain/records.ts';
import { houseScopeId } from '../domain/standing-ids.ts';
import { accepted, defineCommand, type RecordWrite, readRecord, refused } from './rule.ts';

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
