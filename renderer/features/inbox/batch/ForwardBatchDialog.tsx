import { Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { formatNumberOf } from '../../../shared/format.ts';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { TargetSelect } from '../TargetSelect.tsx';
import { BatchEnd } from './BatchEnd.tsx';
import { BatchPreview, useGoingCount } from './BatchPreview.tsx';
import type { BatchDialogProps } from './FileBatchDialog.tsx';
import { type BatchInput, useBatch } from './useBatch.ts';

/** Sends the chosen letters on to a colleague's or a team's Postkorb; shown before. */
export function ForwardBatchDialog({ inboxId, itemIds, onClose, onDone }: BatchDialogProps) {
  const [target, setTarget] = useState<Id | null>(null);
  const [remark, setRemark] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  // Without a target there is nothing to look at yet: the own Postkorb stands in for it, which leaves all letters out.
  const act = { kind: 'forward' as const, targetInboxId: target ?? inboxId, remark: remark.trim() || null };
  const input: BatchInput = { inboxId, itemIds, act };
  const going = useGoingCount(input);
  const { mutate, isPending, error } = useBatch('weitergeleitet', (done) => {
    onClose();
    onDone(done);
  });
  const title = `${formatNumberOf(itemIds.length, 'Schreiben', 'Schreiben')} weiterleiten`;
  return (
    <Dialog isOpen onClose={onClose} title={title} size={560}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setIsAsked(true);
          if (target && going && !isPending) mutate(input);
        }}
      >
        <Stack gap="md">
          <TargetSelect
            ownInboxId={inboxId}
            target={target}
            onChange={setTarget}
            error={isAsked && !target ? 'Bitte wählen, wer die Schreiben bekommen soll.' : null}
          />
          <TextInput
            label="Bemerkung (freiwillig)"
            maxLength={500}
            value={remark}
            onChange={(event) => setRemark(event.currentTarget.value)}
          />
          {target ? <BatchPreview input={input} /> : null}
          <BatchEnd
            verb="weiterleiten"
            going={target ? going : itemIds.length}
            error={error}
            isPending={isPending}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  );
}
