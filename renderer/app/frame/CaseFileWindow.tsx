import { type ComponentType, Suspense } from 'react';
import { KeysDialog } from '../../features/help/KeysDialog.tsx';
import { SearchDialog } from '../../features/search/SearchDialog.tsx';
import { FirstFetchBanner } from '../../features/session/FirstFetchBanner.tsx';
import { StoreNotice } from '../../features/session/StoreNotice.tsx';
import { OfflineBanner } from '../../features/sync-status/OfflineBanner.tsx';
import { useDeskQuery } from '../../shared/backend.tsx';
import { useNavigation } from '../../shared/navigation.ts';
import type { Route } from '../../shared/routes.ts';
import { Loading } from '../../shared/ui/ViewState.tsx';
import { ErrorBoundary } from '../ErrorBoundary.tsx';
import { views } from '../views.tsx';
import classes from './CaseFileWindow.module.css';
import { Header } from './Header.tsx';
import { Rail } from './Rail.tsx';
import { useTitle } from './useTitle.ts';
import { useGlobalCommands } from './useGlobalCommands.tsx';

/** The E-Akte: head, rail, and the view of the present route. */
export function CaseFileWindow({ hasOwnWindow }: { hasOwnWindow: boolean }) {
  const asked = useNavigation((state) => state.route);
  const worker = useDeskQuery('session', 'state', {}).data?.worker;
  // The scan station has no Postkorb of its own: its page takes that place.
  const route: Route = worker?.role === 'scanStation' && asked.view === 'inbox' ? { view: 'scanStation' } : asked;
  useGlobalCommands();
  useTitle(route);
  const View = views[route.view] as ComponentType<{ route: Route }>;
  return (
    <div className={classes.window}>
      <Header hasOwnWindow={hasOwnWindow} />
      <OfflineBanner />
      <FirstFetchBanner />
      <StoreNotice />
      <div className={classes.body}>
        <Rail />
        <main className={classes.main} aria-label="E-Akte" tabIndex={-1} data-main>
          <ErrorBoundary key={route.view}>
            <Suspense fallback={<Loading />}>
              <View route={route} />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <SearchDialog />
      <KeysDialog />
    </div>
  );
}
