import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useCommand } from '../../../shared/commands.ts';
import { FileBatchDialog } from './FileBatchDialog.tsx';
import { ForwardBatchDialog } from './ForwardBatchDialog.tsx';
import type { BatchDone } from './useBatch.ts';

type Props = { inboxId: Id; itemIds: Id[]; onDone: (done: BatchDone) => void };

/** The keys and dialogs for several letters; those chosen when a dialog opened stay the ones it is about. */
export function BatchActs({ inboxId, itemIds, onDone }: Props) {
  const [open, setOpen] = useState<{ act: 'file' | 'forward'; itemIds: Id[] } | null>(null);
  const enabled = { isEnabled: itemIds.length > 0 };
  useCommand('inbox.fileSelected', () => setOpen({ act: 'file', itemIds }), enabled);
  useCommand('inbox.forward', () => setOpen({ act: 'forward', itemIds }), enabled);
  if (!open) return null;
  const Acting = open.act === 'file' ? FileBatchDialog : ForwardBatchDialog;
  return <Acting inboxId={inboxId} itemIds={open.itemIds} onClose={() => setOpen(null)} onDone={onDone} />;
}
