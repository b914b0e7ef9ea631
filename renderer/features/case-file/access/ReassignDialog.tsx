import { Checkbox, Select, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskMutation, useDeskQuery } from '../../../shared/backend.tsx';
import { useShowDone } from '../../../shared/done.ts';
import { formatNumberOf } from '../../../shared/format.ts';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { FormEnd } from '../../../shared/ui/FormEnd.tsx';

type Props = { caseFileId: Id; workerId: Id; workerName: string; otherCaseFileIds: Id[]; onClose: () => void };

/** Gives the file, or all files of whoever is responsible for it, to somebody else: at once, on all desks. */
export function ReassignDialog({ caseFileId, workerId, workerName, otherCaseFileIds, onClose }: Props) {
  const directory = useDeskQuery('office', 'directory', {}).data;
  const [toWorkerId, setToWorkerId] = useState<Id | null>(null);
  const [isAll, setIsAll] = useState(false);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const teamOf = (id: Id | null) => directory?.workers.find((worker) => worker.id === id)?.teamId ?? null;
  const newTeam = directory?.teams.find(({ id }) => toWorkerId !== null && id === teamOf(toWorkerId));
  const isOtherTeam = newTeam !== undefined && newTeam.id !== teamOf(workerId);
  const showDone = useShowDone();
  const { mutate, isPending, error } = useDeskMutation('caseAccess', 'reassign', {
    meta: { errorIsShown: true },
    onSuccess: (result) => {
      onClose();
      showDone(result);
    },
  });
  const submit = () => {
    const isShort = reason.trim().length < 3;
    setProblem(toWorkerId === null ? 'Bitte eine Person wählen.' : isShort ? 'Bitte den Grund angeben.' : null);
    if (toWorkerId === null || isShort) return;
    const caseFileIds = [caseFileId, ...(isAll ? otherCaseFileIds : [])];
    mutate({ caseFileIds, fromWorkerId: workerId, toWorkerId, reason: reason.trim() });
  };
  return (
    <Dialog isOpen onClose={onClose} title="Zuständigkeit ändern" size={480}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <Select
            label="Künftig zuständig"
            description={`Bisher: ${workerName}`}
            searchable
            data-autofocus
            openOnFocus={false}
            placeholder="Name"
            nothingFoundMessage="Niemand gefunden"
            data={(directory?.workers ?? [])
              .filter(
                ({ id, isActive, role }) => isActive && id !== workerId && role !== 'audit' && role !== 'scanStation',
              )
              .map(({ id, familyName, givenName }) => ({ value: id, label: `${familyName}, ${givenName}` }))}
            value={toWorkerId}
            onChange={(chosen) => setToWorkerId(chosen as Id | null)}
          />
          {otherCaseFileIds.length > 0 ? (
            <Checkbox
              label={`Auch ${formatNumberOf(otherCaseFileIds.length, 'weitere Akte', 'weitere Akten')} von ${workerName}`}
              checked={isAll}
              onChange={(event) => setIsAll(event.currentTarget.checked)}
            />
          ) : null}
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
            {workerName} und die bisherige Vertretung verlieren den Zugriff sofort. Offene Wiedervorlagen gehen mit; was
            schon im Postkorb liegt, bleibt dort.{' '}
            {isOtherTeam ? `Die Akte geht an ${newTeam.name}; auch der Zugriff des bisherigen Teams endet.` : ''}
          </p>
          <FormEnd problem={problem} error={error} isPending={isPending} submitLabel="Übergeben" onCancel={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
