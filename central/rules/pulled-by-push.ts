import type { PulledScope, PushRequest } from '../../core/contract/central.ts';
import { isEnough } from '../../core/domain/levels.ts';
import type { Batch } from './batch.ts';

/**
 * What a push wrote into scopes of which its desk has all that came before, as a pull behind it would tell: what others wrote in between
 * is only told by a pull. Nothing after a push that changed rights or had a command fail: what may be read then is looked up by the pull.
 */
export function pulledBy(batch: Batch, known: NonNullable<PushRequest['known']>): PulledScope[] {
  if (batch.isCareful || batch.hasAccessChanged || known.length === 0) return [];
  const written = Map.groupBy(batch.records.written(), (row) => row.scopeId);
  return known.flatMap(({ scopeId, after }) => {
    const scope = batch.scopes.get(scopeId);
    const isNext = scope !== undefined && batch.headsBefore.get(scopeId) === after;
    if (!isNext || !isEnough(batch.levels?.get(scopeId) ?? null, 'read')) return [];
    const rows = (written.get(scopeId) ?? [])
      .map(({ kind, id, ver, body }) => ({ kind, id, ver, deleted: body === null, body }))
      .sort((left, right) => left.ver - right.ver);
    const { head, digest, rowCount } = scope;
    return [{ scopeId, after, to: head, head, digest: digest.toString(), rowCount, isFull: false, rows }];
  });
}
