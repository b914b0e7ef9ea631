import { z } from 'zod';
import { derivedId, type Id, idSchema } from '../domain/ids.ts';
import { type Role, roleSchema } from '../domain/levels.ts';
import type { BodyOf } from '../domain/records.ts';
import { houseScopeId, teamMembersPrincipalOf } from '../domain/standing-ids.ts';
import { type AccessChange, accepted, defineCommand, type RuleContext, readRecord, refused } from './rule.ts';

// Which role somebody has in the house and to which team she belongs. The account, the directory and her rights change in one transaction.

const postSchema = z.object({ role: roleSchema, teamId: idSchema.nullable() });
type Post = z.infer<typeof postSchema>;

const mayNot = refused('notAllowed', 'Rolle und Team ändert die Verwaltung.');
/** Before anything: the former right of a team has no beginning that matters. */
const longAgo = '2000-01-01T00:00:00.000Z';

const isSame = (left: Post, right: Post): boolean => left.role === right.role && left.teamId === right.teamId;

/** Gives somebody another role or team, at once and on all her desks. `before` is what was seen: changed meanwhile, nothing happens. */
export const changeWorker = defineCommand({
  name: 'changeWorker',
  input: z.object({
    workerId: idSchema,
    before: postSchema,
    after: postSchema,
    reason: z.string().trim().min(3, 'Bitte den Grund angeben.').max(500),
  }),
  mode: 'online-only',
  needs: () => [{ scopeId: houseScopeId, level: 'read' }],
  *decide({ workerId, before, after, reason }, context) {
    if (context.actorRole !== 'administration') return mayNot;
    const worker = yield* readRecord('worker', houseScopeId, workerId);
    if (!worker?.isActive) {
      return refused('notFound', 'Diese Person gibt es im Haus nicht, oder ihr Konto ist geschlossen.');
    }
    const standing = { role: worker.role, teamId: worker.teamId };
    if (isSame(standing, after)) return refused('alreadyDone', 'Rolle und Team sind schon so eingetragen.');
    if (!isSame(standing, before)) {
      const { by, at } = worker.postChange ?? {};
      const whose = by && at ? { by, at } : {};
      return refused(
        'changedMeanwhile',
        'Rolle oder Team wurden inzwischen geändert. Es wurde nichts geändert.',
        whose,
      );
    }
    if (after.role === 'teamLead' && after.teamId === null) {
      return refused('invalid', 'Zu einer Teamleitung gehört ein Team. Bitte das Team angeben.');
    }
    if (after.teamId !== null && !(yield* readRecord('team', houseScopeId, after.teamId))) {
      return refused('notFound', 'Dieses Team gibt es im Haus nicht.');
    }
    const postChange = { by: context.actorId, at: context.at };
    const body: BodyOf<'worker'> = { ...worker, ...after, postChange };
    return accepted(
      [{ kind: 'worker', id: workerId, scopeId: houseScopeId, body }],
      [{ scopeId: houseScopeId, action: 'worker.changed', targetKind: 'worker', targetId: workerId, reason }],
      { access: rightsOf({ workerId, before: standing, after, reason }, context) },
    );
  },
  *inverse({ workerId, before, after }) {
    return { name: 'changeWorker', args: { workerId, before: after, after: before, reason: 'Zurückgenommen' } };
  },
  label: () => 'Rolle und Team geändert',
});

const closing = z.object({ workerId: idSchema, reason: z.string().trim().min(3, 'Bitte den Grund angeben.').max(500) });
const mayNotClose = refused('notAllowed', 'Konten schließt und öffnet die Verwaltung.');

/** Closes somebody's account: she left. What waits on her desks is still taken, as late work; then they are cleared. */
export const closeWorker = defineCommand({
  name: 'closeWorker',
  input: closing,
  mode: 'online-only',
  needs: () => [{ scopeId: houseScopeId, level: 'read' }],
  *decide({ workerId, reason }, context) {
    if (context.actorRole !== 'administration') return mayNotClose;
    if (workerId === context.actorId) return refused('invalid', 'Das eigene Konto schließt eine andere Person.');
    const worker = yield* readRecord('worker', houseScopeId, workerId);
    if (!worker) return refused('notFound', 'Diese Person gibt es im Haus nicht.');
    if (!worker.isActive) return refused('alreadyDone', 'Dieses Konto ist schon geschlossen.');
    return accepted(
      [{ kind: 'worker', id: workerId, scopeId: houseScopeId, body: { ...worker, isActive: false } }],
      [{ scopeId: houseScopeId, action: 'worker.closed', targetKind: 'worker', targetId: workerId, reason }],
      { access: [{ change: 'closeAccount', workerId, by: context.actorId }] },
    );
  },
  *inverse({ workerId }) {
    return { name: 'reopenWorker', args: { workerId, reason: 'Zurückgenommen' } };
  },
  label: () => 'Konto geschlossen',
});

/** Opens a closed account again, with the password it had. Desks that are cleared already fetch everything anew. */
export const reopenWorker = defineCommand({
  name: 'reopenWorker',
  input: closing,
  mode: 'online-only',
  needs: () => [{ scopeId: houseScopeId, level: 'read' }],
  *decide({ workerId, reason }, context) {
    if (context.actorRole !== 'administration') return mayNotClose;
    const worker = yield* readRecord('worker', houseScopeId, workerId);
    if (!worker) return refused('notFound', 'Diese Person gibt es im Haus nicht.');
    if (worker.isActive) return refused('alreadyDone', 'Dieses Konto ist offen.');
    return accepted(
      [{ kind: 'worker', id: workerId, scopeId: houseScopeId, body: { ...worker, isActive: true } }],
      [{ scopeId: houseScopeId, action: 'worker.reopened', targetKind: 'worker', targetId: workerId, reason }],
      { access: [{ change: 'reopenAccount', workerId }] },
    );
  },
  *inverse({ workerId }) {
    return { name: 'closeWorker', args: { workerId, reason: 'Zurückgenommen' } };
  },
  label: () => 'Konto wieder geöffnet',
});

/** What somebody is through her team: a member of it, and one of those who lead it. */
const principalsOf = ({ role, teamId }: Post): Id[] =>
  teamId === null ? [] : [teamMembersPrincipalOf(teamId), ...(role === 'teamLead' ? [teamId] : [])];

type Move = { workerId: Id; before: Post; after: Post; reason: string };

function rightsOf({ workerId, before, after, reason }: Move, { commandId, at }: RuleContext): AccessChange[] {
  const [former, next] = [principalsOf(before), principalsOf(after)];
  const changes: AccessChange[] = former
    .filter((principalId) => !next.includes(principalId))
    .map((principalId) => ({ change: 'leavePrincipal', workerId, principalId }));
  for (const principalId of next.filter((one) => !former.includes(one))) {
    const sourceId = derivedId(workerId, `post/${commandId}/${principalId}`);
    changes.push({ change: 'addMembership', sourceId, workerId, principalId, from: at, to: null, reason });
  }
  if (before.role !== after.role) changes.push({ change: 'setRole', workerId, role: after.role });
  return before.teamId === after.teamId ? changes : [...changes, ...teamOfHerFiles()];

  /** Who leads the new team sees her files and her Postkorb, who leads the former one no longer; her late work stays known as such. */
  function teamOfHerFiles(): AccessChange[] {
    const formerId = derivedId(workerId, `former/${commandId}`);
    const known = { sourceId: formerId, principalId: formerId };
    const [from, to] = [before.teamId, after.teamId];
    return [
      { change: 'moveToTeam', workerId, from, to, formerId, reason },
      ...(from === null
        ? []
        : [
            { change: 'addMembership' as const, ...known, workerId: from, from: longAgo, to: at, reason },
            { change: 'endMembership' as const, sourceId: formerId, at },
          ]),
    ];
  }
}

/** Roles of which nobody can be responsible for a case file. */
export const isWithoutFiles = (role: Role): boolean => role === 'audit' || role === 'scanStation';
