import { z } from 'zod';
import { derivedId, type Id, idSchema } from '../domain/ids.ts';
import type { BodyOf } from '../domain/records.ts';
import { ownScopeOf } from '../domain/standing-ids.ts';
import { accepted, defineCommand, type RecordWrite, type RuleContext, readRecord, refused } from './rule.ts';

/**
 * Tells a worker that what she did does not stand, with what she had given. It goes into her own scope, so it never holds what somebody
 * else wrote. The one kind of record a rule may write to a scope that it has not named before: who is concerned shows in what it reads.
 */
export function overlapWrite(workerId: Id, body: BodyOf<'overlap'>, context: RuleContext): RecordWrite {
  const id = derivedId(context.commandId, `overlap/${workerId}/${body.targetId}`);
  return { kind: 'overlap', id, scopeId: ownScopeOf(workerId), body };
}

/** She has seen what became of hers; both stay in the history or the journal of the file. */
export const acknowledgeOverlap = defineCommand({
  name: 'acknowledgeOverlap',
  input: z.object({ workerId: idSchema, overlapId: idSchema }),
  mode: 'offline-safe',
  needs: (args) => [{ scopeId: ownScopeOf(args.workerId), level: 'write' }],
  *decide(args, context) {
    if (args.workerId !== context.actorId) return refused('notAllowed', 'Das gehört einer anderen Person.');
    const scopeId = ownScopeOf(args.workerId);
    const overlap = yield* readRecord('overlap', scopeId, args.overlapId);
    return accepted(overlap ? [{ kind: 'overlap', id: args.overlapId, scopeId, body: null }] : [], []);
  },
  label: () => 'Überschneidung zur Kenntnis genommen',
});
