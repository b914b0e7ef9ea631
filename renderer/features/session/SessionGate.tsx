import { type ReactNode, useState } from 'react';
import { type OutputOf, useDeskQuery } from '../../shared/backend.tsx';
import { Loading, QueryView } from '../../shared/ui/ViewState.tsx';
import { FirstFetchPage } from './FirstFetchPage.tsx';
import { useLockedPage } from './locked-page.ts';
import { LogInPage } from './LogInPage.tsx';
import classes from './session.module.css';

type SessionState = OutputOf<'session', 'state'>;

/** Shows the desk to somebody who is logged in and whose files are here; else the way there. */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useDeskQuery('session', 'state', {});
  return <QueryView query={session}>{(state) => <Gate state={state}>{children}</Gate>}</QueryView>;
}

function Gate({ state, children }: { state: SessionState; children: ReactNode }) {
  const configuration = useDeskQuery('desk', 'configuration', {});
  const workerId = state.worker?.id ?? '';
  const isOpen = state.state === 'loggedIn' && (state.firstFetch === null || state.firstFetch.isUsable);
  const [shownTo, setShownTo] = useState<string | null>(null);
  // While the desk is locked her windows stay as they are, out of sight and reach: what she has typed is there again when she is back.
  const isKept = state.state === 'locked' && shownTo === workerId;
  useLockedPage(isKept);
  if (isOpen && shownTo !== workerId) setShownTo(workerId);
  if (state.state === 'loggedIn' && !isOpen && state.firstFetch) return <FirstFetchPage progress={state.firstFetch} />;
  return (
    <>
      {isOpen || isKept ? (
        <div key={workerId} className={classes.desk} hidden={isKept} inert={isKept}>
          {children}
        </div>
      ) : null}
      {isOpen ? null : configuration.isPending ? (
        <Loading />
      ) : (
        <LogInPage configuration={configuration.data ?? null} lock={state.lock} />
      )}
    </>
  );
}
