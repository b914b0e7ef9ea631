import { useDeskQuery } from '../../shared/backend.tsx';
import { Pane } from '../../shared/ui/Pane.tsx';
import { ViewHead } from '../../shared/ui/ViewHead.tsx';
import { QueryView } from '../../shared/ui/ViewState.tsx';
import { ArrivedSection } from './sections/ArrivedSection.tsx';
import { FailuresSection } from './sections/FailuresSection.tsx';
import { LineSection } from './sections/LineSection.tsx';
import { MissingSection } from './sections/MissingSection.tsx';
import { NewerSection } from './sections/NewerSection.tsx';
import { RoomSection } from './sections/RoomSection.tsx';
import { ToSettleSection } from './sections/ToSettleSection.tsx';
import { TourSection } from './sections/TourSection.tsx';
import { WaitingSection } from './sections/WaitingSection.tsx';
import { SyncActions } from './SyncActions.tsx';
import classes from './sync-view.module.css';
import { headWords } from './words.ts';

/** The page about the sync: what waits here, what came, what is missing, what failed, and what can be done about it. */
export function SyncView() {
  const state = useDeskQuery('sync', 'state', {}).data;
  const overview = useDeskQuery('sync', 'overview', {});
  return (
    <>
      <ViewHead title="Abgleich" fact={state ? headWords(state).words : null}>
        {state ? <SyncActions state={state} /> : null}
      </ViewHead>
      <Pane name="Stand des Abgleichs" className={classes.page} isScrolled>
        {state ? <LineSection state={state} /> : null}
        <TourSection />
        <QueryView query={overview}>
          {(data) => (
            <>
              <WaitingSection overview={data} />
              <NewerSection overview={data} />
              <ToSettleSection />
              <ArrivedSection overview={data} lastSyncedAt={state?.lastSyncedAt ?? null} />
              <MissingSection overview={data} isFetching={state?.connection === 'connected'} />
              <RoomSection overview={data} />
              <FailuresSection overview={data} />
            </>
          )}
        </QueryView>
      </Pane>
    </>
  );
}
