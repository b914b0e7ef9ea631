import { useDeskQuery } from '../../../shared/backend.tsx';
import type { SyncState } from '../../../shared/changes.ts';
import { formatMoment } from '../../../shared/format.ts';
import { NextTry } from '../NextTry.tsx';
import classes from '../sync-view.module.css';
import { Facts, Section } from './Section.tsx';

/** How the line to the centre stands: since when, when it is tried again, how long the desk works without. */
export function LineSection({ state }: { state: SyncState }) {
  const offlineUntil = useDeskQuery('session', 'state', {}).data?.offlineUntil;
  const rows: Parameters<typeof Facts>[0]['rows'] = [];
  if (state.pausedUntil) rows.push(['Angehalten bis', formatMoment(state.pausedUntil)]);
  if (state.offlineSince) rows.push(['Ohne Zentrale seit', formatMoment(state.offlineSince)]);
  if (state.nextTryAt) rows.push(['Nächster Versuch', <NextTry key="next" at={state.nextTryAt} lead="" />]);
  rows.push(['Zuletzt abgeglichen', state.lastSyncedAt ? formatMoment(state.lastSyncedAt) : 'noch nicht']);
  if (offlineUntil) rows.push(['Ohne Zentrale möglich bis', formatMoment(offlineUntil)]);
  return (
    <Section title="Verbindung zur Zentrale">
      <p className={classes.sentence}>{state.words}</p>
      {state.problem ? <p className={classes.problem}>{state.problem}</p> : null}
      <Facts rows={rows} />
    </Section>
  );
}
