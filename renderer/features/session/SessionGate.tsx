import type { ReactNode } from 'react';
import { useDeskQuery } from '../../shared/backend.tsx';
import { Loading, QueryView } from '../../shared/ui/ViewState.tsx';
import { FirstFetchPage } from './FirstFetchPage.tsx';
import { LogInPage } from './LogInPage.tsx';

/** Shows the desk to somebody who is logged in and whose files are here; else the way there. */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useDeskQuery('session', 'state', {});
  const configuration = useDeskQuery('desk', 'configuration', {});
  return (
    <QueryView query={session}>
      {(state) => {
        if (state.state === 'loggedOut') {
          return configuration.isPending ? <Loading /> : <LogInPage configuration={configuration.data ?? null} />;
        }
        if (state.firstFetch && !state.firstFetch.isUsable) return <FirstFetchPage progress={state.firstFetch} />;
        return children;
      }}
    </QueryView>
  );
}
