import { Radio, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { formatNumberOf } from '../../../shared/format.ts';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { BatchEnd } from './BatchEnd.tsx';
import { BatchPreview, useGoingCount } from './BatchPreview.tsx';
import type { BatchDialogProps } from './FileBatchDialog.tsx';
import { type BatchInput, useBatch } from './useBatch.ts';

const reasons = ['Seite fehlt', 'Schlecht lesbar', 'Falsch getrennt', 'Falscher Empfänger'] as const;
const other = 'Anderer Grund';

/** Sends letters back to the scan station with what is wrong; which cannot go there, and why, is shown before. */
export function ReturnDialog({ inboxId, itemIds, onClose, onDone }: BatchDialogProps) {
  const [chosen, setChosen] = useState<string>(reasons[0]);
  const [words, setWords] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const reason = [chosen === other ? '' : chosen, words.trim()].filter(Boolean).join(': ');
  const input: BatchInput = { inboxId, itemIds, act: { kind: 'return', reason } };
  const going = useGoingCount(input);
  const { mutate, isPending, error } = useBatch('an die Scanstelle zurückgegeben', (done) => {
    onClose();
    onDone(done);
  });
  const isMissing = isAsked && reason === '';
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`${formatNumberOf(itemIds.length, 'Schreiben', 'Schreiben')} zurück an die Scanstelle`}
      size={560}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setIsAsked(true);
          if (reason !== '' && going && !isPending) mutate(input);
        }}
      >
        <Stack gap="md">
          <Radio.Group label="Was ist nicht in Ordnung?" value={chosen} onChange={setChosen}>
            <Stack gap={8} mt={4}>
              {[...reasons, other].map((name, index) => (
                <Radio key={name} value={name} label={name} {...(index === 0 ? { 'data-autofocus': true } : {})} />
              ))}
            </Stack>
          </Radio.Group>
          <Textarea
            label={chosen === other ? 'Grund' : 'Genauer (freiwillig)'}
            autosize
            minRows={2}
            maxLength={400}
            value={words}
            error={isMissing ? 'Bitte geben Sie den Grund an.' : undefined}
            onChange={(event) => setWords(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
            }}
          />
          <BatchPreview input={input} />
          <BatchEnd verb="zurückgeben" going={going} error={error} isPending={isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
