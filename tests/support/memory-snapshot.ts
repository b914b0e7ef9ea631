import type { SnapshotPart } from '../../backend/sync/snapshot-lines.ts';
import type { Id } from '../../core/domain/ids.ts';
import { isEnough } from '../../core/domain/levels.ts';
import { type PreparedRows, prepareRows } from '../../db/prepared-rows.ts';
import type { MemoryCentre, MemoryScope } from './memory-centre.ts';

const aheadKinds: ReadonlySet<string> = new Set(['caseFile', 'household', 'person']);
const order = { g: 0, u: 1, o: 2, c: 3 };

/** The parts of a stream of whole scopes as the centre sends them; few rows in a part, and an end before all where `mostFiles` is reached. */
export function snapshotParts(
  centre: MemoryCentre,
  workerId: Id,
  scopeIds: readonly Id[],
  size: { rows: number; mostFiles: number },
): SnapshotPart[] {
  const readable = scopeIds.filter((scopeId) => isEnough(centre.levelOf(workerId, scopeId), 'read'));
  const denied = scopeIds.filter((scopeId) => !readable.includes(scopeId));
  const scopes = readable
    .map((scopeId) => centre.scope(scopeId))
    .sort((left, right) => order[left.kind] - order[right.kind]);
  const files = scopes.filter((scope) => scope.kind === 'c');
  const parts: SnapshotPart[] = [{ line: 'snapshot', epoch: centre.state.epoch, denied }];
  for (const scope of scopes) if (scope.kind !== 'c') parts.push(...wholeScope(centre, scope, size.rows));
  for (const scope of files) {
    const rows = [...scope.rows.values()].filter((row) => isAhead(row));
    parts.push({ line: 'ahead', scopeId: scope.id }, ...rowParts(rows, size.rows));
  }
  parts.push({ line: 'worklist' });
  for (const scope of files.slice(0, size.mostFiles)) parts.push(...wholeScope(centre, scope, size.rows));
  parts.push({ line: 'end', isWhole: files.length <= size.mostFiles });
  return parts;
}

type Row = MemoryScope['rows'] extends Map<string, infer Value> ? Value : never;

function isAhead({ kind, deleted, body }: Row): boolean {
  return !deleted && (aheadKinds.has(kind) || (kind === 'followUp' && body?.['completedAt'] === null));
}

function wholeScope(centre: MemoryCentre, scope: MemoryScope, size: number): SnapshotPart[] {
  const rows = [...scope.rows.values()];
  const digest = centre.digestOf(scope);
  const head: SnapshotPart = { line: 'scope', scopeId: scope.id, head: scope.head, digest, rowCount: rows.length };
  return [head, ...rowParts(rows, size)];
}

/** Of one state, and as they come from the line: what happens afterwards is not in them. */
function prepared(rows: Row[]): PreparedRows {
  const told = structuredClone(rows);
  return prepareRows(told, told, () => false);
}

function rowParts(rows: Row[], size: number): SnapshotPart[] {
  const parts: SnapshotPart[] = [];
  for (let from = 0; from < rows.length; from += size)
    parts.push({ line: 'rows', rows: prepared(rows.slice(from, from + size)) });
  return parts;
}
