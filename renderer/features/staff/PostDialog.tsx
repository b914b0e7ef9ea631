import { Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import type { Role } from '../../../core/domain/levels.ts';
import { useDeskMutation } from '../../shared/backend.tsx';
import { useShowDone } from '../../shared/done.ts';
import { roleWords } from '../../../core/domain/role-words.ts';
import { Dialog } from '../../shared/ui/Dialog.tsx';
import { FormEnd } from '../../shared/ui/FormEnd.tsx';
import { postProblem, postWords } from './post-words.ts';
import type { Directory, StaffRow } from './StaffView.tsx';

type Props = { worker: StaffRow; teams: Directory['teams']; onClose: () => void };

/** Gives somebody another role or team; says before what that means for her files. */
export function PostDialog({ worker, teams, onClose }: Props) {
  const before = { role: worker.role, teamId: worker.teamId };
  const [after, setAfter] = useState<{ role: Role; teamId: Id | null }>(before);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const showDone = useShowDone();
  const { mutate, isPending, error } = useDeskMutation('staff', 'changePost', {
    meta: { errorIsShown: true },
    onSuccess: (result) => {
      onClose();
      showDone(result);
    },
  });
  const submit = () => {
    const found = postProblem(before, after, reason);
    setProblem(found);
    if (found === null) mutate({ workerId: worker.id, before, after, reason: reason.trim() });
  };
  return (
    <Dialog isOpen onClose={onClose} title={`${worker.familyName}, ${worker.givenName}`} size={480}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <Select
            label="Rolle"
            data-autofocus
            openOnFocus={false}
            allowDeselect={false}
            data={Object.entries(roleWords).map(([value, label]) => ({ value, label }))}
            value={after.role}
            onChange={(role) => setAfter({ ...after, role: (role ?? before.role) as Role })}
          />
          <Select
            label="Team"
            openOnFocus={false}
            searchable
            clearable
            placeholder="kein Team"
            nothingFoundMessage="Kein Team gefunden"
            data={teams.map(({ id, name }) => ({ value: id, label: name }))}
            value={after.teamId}
            onChange={(teamId) => setAfter({ ...after, teamId: teamId as Id | null })}
          />
          <TextInput
            label="Grund"
            description="Wird mit Ihrem Namen festgehalten."
            placeholder="zum Beispiel Umsetzung zum 1. Dezember"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <p style={{ margin: 0 }}>{postWords(before, after)}</p>
          <FormEnd problem={problem} error={error} isPending={isPending} submitLabel="Ändern" onCancel={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
