import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { momentSchema } from '../domain/moments.ts';
import { houseScopeId } from '../domain/standing-ids.ts';
import { accepted, defineCommand, readRecord, refused } from './rule.ts';

const longestDays = 180;

/**
 * A worker hands her work over, or a substitute takes a colleague's over and says why; for a period, at once.
 * One membership of the substitute in the absent worker's principal, so that Postkorb and all files follow.
 */
export const startSubstitution = defineCommand({
  name: 'startSubstitution',
  input: z.object({
    substitutionId: idSchema,
    absentWorkerId: idSchema,
    substituteWorkerId: idSchema,
    reason: z.string().trim().max(500),
    from: momentSchema,
    to: momentSchema,
  }),
  mode: 'offline-safe',
  needs: () => [{ scopeId: houseScopeId, level: 'read' }],
  *decide(args, context) {
    const { substitutionId, absentWorkerId, substituteWorkerId, reason, from, to } = args;
    const isHandOver = context.actorId === absentWorkerId;
    const isTakeOver = context.actorId === substituteWorkerId;
    if (!isHandOver && !isTakeOver && context.actorRole !== 'teamLead') {
      return refused('notAllowed', 'Eine Vertretung kann nur übergeben oder selbst übernommen werden.');
    }
    if (absentWorkerId === substituteWorkerId) return refused('invalid', 'Niemand kann sich selbst vertreten.');
    if (isTakeOver && reason.length < 3) return refused('invalid', 'Bitte den Grund der Übernahme angeben.');
    if (to <= from) return refused('invalid', 'Das Ende liegt vor dem Beginn.');
    if (Date.parse(to) - Date.parse(from) > longestDays * 86_400_000) {
      return refused('invalid', `Eine Vertretung dauert höchstens ${longestDays} Tage.`);
    }
    const absent = yield* readRecord('worker', houseScopeId, absentWorkerId);
    const substitute = yield* readRecord('worker', houseScopeId, substituteWorkerId);
    if (!absent || !substitute) return refused('notFound', 'Diese Person gibt es im Haus nicht.');
    if (absent.role !== 'worker' && absent.role !== 'teamLead')
      return refused('invalid', 'Diese Person führt keine Akten.');
    if (substitute.role !== 'worker' && substitute.role !== 'teamLead') {
      return refused('notAllowed', 'Nur Sachbearbeitung und Teamleitung können vertreten.');
    }
    const existing = yield* readRecord('substitution', houseScopeId, substitutionId);
    if (existing) return accepted([], []);
    const body = {
      absentWorkerId,
      substituteWorkerId,
      reason,
      from,
      to,
      kind: isTakeOver ? ('takeOver' as const) : ('handOver' as const),
      startedBy: context.actorId,
      endedAt: null,
      endedBy: null,
    };
    return accepted(
      [{ kind: 'substitution', id: substitutionId, scopeId: houseScopeId, body }],
      [
        {
          scopeId: houseScopeId,
          action: 'substitution.started',
          targetKind: 'substitution',
          targetId: substitutionId,
          reason,
        },
      ],
      {
        access: [
          {
            change: 'addMembership',
            sourceId: substitutionId,
            workerId: substituteWorkerId,
            principalId: absentWorkerId,
            from,
            to,
            reason,
          },
        ],
      },
    );
  },
  *inverse(args) {
    return { name: 'endSubstitution', args: { substitutionId: args.substitutionId } };
  },
  label: () => 'Vertretung begonnen',
});

/** Ends a substitution now: by the absent worker, the substitute or a team lead. */
export const endSubstitution = defineCommand({
  name: 'endSubstitution',
  input: z.object({ substitutionId: idSchema }),
  mode: 'offline-safe',
  needs: () => [{ scopeId: houseScopeId, level: 'read' }],
  *decide(args, context) {
    const substitution = yield* readRecord('substitution', houseScopeId, args.substitutionId);
    if (!substitution) return refused('notFound', 'Diese Vertretung gibt es nicht.');
    if (substitution.endedAt) return accepted([], []);
    const mayEnd = [substitution.absentWorkerId, substitution.substituteWorkerId, substitution.startedBy];
    if (!mayEnd.includes(context.actorId) && context.actorRole !== 'teamLead') {
      return refused('notAllowed', 'Diese Vertretung kann nur von den Beteiligten beendet werden.');
    }
    const body = { ...substitution, endedAt: context.at, endedBy: context.actorId };
    return accepted(
      [{ kind: 'substitution', id: args.substitutionId, scopeId: houseScopeId, body }],
      [
        {
          scopeId: houseScopeId,
          action: 'substitution.ended',
          targetKind: 'substitution',
          targetId: args.substitutionId,
        },
      ],
      { access: [{ change: 'endMembership', sourceId: args.substitutionId, at: context.at }] },
    );
  },
  label: () => 'Vertretung beendet',
});
