import type { Id } from '../../../core/domain/ids.ts';
import type { Level } from '../../../core/domain/levels.ts';
import type { MemoryDatabase } from '../database/memory-database.ts';
import { readableNow } from '../database/statements/access.ts';
import type { ScopeRow } from '../database/tables.ts';

/** Scopes a worker may read as the centre stands now. */
export function readableAt(database: MemoryDatabase, workerId: Id): Map<Id, { scope: ScopeRow; level: Level }> {
  const readable = readableNow(database.look(), workerId);
  return new Map(readable.map(({ scope, level }) => [scope.id, { scope, level }]));
}
