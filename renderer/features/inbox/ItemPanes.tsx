import { useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { useDeskQuery } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import { useNavigation } from '../../shared/navigation.ts';
import { useSlots } from '../../shared/slots.tsx';
import { Pane } from '../../shared/ui/Pane.tsx';
import { QueryView } from '../../shared/ui/ViewState.tsx';
import { DonePanel } from './DonePanel.tsx';
import { FilingForm } from './FilingForm.tsx';
import { ForwardDialog } from './ForwardDialog.tsx';
import classes from './inbox.module.css';

type Props = {
  inboxId: Id;
  itemId: Id;
  nextItemId: Id | null;
  /** Several letters are chosen: what can be done with several is about them. */
  isSelecting: boolean;
  onFiled: () => void;
  onNext: () => void;
  onPrevious: () => void;
};

/** The chosen letter: its pages, and what is done with it. */
export function ItemPanes({ inboxId, itemId, nextItemId, isSelecting, ...rest }: Props) {
  const { onFiled, onNext, onPrevious } = rest;
  const { Viewer } = useSlots();
  const query = useDeskQuery('inbox', 'item', { inboxId, itemId });
  const hit = useNavigation((state) => state.hit);
  const [page, setPage] = useState(hit?.page ?? null);
  const [shownHit, setShownHit] = useState(hit);
  if (hit !== shownHit) {
    setShownHit(hit);
    if (hit) setPage(hit.page);
  }
  const [isForwarding, setIsForwarding] = useState(false);
  const isOpen = query.data?.state === 'open';
  useCommand('inbox.forward', () => setIsForwarding(true), { isEnabled: isOpen && !isSelecting });
  return (
    <>
      <Pane name="Dokument" className={classes.viewerPane}>
        <Viewer
          scopeId={inboxId}
          ownerId={itemId}
          title={query.data?.title ?? ''}
          page={page}
          highlight={hit?.words ?? null}
          onPageChange={setPage}
          next={nextItemId === null ? null : { scopeId: inboxId, ownerId: nextItemId }}
          onNextDocument={onNext}
          onPreviousDocument={onPrevious}
        />
      </Pane>
      <Pane name="Ablegen" className={classes.formPane}>
        <QueryView query={query}>
          {(item) =>
            item.state === 'open' ? (
              <FilingForm item={item} onFiled={onFiled} />
            ) : (
              <DonePanel item={item} onNext={onNext} />
            )
          }
        </QueryView>
      </Pane>
      {query.data && isForwarding ? (
        <ForwardDialog item={query.data} onClose={() => setIsForwarding(false)} onForwarded={onFiled} />
      ) : null}
    </>
  );
}
