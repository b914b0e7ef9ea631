import { createHash } from 'node:crypto';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { canonicalJson } from '../../core/sync/canonical.ts';
import type { Queryable } from './database.ts';
import { chainLine, type NewLine, type Occasion, writeLines } from './journal.ts';
import { lockScopes, saveScopes } from './scopes.ts';

/** An act of administration, without a desk: now, by an actor, with what was asked. */
export function officeOccasion(actorId: Id, payload: unknown): Occasion {
  const payloadHash = createHash('sha256').update(canonicalJson(payload)).digest();
  return { actorId, clientId: null, commandId: null, atDesk: new Date().toISOString(), payloadHash };
}

/** Journals an act of administration in the chain of the house. `payload` is only hashed: leave passwords out. */
export async function journalInHouse(database: Queryable, actorId: Id, line: NewLine, payload: unknown): Promise<void> {
  const scope = (await lockScopes(database, [houseScopeId])).get(houseScopeId);
  if (!scope) throw new Error('the house scope is missing');
  await writeLines(database, [chainLine(scope, line, officeOccasion(actorId, payload))]);
  await saveScopes(database, [scope], new Set());
}
