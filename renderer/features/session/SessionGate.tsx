import { type ReactNode, useEffect, useState } from 'react';
import { type OutputOf, useDeskQuery } from '../../shared/backend.tsx';
import { Loading, QueryView } from '../../shared/ui/ViewState.tsx';
import { FirstFetchPage } from './FirstFetchPage.tsx';
import { useLockedPage } from './locked-page.ts';
import { LogInPage } from './LogInPage.tsx';
import classes from './session.module.css';

type SessionState = OutputOf<'session', 'state'>;

/** Longest time nothing but a word of waiting is shown, in ms. */
const shortWait = 1_200;
const nobody: SessionState = {
  state: 'loggedOut',
  worker: null,
  lock: null,
  notice: null,
  offlineUntil: null,
  isOffline: false,
  firstFetch: null,
};

/** Shows the desk to somebody who is logged in and whose files are here; else the way there. */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useDeskQuery('session', 'state', {});
  const isSlow = useIsSlow();
  // Whoever is faster than the programme behind the page can begin to type; the form waits with her.
  const state = session.data ?? (isSlow && session.isPending ? nobody : null);
  return state ? (
    <Gate state={state} isSlow={isSlow}>
      {children}
    </Gate>
  ) : (
    <QueryView query={session}>{() => null}</QueryView>
  );
}

/** True once the page has stood there for a moment. */
function useIsSlow(): boolean {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), shortWait);
    return () => clearTimeout(timer);
  }, []);
  return isSlow;
}

function Gate({ state, isSlow, children }: { state: SessionState; isSlow: boolean; children: ReactNode }) {
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
      {isOpen ? null : configuration.isPending && !isSlow ? (
        <Loading />
      ) : (
        <LogInPage configuration={configuration.data ?? null} lock={state.lock} />
      )}
    </>
  );
}
