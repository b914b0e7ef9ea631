import {
  type CommandDefinition,
  type Decision,
  type Inverse,
  type ReadRequest,
  type RecordWrite,
  type Rule,
  type RuleContext,
  runRule,
} from '../../core/commands/rule.ts';
import type { Id } from '../../core/domain/ids.ts';
import { readChildren, readRecord, type RecordPlace, writeRecord } from '../../db/records.ts';
import { knowsScope } from '../../db/scopes.ts';
import type { ReadableDb, WritableDb } from '../../db/sql.ts';
import { keepImage } from '../../db/undo-images.ts';
import type { Actor } from './desk.ts';

export type Order = { id: Id; definition: CommandDefinition; args: unknown; at: string };
export type Decided = { decision: Decision; scopesRead: Set<Id> };

/** Lets a rule decide from what this desk holds. */
export function decideHere(db: ReadableDb, order: Order, actor: Actor): Decided {
  const scopesRead = new Set<Id>();
  const rule = order.definition.decide(order.args, contextOf(db, order, actor));
  return { decision: runRule(rule, answerFrom(db, scopesRead)), scopesRead };
}

/** The command that would take the order back, from the state before it; null when there is none. */
export function inverseHere(db: ReadableDb, order: Order, actor: Actor): Inverse | null {
  if (!order.definition.inverse) return null;
  return runRule(order.definition.inverse(order.args, contextOf(db, order, actor)), answerFrom(db, new Set()));
}

/** What a rule reads from what this desk holds, for showing it. */
export function runRuleHere<Result>(db: ReadableDb, rule: Rule<Result>): Result {
  return runRule(rule, answerFrom(db, new Set()));
}

function contextOf(db: ReadableDb, order: Order, actor: Actor): RuleContext {
  return {
    commandId: order.id,
    actorId: actor.id,
    actorRole: actor.role,
    at: order.at,
    knows: (scopeId) => knowsScope(db, scopeId),
  };
}

function answerFrom(db: ReadableDb, scopesRead: Set<Id>) {
  return (request: ReadRequest): unknown => {
    scopesRead.add(request.scopeId);
    return request.read === 'record'
      ? readRecord(db, request.kind, request.scopeId, request.id)
      : readChildren(db, request.kind, request.scopeId, request.parentId);
  };
}

/** Shows the writes of an order before the centre has confirmed them, with images for taking them back. Scopes not on this desk are left out. */
export function writeAhead(db: WritableDb, outboxRow: number, writes: readonly RecordWrite[]): RecordPlace[] {
  const known = new Map<Id, boolean>();
  const places: RecordPlace[] = [];
  for (const write of writes) {
    const isKnown = known.get(write.scopeId) ?? knowsScope(db, write.scopeId);
    known.set(write.scopeId, isKnown);
    if (!isKnown) continue;
    const place = { kind: write.kind, scopeId: write.scopeId, id: write.id };
    const { ver } = keepImage(db, outboxRow, place);
    writeRecord(db, { ...place, ver, isPending: true, body: write.body });
    places.push(place);
  }
  return places;
}
