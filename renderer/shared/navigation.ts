import { create } from 'zustand';
import type { Id } from '../../core/domain/ids.ts';
import { formatRoute, homeRoute, isSameDocument, parseRoute, type Route, showsSameList } from './routes.ts';

/** What a search found in what is shown: the words to mark, and the page of the document or the note they were found in. */
export type SearchHit = { words: string; page: number | null; noteId?: Id };

/** Where the page is; kept in the address, so that back and forward work. */
export const useNavigation = create<{ route: Route; hit: SearchHit | null }>(() => ({ route: homeRoute, hit: null }));

type Options = { replace?: boolean; hit?: SearchHit };

/** Goes somewhere. With `replace` the step does not stay in the history (moving along a list). */
export function navigate(route: Route, options: Options = {}): void {
  const hash = formatRoute(route);
  if (hash === window.location.hash && !options.hit) return;
  if (options.replace) window.history.replaceState(null, '', hash);
  else window.history.pushState(null, '', hash);
  arrive(route, options.hit);
}

/**
 * Moves along the list that is shown at `from`, without a step in the history. What comes late (a list that has arrived, a letter that is
 * filed) fetches nobody back who has gone elsewhere meanwhile.
 */
export function moveAlong(route: Route, from: Route): void {
  const { route: here } = useNavigation.getState();
  if (showsSameList(here, route) || showsSameList(here, from)) navigate(route, { replace: true });
}

/** Paging within a document keeps what was found in it; another document has nothing to do with that. */
function arrive(route: Route, newHit?: SearchHit): void {
  const { route: before, hit } = useNavigation.getState();
  useNavigation.setState({ route, hit: newHit ?? (isSameDocument(before, route) ? hit : null) });
}

/** Back to the start without a trace of where one was. */
export function goHome(): void {
  if (typeof window !== 'undefined') navigate(homeRoute, { replace: true });
}

/** Follows the address: back, forward, a link. Returns how to stop. */
export function followAddress(): () => void {
  const read = () => arrive(parseRoute(window.location.hash));
  read();
  window.addEventListener('popstate', read);
  window.addEventListener('hashchange', read);
  return () => {
    window.removeEventListener('popstate', read);
    window.removeEventListener('hashchange', read);
  };
}
