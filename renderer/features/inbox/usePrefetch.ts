import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { deskQuery, useDesk } from '../../shared/backend.tsx';

/** Reads the next letter ahead, its content included, so that it stands there at once. */
export function usePrefetch(inboxId: Id, itemId: Id | null): void {
  const client = useDesk();
  const queries = useQueryClient();
  useEffect(() => {
    if (itemId === null) return;
    void queries.prefetchQuery(deskQuery(client, 'inbox', 'item', { inboxId, itemId }));
    void queries.prefetchQuery(deskQuery(client, 'content', 'describe', { scopeId: inboxId, ownerId: itemId }));
  }, [client, queries, inboxId, itemId]);
}
