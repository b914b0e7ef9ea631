import type { Id } from '../../core/domain/ids.ts';
import type { Moment } from '../../core/domain/moments.ts';
import { idBytes } from '../record-tables.ts';
import { first, type ReadableDb } from '../sql.ts';

/** Who looks, and when: answers depend on both. */
export type Viewer = { readonly workerId: Id; readonly now: Moment };

/** What a worker may do in a scope now; null when the scope is not on this desk or her right has run out. */
export function levelHeld(db: ReadableDb, scopeId: Id, now: Moment): 'deliver' | 'read' | 'write' | 'manage' | null {
  const scope = first<{ level: 'deliver' | 'read' | 'write' | 'manage' }>(
    db,
    'SELECT level FROM scope WHERE id = ? AND (valid_to IS NULL OR valid_to > ?)',
    idBytes(scopeId),
    now,
  );
  return scope?.level ?? null;
}

/** Condition on a table `scope` that its content may be shown at the moment bound to the one question mark. */
export const isReadableNow = `scope.level <> 'deliver' AND (scope.valid_to IS NULL OR scope.valid_to > ?)`;
