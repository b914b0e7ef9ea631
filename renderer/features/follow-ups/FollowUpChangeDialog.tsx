import { Button, Group, Select, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { useDeskMutation, useDeskQuery } from '../../shared/backend.tsx';
import { useShowDone } from '../../shared/done.ts';
import { DayField } from '../../shared/filing/DayField.tsx';
import { addDays } from '../../shared/filing/read-day.ts';
import { formatDay, today } from '../../shared/format.ts';
import type { FollowUpChangeDialogProps } from '../../shared/slots.tsx';
import { Dialog } from '../../shared/ui/Dialog.tsx';
import { FormEnd } from '../../shared/ui/FormEnd.tsx';
import { ReasonDialog } from '../../shared/ui/ReasonDialog.tsx';
import { distances } from './distances.ts';
import classes from './follow-ups.module.css';

type Props = Omit<FollowUpChangeDialogProps, 'change'>;

/** Gives a follow-up another day or to somebody else, or calls it off with a reason. */
export function FollowUpChangeDialog({ change, ...props }: FollowUpChangeDialogProps) {
  if (change === 'cancel') return <CancelDialog {...props} />;
  const isDay = change === 'reschedule';
  const title = isDay ? 'Wiedervorlage verlegen' : 'Wiedervorlage übergeben';
  return (
    <Dialog isOpen onClose={props.onClose} title={title} size={480}>
      {isDay ? <RescheduleForm {...props} /> : <AssignForm {...props} />}
    </Dialog>
  );
}

function CancelDialog({ followUp, onClose }: Props) {
  const { caseFileId, followUpId, subject } = followUp;
  const showDone = useShowDone();
  const { mutateAsync } = useDeskMutation('followUps', 'cancel', {
    meta: { errorIsShown: true },
    onSuccess: showDone,
  });
  return (
    <ReasonDialog
      isOpen
      title="Wiedervorlage aufheben"
      explanation={`„${subject}“ steht danach mit Ihrem Grund unter „Erledigt“.`}
      label="Grund"
      confirmLabel="Aufheben"
      onConfirm={(reason) => mutateAsync({ caseFileId, followUpId, reason })}
      onClose={onClose}
    />
  );
}

function RescheduleForm({ followUp, onClose }: Props) {
  const { caseFileId, followUpId, subject } = followUp;
  // What she saw when she began; it may be changed by others while the dialog is open.
  const [before] = useState(followUp.dueOn);
  const [dueOn, setDueOn] = useState<string | null>(null);
  const [isAsked, setIsAsked] = useState(false);
  const showDone = useShowDone();
  const { mutate, isPending, error } = useDeskMutation('followUps', 'reschedule', {
    meta: { errorIsShown: true },
    onSuccess: (result) => {
      onClose();
      showDone(result);
    },
  });
  const problem = dayProblem(dueOn, before, isAsked);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsAsked(true);
    if (dueOn === null || dayProblem(dueOn, before, true) !== null || isPending) return;
    mutate({ caseFileId, followUpId, before, dueOn });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p className={classes.about}>
          {subject}, bisher fällig am {formatDay(before)}
        </p>
        <div>
          <DayField
            label="Neu fällig am"
            description="Auch „+14“ für in 14 Tagen"
            prefer="future"
            day={dueOn}
            onChange={setDueOn}
            error={problem}
            autoFocus
          />
          <Group gap={4} mt={8}>
            {distances.map(({ days, name }) => (
              <Button
                key={name}
                size="compact-xs"
                variant="default"
                title={formatDay(addDays(today(), days))}
                onClick={() => setDueOn(addDays(today(), days))}
              >
                {name}
              </Button>
            ))}
          </Group>
        </div>
        <FormEnd problem={null} error={error} isPending={isPending} submitLabel="Verlegen" onCancel={onClose} />
      </Stack>
    </form>
  );
}

function dayProblem(dueOn: string | null, before: string, isAsked: boolean): string | null {
  if (dueOn === null) return isAsked ? 'Bitte einen Tag angeben.' : null;
  if (dueOn === before) return isAsked ? 'An diesem Tag ist sie schon fällig.' : null;
  return dueOn < today() ? 'Dieser Tag ist vorbei.' : null;
}

/** The empty choice of the list: whoever is responsible for the file. */
const responsible = '';

function AssignForm({ followUp, onClose }: Props) {
  const { caseFileId, followUpId, subject } = followUp;
  const workers = useDeskQuery('followUps', 'workers', { caseFileId }).data?.rows ?? [];
  const [before] = useState(followUp.workerId);
  const [workerId, setWorkerId] = useState<string>(before ?? responsible);
  const showDone = useShowDone();
  const { mutate, isPending, error } = useDeskMutation('followUps', 'assign', {
    meta: { errorIsShown: true },
    onSuccess: (result) => {
      onClose();
      showDone(result);
    },
  });
  const owner = workers.find(({ isResponsible }) => isResponsible);
  const data = [
    { value: responsible, label: owner ? `Zuständige Person (${owner.name})` : 'Zuständige Person' },
    ...workers.filter(({ isResponsible }) => !isResponsible).map((one) => ({ value: one.workerId, label: one.name })),
  ];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isPending) return;
    mutate({ caseFileId, followUpId, before, workerId: workerId === responsible ? null : (workerId as Id) });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p className={classes.about}>{subject}</p>
        <Select
          label="Zu erledigen von"
          description="Zur Wahl steht, wer in dieser Akte arbeitet."
          data-autofocus
          openOnFocus={false}
          data={data}
          value={workerId}
          onChange={(value) => setWorkerId(value ?? responsible)}
          allowDeselect={false}
        />
        <FormEnd problem={null} error={error} isPending={isPending} submitLabel="Übergeben" onCancel={onClose} />
      </Stack>
    </form>
  );
}
