import { isAdoptable, lateWorkWrites } from '../../core/commands/late-work.ts';
import type { CommandDefinition } from '../../core/commands/rule.ts';
import type { PushResult } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { isEnough } from '../../core/domain/levels.ts';
import type { MemoryCentre } from './memory-centre.ts';

type Pushed = { id: Id; name: string; args: unknown; at: string };

/** Work whose right has ended is kept where it was done and with its author, as the centre does it; null when it is simply refused. */
export function keepLateWork(
  centre: MemoryCentre,
  authorId: Id,
  command: Pushed,
  { definition, args }: { definition: CommandDefinition; args: unknown },
): Pick<PushResult, 'result' | 'code' | 'details'> | null {
  const needs = definition.needs(args);
  const lacking = needs.filter((need) => !isEnough(centre.levelOf(authorId, need.scopeId), need.level));
  const hers = centre.state.memberships.filter(({ workerId }) => workerId === authorId);
  const lately = new Set([authorId, ...hers.map(({ principalId }) => principalId)]);
  const held = (scopeId: Id) => [...centre.scope(scopeId).grants.keys()].some((principal) => lately.has(principal));
  const [first] = lacking;
  if (!first || !isAdoptable(definition.name) || !lacking.every(({ scopeId }) => held(scopeId))) return null;
  const { scopeId: placeId } = first;
  const caseFile = centre.scope(placeId).rows.get(`caseFile/${placeId}`);
  const ownerId = (caseFile?.body?.['workerId'] as Id | undefined) ?? null;
  const open = { state: 'open' as const, settledBy: null, settledAt: null, settleReason: null };
  const own = { authorId, name: command.name, args: command.args as Record<string, unknown>, atDesk: command.at };
  const placeKind = caseFile ? ('c' as const) : ('o' as const);
  const work = { ...own, ...open, label: definition.label(args), placeId, placeKind, ownerId };
  const ownVer = centre.write(lateWorkWrites(command.id, work)).get(authorId);
  return { result: 'forbidden', code: 'lateWork', details: { ownerId, ownVer } };
}
