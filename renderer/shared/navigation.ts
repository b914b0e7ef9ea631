import { create } from 'zustand';
import { formatRoute, homeRoute, parseRoute, type Route } from './routes.ts';

/** Where the page is; kept in the address, so that back and forward work. `highlight`: words searched for, to be marked in the document. */
export const useNavigation = create<{ route: Route; highlight: string | null }>(() => ({
  route: homeRoute,
  highlight: null,
}));

/** Goes somewhere. With `replace` the step does not stay in the history (moving along a list). */
export function navigate(route: Route, options: { replace?: boolean; highlight?: string } = {}): void {
  const hash = formatRoute(route);
  if (hash === window.location.hash && !options.highlight) return;
  if (options.replace) window.history.replaceState(null, '', hash);
  else window.history.pushState(null, '', hash);
  useNavigation.setState({ route, highlight: options.highlight ?? null });
}

/** Back to the start without a trace of where one was. */
export function goHome(): void {
  if (typeof window !== 'undefined') navigate(homeRoute, { replace: true });
}

/** Follows the address: back, forward, a link. Returns how to stop. */
export function followAddress(): () => void {
  const read = () => useNavigation.setState({ route: parseRoute(window.location.hash) });
  read();
  window.addEventListener('popstate', read);
  window.addEventListener('hashchange', read);
  return () => {
    window.removeEventListener('popstate', read);
    window.removeEventListener('hashchange', read);
  };
}
