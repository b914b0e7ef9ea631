import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { DeskClient } from '../../../core/contract/desk.ts';
import type { Id } from '../../../core/domain/ids.ts';
import type { ContentFacts } from '../../../core/domain/records.ts';
import { deskQuery, useDesk } from '../../shared/backend.tsx';
import { contentSource } from './content-source.ts';
import { openPictureAhead } from './open-picture.ts';
import { whenNothingIsComing } from './first-page.ts';
import { openAhead } from './pdf/open-pdf.ts';
import { dropPrepared, prepare } from './prepared.ts';

/** Whoever only passes through a list prepares nothing, in ms. */
const calm = 200;
/** How long a prepared document is kept after its place was left, in ms. */
const keep = 1500;

let wanted: string | null = null;

/** Reads what comes next ahead, whatever kind it is, so that it stands there at once. */
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
      await whenNothingIsComing();
      if (isGone) return;
      const description = await queries.fetchQuery(deskQuery(desk, 'content', 'describe', place)).catch(() => null);
      if (!isGone && description?.canShow) readAhead({ desk, queries, place, key }, description.content);
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

type Ahead = { desk: DeskClient; queries: QueryClient; place: { scopeId: Id; ownerId: Id }; key: string };

function readAhead({ desk, queries, place, key }: Ahead, content: ContentFacts): void {
  const source = () => contentSource(desk, place, content);
  switch (content.kind) {
    case 'pdf':
      if (content.encrypted !== 'password') prepare(key, (signal) => openAhead(source(), signal));
      break;
    case 'image':
      prepare(key, (signal) => openPictureAhead(source(), signal));
      break;
    case 'mail':
      void queries.prefetchQuery(deskQuery(desk, 'content', 'mail', place));
      break;
    case 'office':
      void queries.prefetchQuery(deskQuery(desk, 'content', 'officeHtml', place));
      break;
    case 'text':
    case 'html':
      void queries.prefetchQuery(deskQuery(desk, 'content', 'pageText', { ...place, number: 1 }));
      break;
    default:
      break; // a TIFF page takes as much memory as the whole document has bytes, and is rare
  }
}
