import { SegmentedControl, Select, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskMutation, useDeskQuery } from '../../../shared/backend.tsx';
import { useShowDone } from '../../../shared/done.ts';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { FormEnd } from '../../../shared/ui/FormEnd.tsx';

type Props = { caseFileId: Id; onClose: () => void };

/** Shuts one person out of the file: at once, on all her devices. */
export function DenyDialog({ caseFileId, onClose }: Props) {
  const directory = useDeskQuery('office', 'directory', {}).data;
  const [workerId, setWorkerId] = useState<Id | null>(null);
  const [cause, setCause] = useState<'bias' | 'block'>('bias');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const showDone = useShowDone();
  const { mutate, isPending, error } = useDeskMutation('caseAccess', 'deny', {
    meta: { errorIsShown: true },
    onSuccess: (result) => {
      onClose();
      showDone(result);
    },
  });
  const submit = () => {
    const isShort = reason.trim().length < 3;
    setProblem(workerId === null ? 'Bitte eine Person wählen.' : isShort ? 'Bitte den Grund angeben.' : null);
    if (workerId === null || isShort) return;
    mutate({ caseFileId, workerId, cause, reason: reason.trim() });
  };
  return (
    <Dialog isOpen onClose={onClose} title="Von der Akte ausschließen" size={480}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <Select
            label="Wer"
            searchable
            data-autofocus
            openOnFocus={false}
            placeholder="Name"
            nothingFoundMessage="Niemand gefunden"
            data={(directory?.workers ?? [])
              .filter(({ isActive }) => isActive)
              .map(({ id, familyName, givenName }) => ({ value: id, label: `${familyName}, ${givenName}` }))}
            value={workerId}
            onChange={(chosen) => setWorkerId(chosen as Id | null)}
          />
          <SegmentedControl
            aria-label="Anlass"
            data={[
              { value: 'bias', label: 'Befangenheit' },
              { value: 'block', label: 'Sperrvermerk' },
            ]}
            value={cause}
            onChange={(value) => setCause(value as 'bias' | 'block')}
          />
          <Textarea
            label="Grund"
            description="Wird in der Akte mit Ihrem Namen festgehalten."
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <p style={{ margin: 0 }}>
            Die Akte wird sofort von allen Geräten dieser Person entfernt, auch wenn sie in Vertretung darauf zugreift.
          </p>
          <FormEnd
            problem={problem}
            error={error}
            isPending={isPending}
            submitLabel="Ausschließen"
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  );
}
