import { Stack } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskQuery } from '../../../shared/backend.tsx';
import { formatNumberOf } from '../../../shared/format.ts';
import { useSlots } from '../../../shared/slots.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { QueryView } from '../../../shared/ui/ViewState.tsx';
import type { InboxItem } from '../filing-draft.ts';
import { RearrangeEnd } from './RearrangeEnd.tsx';
import { partsOf } from './split-letters.ts';
import { useRearrange } from './useRearrange.ts';

type Props = { inboxId: Id; itemId: Id; onClose: () => void; onDone: (itemId: Id) => void };

/** Parts one letter whose pages are several: the pages are seen, each may begin a new one. */
export function SplitDialog(props: Props) {
  const query = useDeskQuery('inbox', 'item', { inboxId: props.inboxId, itemId: props.itemId });
  return (
    <Dialog isOpen onClose={props.onClose} title="Schreiben teilen" size={860}>
      <QueryView query={query}>{(item) => <SplitForm {...props} item={item} />}</QueryView>
    </Dialog>
  );
}

function SplitForm({ inboxId, itemId, item, onClose, onDone }: Props & { item: InboxItem }) {
  const { SplitPages } = useSlots();
  const [starts, setStarts] = useState<ReadonlySet<number>>(new Set());
  const pageCount = item.pageCount ?? 1;
  const parts = partsOf(pageCount, starts);
  const { mutate, isPending, error } = useRearrange(
    (count) => `In ${formatNumberOf(count, 'Schreiben', 'Schreiben')} geteilt.`,
    (first) => {
      onClose();
      onDone(first);
    },
  );
  const toggle = (page: number) => {
    setStarts((before) => {
      const next = new Set(before);
      if (!next.delete(page)) next.add(page);
      return next;
    });
  };
  const lack = item.whyNotRearranged ?? (pageCount < 2 ? 'Dieses Schreiben hat nur eine Seite.' : null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (lack || parts.length < 2 || isPending) return;
        mutate({ inboxId, documents: parts.map((pages) => ({ pages: pages.map((page) => ({ itemId, page })) })) });
      }}
    >
      <Stack gap="md">
        {lack ? <p>{lack}</p> : <SplitPages scopeId={inboxId} ownerId={itemId} starts={starts} onToggle={toggle} />}
        <RearrangeEnd
          words={parts.length < 2 ? 'Teilen' : `In ${formatNumberOf(parts.length, 'Schreiben', 'Schreiben')} teilen`}
          isPossible={!lack && parts.length > 1}
          {...{ error, isPending, onClose }}
        />
      </Stack>
    </form>
  );
}
