import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { type OutputOf, useDeskQuery } from '../../shared/backend.tsx';
import { formatMoment, formatNumberOf } from '../../shared/format.ts';
import { Pane } from '../../shared/ui/Pane.tsx';
import { ViewHead } from '../../shared/ui/ViewHead.tsx';
import { Empty, QueryView } from '../../shared/ui/ViewState.tsx';
import { DeviceTable } from './DeviceTable.tsx';
import classes from './desk-stores.module.css';
import { TourTable } from './TourTable.tsx';

export type DeviceList = OutputOf<'deskStores', 'list'>;

/** The devices of those whom somebody leads: what is known of each, and what to do when one is lost. */
export function DeskStoresView() {
  const query = useDeskQuery('deskStores', 'list', {});
  const lostCount = query.data?.rows.filter(({ state }) => state === 'lost').length ?? 0;
  const fact = lostCount > 0 ? `${formatNumberOf(lostCount, 'Gerät', 'Geräte')} noch nicht gelöscht` : null;
  return (
    <>
      <ViewHead title="Geräte" fact={fact} />
      <Pane name="Geräte" className={classes.page} isScrolled>
        <QueryView query={query}>{(list) => <Devices list={list} onChanged={() => void query.refetch()} />}</QueryView>
      </Pane>
    </>
  );
}

function Devices({ list, onChanged }: { list: DeviceList; onChanged: () => void }) {
  const [text, setText] = useState('');
  const wanted = text.trim().toLocaleLowerCase('de');
  const rows = list.rows.filter(({ workerName, deviceName }) =>
    `${workerName} ${deviceName}`.toLocaleLowerCase('de').includes(wanted),
  );
  return (
    <>
      <div className={classes.head}>
        <TextInput
          label="Name oder Gerät"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          className={classes.filter}
        />
        <p className={classes.quiet}>Stand {formatMoment(list.askedAt)}. Geräte melden sich etwa alle 15 Minuten.</p>
      </div>
      {rows.length === 0 ? (
        <Empty title="Kein Gerät gefunden." />
      ) : (
        <DeviceTable rows={rows} mayReport={list.mayReport} onChanged={onChanged} />
      )}
      <TourTable list={list} onChanged={onChanged} />
    </>
  );
}
