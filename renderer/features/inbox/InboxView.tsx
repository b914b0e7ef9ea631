import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { type OutputOf, useDeskQuery } from '../../shared/backend.tsx';
import { moveAlong } from '../../shared/navigation.ts';
import type { Route } from '../../shared/routes.ts';
import { Pane } from '../../shared/ui/Pane.tsx';
import { Empty, QueryView } from '../../shared/ui/ViewState.tsx';
import { BatchActs } from './batch/BatchActs.tsx';
import type { BatchDone } from './batch/useBatch.ts';
import { useSelection } from './batch/useSelection.ts';
import { InboxDropPlace } from './deliver/InboxDropPlace.tsx';
import { FilterRow } from './FilterRow.tsx';
import { filtered, isFiltering, isShown } from './filters.ts';
import { InboxHead } from './InboxHead.tsx';
import { InboxList } from './InboxList.tsx';
import { ItemPanes } from './ItemPanes.tsx';
import { byDayOfArrival } from './inbox-days.ts';
import classes from './inbox.module.css';
import { useListOrder } from './useListOrder.ts';
import { usePrefetch } from './usePrefetch.ts';

export type Inbox = OutputOf<'inbox', 'overview'>['inboxes'][number];
export type Show = 'open' | 'doneToday';
type InboxRoute = Extract<Route, { view: 'inbox' }>;

/** The Postkorb: letters on the left, the chosen one in the middle, filing on the right. */
export function InboxView({ route }: { route: InboxRoute }) {
  const overview = useDeskQuery('inbox', 'overview', {});
  return (
    <QueryView query={overview}>
      {({ inboxes }) => {
        const inbox =
          inboxes.find(({ inboxId }) => inboxId === route.inboxId) ??
          (route.inboxId === null ? (inboxes.find(({ kind }) => kind === 'own') ?? inboxes[0]) : undefined);
        if (!inbox && route.inboxId === null) {
          return (
            <Empty title="Sie haben keinen Postkorb.">
              Akten, die Sie lesen dürfen, finden Sie über die Suche (Strg+K).
            </Empty>
          );
        }
        if (!inbox) {
          return (
            <Empty title="Diesen Postkorb können Sie zurzeit nicht einsehen.">
              Vielleicht ist die Vertretung beendet.
            </Empty>
          );
        }
        return <InboxPage key={inbox.inboxId} inbox={inbox} inboxes={inboxes} route={route} />;
      }}
    </QueryView>
  );
}

function InboxPage({ inbox, inboxes, route }: { inbox: Inbox; inboxes: Inbox[]; route: InboxRoute }) {
  const { inboxId } = inbox;
  const { itemId } = route;
  const [show, setShow] = useState<Show>('open');
  const list = useDeskQuery('inbox', 'list', { inboxId, show });
  const read = list.data?.rows;
  const workerId = useDeskQuery('session', 'state', {}).data?.worker?.id ?? null;
  const { filters, setFilters, isOldestFirst, setOldestFirst, viewer } = useListOrder(workerId);
  const { words, names, source, olderThan } = filters;
  const { today } = viewer;
  const rows = useMemo(
    () =>
      show === 'open'
        ? byDayOfArrival(
            filtered(read ?? [], { words, names, source, olderThan }, { workerId, today, shownId: itemId }),
            isOldestFirst,
          )
        : (read ?? []).toReversed(),
    [show, read, words, names, source, olderThan, isOldestFirst, workerId, today, itemId],
  );
  const choose = (id: Id | null) => moveAlong({ view: 'inbox', inboxId, itemId: id }, route);
  const { leftId, leave } = useReturnAfterUndo(rows, choose);
  const firstId = rows.find((row) => row.itemId !== leftId)?.itemId ?? null;
  const chosenId = itemId ?? firstId;
  const isUnpinned = itemId === null && firstId !== null;
  // The letter shown stays shown, also when somebody else files it meanwhile.
  const pin = useEffectEvent(() => choose(firstId));
  useEffect(() => {
    if (isUnpinned) pin();
  }, [isUnpinned]);
  const at = rows.findIndex((row) => row.itemId === chosenId);
  usePrefetch(inboxId, show === 'open' ? (rows[at + 1]?.itemId ?? null) : null);
  const goOn = () => {
    if (chosenId) leave(chosenId);
    choose((rows[at + 1] ?? rows[at - 1])?.itemId ?? null);
  };
  const order = useMemo(() => rows.map((row) => row.itemId), [rows]);
  const selecting = useSelection({ order, chosenId, choose, isActive: show === 'open' });
  const goOnAfter = ({ doneItemIds }: BatchDone) => {
    const done = new Set(doneItemIds);
    selecting.clear();
    if (!chosenId || !done.has(chosenId)) return;
    const left = [...rows.slice(at + 1), ...rows.slice(0, at).toReversed()];
    choose(left.find((row) => !done.has(row.itemId))?.itemId ?? null);
  };
  return (
    <InboxDropPlace inboxId={inboxId} className={classes.page}>
      <InboxHead inbox={inbox} inboxes={inboxes} />
      <div className={classes.columns}>
        <Pane name="Schreiben" className={classes.listPane}>
          <InboxList
            inbox={inbox}
            list={list}
            rows={rows}
            show={show}
            onShow={(next) => {
              setShow(next);
              choose(null);
            }}
            chosenId={chosenId}
            onChoose={choose}
            selecting={selecting}
            isFiltered={isFiltering(filters)}
            filterRow={
              <FilterRow
                filters={filters}
                onChange={(next) => {
                  setFilters(next);
                  if (itemId && !isShown(read ?? [], next, viewer, itemId)) choose(null);
                }}
                rows={read ?? []}
                shownCount={rows.length}
                viewer={viewer}
                isOldestFirst={isOldestFirst}
                onOldestFirst={setOldestFirst}
              />
            }
          />
        </Pane>
        {chosenId && list.data ? (
          <ItemPanes
            key={chosenId}
            inboxId={inboxId}
            itemId={chosenId}
            nextItemId={rows[at + 1]?.itemId ?? null}
            isSelecting={selecting.ids.length > 0}
            onFiled={goOn}
            onNext={() => rows[at + 1] && choose(rows[at + 1]?.itemId ?? null)}
            onPrevious={() => at > 0 && choose(rows[at - 1]?.itemId ?? null)}
          />
        ) : (
          <div className={classes.nothing} />
        )}
      </div>
      <BatchActs
        inboxId={inboxId}
        itemIds={selecting.ids}
        shownId={show === 'open' && at >= 0 ? chosenId : null}
        onDone={goOnAfter}
        onRearranged={(id) => {
          selecting.clear();
          choose(id);
        }}
      />
    </InboxDropPlace>
  );
}

/** What was filed last and comes back by taking it back is shown again, so that it can be filed rightly. */
function useReturnAfterUndo(rows: { itemId: Id }[], choose: (id: Id) => void) {
  const [leftId, setLeftId] = useState<Id | null>(null);
  const wasGone = useRef(false);
  const isHere = rows.some(({ itemId }) => itemId === leftId);
  const goBack = useEffectEvent((id: Id) => choose(id));
  useEffect(() => {
    if (leftId === null) return;
    if (!isHere) wasGone.current = true;
    else if (wasGone.current) {
      setLeftId(null);
      goBack(leftId);
    }
  }, [leftId, isHere]);
  const leave = (id: Id) => {
    wasGone.current = false;
    setLeftId(id);
  };
  return { leftId, leave };
}
