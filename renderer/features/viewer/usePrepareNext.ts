import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { deskQuery, useDesk } from '../../shared/backend.tsx';
import { contentSource } from './content-source.ts';
import { openPdf, warmUp } from './pdf/open-pdf.ts';
import { dropPrepared, prepare } from './pdf/prepared.ts';

/** Waits until the document on the screen is likely to be drawn, in ms. */
const calm = 300;
/** How long a prepared document is kept after its place was left, in ms. */
const keep = 1500;

let wanted: string | null = null;

/** Reads what comes next ahead and opens it if it is a PDF, so that it stands there at once. */
export function usePrepareNext(next: { scopeId: Id; ownerId: Id } | null): void {
  const desk = useDesk();
  const queries = useQueryClient();
  const { scopeId, ownerId } = next ?? { scopeId: null, ownerId: null };
  useEffect(() => {
    if (scopeId === null) return;
    const key = `${scopeId}/${ownerId}`;
    let isGone = false;
    wanted = key;
    const timer = setTimeout(async () => {
      const place = { scopeId, ownerId };
      const description = await queries.fetchQuery(deskQuery(desk, 'content', 'describe', place)).catch(() => null);
      const content = description?.content;
      if (isGone || !description?.canShow || content?.kind !== 'pdf' || content.encrypted === 'password') return;
      prepare(key, async (signal) => {
        const opened = await openPdf(contentSource(desk, place, content), null, signal);
        void warmUp(opened, signal).catch(() => undefined); // told when it is drawn to be read
        return opened;
      });
    }, calm);
    return () => {
      isGone = true;
      clearTimeout(timer);
      if (wanted === key) wanted = null;
      // The next view takes it, or it is closed: nothing of a file stays open unseen.
      setTimeout(() => dropPrepared(wanted), keep);
    };
  }, [desk, queries, scopeId, ownerId]);
}
