import { isAdoptable, lateContentWrites, lateWorkWrites } from '../../core/commands/late-work.ts';
import { accepted } from '../../core/commands/rule.ts';
import type { PushResult } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { isEnough } from '../../core/domain/levels.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { houseScopeId, ownScopeOf } from '../../core/domain/standing-ids.ts';
import { levelsHeldLately } from '../store/access.ts';
import { applyAccepted } from './apply.ts';
import { type Batch, levelIn, lockOwnScopes } from './batch.ts';
import type { ReadyCommand } from './prepare.ts';

export type LatePlace = { placeId: Id; ownerId: Id | null; placeKind: 'c' | 'o' };

/**
 * Where work waits for the one responsible that its author may no longer do but lately might: she did it before she could know. Null
 * for somebody who never had the right: that is refused.
 */
export async function latePlaceOf(batch: Batch, command: ReadyCommand): Promise<LatePlace | null> {
  if (!isAdoptable(command.definition.name)) return null;
  const lacking: ReadyCommand['needs'] = [];
  for (const need of command.needs) {
    const isHeld = isEnough(await levelIn(batch, need.scopeId), need.level);
    if (!isHeld || (batch.caller.isClosing && isPlace(batch, need.scopeId))) lacking.push(need);
  }
  const scopeIds = lacking.map(({ scopeId }) => scopeId);
  const held = await levelsHeldLately(batch.connection, batch.caller.workerId, scopeIds);
  const [first] = lacking;
  if (!first || !lacking.every(({ scopeId, level }) => isEnough(held.get(scopeId) ?? null, level))) return null;
  return { placeId: first.scopeId, ...(await ownerOf(batch, first.scopeId)) };
}

/** A file or a Postkorb: of a closed account nothing is done there by itself. */
const isPlace = ({ scopes }: Batch, scopeId: Id): boolean => ['c', 'o'].includes(scopes.get(scopeId)?.kind ?? '');

async function ownerOf({ records }: Batch, placeId: Id): Promise<Omit<LatePlace, 'placeId'>> {
  const read = (kind: 'caseFile' | 'inbox', scopeId: Id) =>
    records.answer({ read: 'record', kind, scopeId, id: placeId });
  const caseFile = (await read('caseFile', placeId)) as BodyOf<'caseFile'> | null;
  if (caseFile) return { placeKind: 'c', ownerId: caseFile.workerId };
  const inbox = (await read('inbox', houseScopeId)) as BodyOf<'inbox'> | null;
  return { placeKind: 'o', ownerId: inbox?.kind === 'worker' ? inbox.ownerId : null };
}

/** Keeps late work at its place and with its author. Gives what her desk is told beside the refusal. */
export async function keepLateWork(
  batch: Batch,
  command: ReadyCommand,
  late: LatePlace,
): Promise<PushResult['details']> {
  const { pushed, definition, argsHash } = command;
  const { workerId: authorId } = batch.caller;
  const open = { state: 'open' as const, settledBy: null, settledAt: null, settleReason: null };
  const label = definition.label(command.args).slice(0, 400);
  const args = pushed.args as Record<string, unknown>; // it was read as one already
  const work = { authorId, name: pushed.name, args, schema: pushed.schema, label, atDesk: pushed.at, ...late, ...open };
  const ownScope = ownScopeOf(authorId);
  await lockOwnScopes(batch, [ownScope]);
  const writes = [...lateWorkWrites(pushed.id, work), ...lateContentWrites(pushed.id, work)];
  const heads = await applyAccepted(
    batch,
    accepted(
      writes.filter(({ scopeId }) => batch.scopes.has(scopeId)),
      [{ scopeId: late.placeId, action: 'lateWork.received', targetKind: 'lateWork', targetId: pushed.id }],
    ),
    { actorId: authorId, clientId: batch.clientId, commandId: pushed.id, atDesk: pushed.at, payloadHash: argsHash },
  );
  return { ownerId: late.ownerId, ownVer: heads.find(({ scopeId }) => scopeId === ownScope)?.ver ?? null };
}
