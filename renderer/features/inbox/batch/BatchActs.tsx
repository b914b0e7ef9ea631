import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useCommand } from '../../../shared/commands.ts';
import { FileBatchDialog } from './FileBatchDialog.tsx';
import { ForwardBatchDialog } from './ForwardBatchDialog.tsx';
import { MergeDialog } from '../rearrange/MergeDialog.tsx';
import { SplitDialog } from '../rearrange/SplitDialog.tsx';
import { ReturnDialog } from './ReturnDialog.tsx';
import type { BatchDone } from './useBatch.ts';

type Props = {
  inboxId: Id;
  itemIds: Id[];
  /** The open letter that is shown: what is done with one or several is about it while none is selected. */
  shownId: Id | null;
  onDone: (done: BatchDone) => void;
  /** Letters became others, of which this is the first. */
  onRearranged: (itemId: Id) => void;
};

const dialogs = { file: FileBatchDialog, forward: ForwardBatchDialog, return: ReturnDialog };

/** The keys and dialogs for several letters; those chosen when a dialog opened stay the ones it is about. */
export function BatchActs({ inboxId, itemIds, shownId, onDone, onRearranged }: Props) {
  const [open, setOpen] = useState<{ act: keyof typeof dialogs | 'merge' | 'split'; itemIds: Id[] } | null>(null);
  const enabled = { isEnabled: itemIds.length > 0 };
  const oneOrMore = itemIds.length > 0 ? itemIds : shownId ? [shownId] : [];
  useCommand('inbox.fileSelected', () => setOpen({ act: 'file', itemIds }), enabled);
  useCommand('inbox.forward', () => setOpen({ act: 'forward', itemIds }), enabled);
  useCommand('inbox.return', () => setOpen({ act: 'return', itemIds: oneOrMore }), { isEnabled: oneOrMore.length > 0 });
  useCommand('inbox.merge', () => setOpen({ act: 'merge', itemIds }), { isEnabled: itemIds.length > 1 });
  const alone = itemIds.length > 1 ? null : (itemIds[0] ?? shownId);
  useCommand('inbox.split', () => alone && setOpen({ act: 'split', itemIds: [alone] }), { isEnabled: alone !== null });
  if (!open) return null;
  const close = () => setOpen(null);
  const [itemId] = open.itemIds;
  if (open.act === 'merge') {
    return <MergeDialog inboxId={inboxId} itemIds={open.itemIds} onClose={close} onDone={onRearranged} />;
  }
  if (open.act === 'split') {
    return itemId ? <SplitDialog inboxId={inboxId} itemId={itemId} onClose={close} onDone={onRearranged} /> : null;
  }
  const Acting = dialogs[open.act];
  return <Acting inboxId={inboxId} itemIds={open.itemIds} onClose={close} onDone={onDone} />;
}
