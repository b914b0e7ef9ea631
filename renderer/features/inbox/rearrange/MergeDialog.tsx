import { ActionIcon, Stack } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskQuery } from '../../../shared/backend.tsx';
import { formatNumberOf } from '../../../shared/format.ts';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Scrolled } from '../../../shared/ui/Scrolled.tsx';
import { QueryView } from '../../../shared/ui/ViewState.tsx';
import type { InboxRowData } from '../InboxRow.tsx';
import { RearrangeEnd } from './RearrangeEnd.tsx';
import { moved } from './split-letters.ts';
import { useRearrange } from './useRearrange.ts';
import classes from './rearrange.module.css';

type Props = { inboxId: Id; itemIds: Id[]; onClose: () => void; onDone: (itemId: Id) => void };

/** Puts several letters together into one, in an order that can be changed; the first one gives it its words. */
export function MergeDialog(props: Props) {
  const list = useDeskQuery('inbox', 'list', { inboxId: props.inboxId, show: 'open' });
  return (
    <Dialog isOpen onClose={props.onClose} title="Schreiben zusammenfügen" size={600}>
      <QueryView query={list}>
        {({ rows }) => <MergeForm {...props} rows={rows.filter(({ itemId }) => props.itemIds.includes(itemId))} />}
      </QueryView>
    </Dialog>
  );
}

function MergeForm({ inboxId, itemIds, rows, onClose, onDone }: Props & { rows: InboxRowData[] }) {
  const [order, setOrder] = useState(itemIds);
  const letters = order.flatMap((id) => rows.find(({ itemId }) => itemId === id) ?? []);
  const count = letters.reduce((sum, { pageCount }) => sum + (pageCount ?? 1), 0);
  const { mutate, isPending, error } = useRearrange(
    () => `${formatNumberOf(letters.length, 'Schreiben', 'Schreiben')} zusammengefügt.`,
    (first) => {
      onClose();
      onDone(first);
    },
  );
  const pages = letters.flatMap(({ itemId, pageCount }) =>
    Array.from({ length: pageCount ?? 1 }, (_, index) => ({ itemId, page: index + 1 })),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (letters.length > 1 && !isPending) mutate({ inboxId, documents: [{ pages }] });
      }}
    >
      <Stack gap="md">
        <p className={classes.words}>
          {formatNumberOf(count, 'Seite', 'Seiten')} in dieser Reihenfolge. Titel und Vorschläge sind die des ersten.
        </p>
        <Scrolled className={classes.letters} aria-label="Reihenfolge der Schreiben">
          <ol className={classes.order}>
            {letters.map((letter, index) => (
              <Letter
                key={letter.itemId}
                letter={letter}
                place={`${index + 1} von ${letters.length}`}
                onMove={(by) => setOrder(moved(letters, index, by).map(({ itemId }) => itemId))}
              />
            ))}
          </ol>
        </Scrolled>
        <RearrangeEnd
          words={`${formatNumberOf(letters.length, 'Schreiben', 'Schreiben')} zusammenfügen`}
          isPossible={letters.length > 1}
          isFirst
          {...{ error, isPending, onClose }}
        />
      </Stack>
    </form>
  );
}

type LetterProps = { letter: InboxRowData; place: string; onMove: (by: 1 | -1) => void };

function Letter({ letter: { title, sender, pageCount }, place, onMove }: LetterProps) {
  return (
    <li className={classes.letter}>
      <span className={classes.title}>
        {title || 'Ohne Titel'}
        <span className={classes.quiet}>
          {[sender, formatNumberOf(pageCount ?? 1, 'Seite', 'Seiten')].filter(Boolean).join(' · ')}
        </span>
      </span>
      <ActionIcon variant="subtle" aria-label={`Nach oben: ${title}, ${place}`} onClick={() => onMove(-1)}>
        <IconArrowUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="subtle" aria-label={`Nach unten: ${title}, ${place}`} onClick={() => onMove(1)}>
        <IconArrowDown size={16} aria-hidden />
      </ActionIcon>
    </li>
  );
}
