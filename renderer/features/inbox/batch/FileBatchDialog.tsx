import { Checkbox, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { CaseField, type ChosenCase } from '../../../shared/filing/CaseField.tsx';
import { KeywordField } from '../../../shared/filing/KeywordField.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { BatchEnd } from './BatchEnd.tsx';
import { BatchPreview, useGoingCount } from './BatchPreview.tsx';
import { type BatchDone, type BatchInput, useBatch } from './useBatch.ts';
import classes from './batch.module.css';

export type BatchDialogProps = {
  inboxId: Id;
  itemIds: Id[];
  onClose: () => void;
  onDone: (done: BatchDone) => void;
};

/** Files the chosen letters: each where it is proposed, or all under one keyword, or all into one file; shown before. */
export function FileBatchDialog({ inboxId, itemIds, onClose, onDone }: BatchDialogProps) {
  const [chosenCase, setChosenCase] = useState<ChosenCase | null>(null);
  const [keywordId, setKeywordId] = useState<Id | null>(null);
  const [withUnsure, setWithUnsure] = useState(false);
  const act = { kind: 'file' as const, caseFileId: chosenCase?.caseFileId ?? null, keywordId, withUnsure };
  const input: BatchInput = { inboxId, itemIds, act };
  const going = useGoingCount(input);
  const { mutate, isPending, error } = useBatch('abgelegt', (done) => {
    onClose();
    onDone(done);
  });
  return (
    <Dialog isOpen onClose={onClose} title="Ausgewählte Schreiben ablegen" size={720}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (going && !isPending) mutate(input);
        }}
      >
        <Stack gap="md">
          <div className={classes.pair}>
            <CaseField
              label="Alle in die Akte"
              description="Leer: wie vorgeschlagen"
              chosen={chosenCase}
              onChange={setChosenCase}
            />
            <KeywordField
              label="Alle unter das Schlagwort"
              description="Leer: wie vorgeschlagen"
              keywordId={keywordId}
              onChange={(keyword) => setKeywordId(keyword?.id ?? null)}
            />
          </div>
          <Checkbox
            label="Auch Vorschläge, die nicht sicher sind"
            checked={withUnsure}
            onChange={(event) => setWithUnsure(event.currentTarget.checked)}
          />
          <BatchPreview input={input} />
          <BatchEnd verb="ablegen" going={going} error={error} isPending={isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
