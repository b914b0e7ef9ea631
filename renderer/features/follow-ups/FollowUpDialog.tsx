import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDeskMutation, useDeskQuery } from '../../shared/backend.tsx';
import { useShowDone } from '../../shared/done.ts';
import { errorText } from '../../shared/errors.ts';
import { ClosedFile } from '../../shared/filing/ClosedFile.tsx';
import { DayField } from '../../shared/filing/DayField.tsx';
import { addDays } from '../../shared/filing/read-day.ts';
import { formatDay, today } from '../../shared/format.ts';
import type { FollowUpDialogProps } from '../../shared/slots.tsx';
import { distances } from './distances.ts';
import classes from './follow-ups.module.css';
import { Dialog } from '../../shared/ui/Dialog.tsx';
import { DialogEnd } from '../../shared/ui/DialogEnd.tsx';

/** Sets a follow-up or deadline in a file, for the document at hand if there is one; the keyword's preset is offered. */
export function FollowUpDialog({ isOpen, onClose, ...props }: FollowUpDialogProps) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Wiedervorlage oder Frist" size={480}>
      <FollowUpForm {...props} onClose={onClose} />
    </Dialog>
  );
}

function FollowUpForm({ caseFileId, documentId, proposed, onClose }: Omit<FollowUpDialogProps, 'isOpen'>) {
  const document = useDeskQuery('documents', 'get', documentId === null ? null : { caseFileId, documentId }).data;
  const directory = useDeskQuery('office', 'directory', {}).data;
  const preset = directory?.keywords.find(
    ({ id, rules }) => rules.followUpDays !== null && document?.keywordIds.includes(id),
  );
  const [subject, setSubject] = useState(proposed?.subject ?? '');
  const [dueOn, setDueOn] = useState<string | null>(proposed?.dueOn ?? null);
  const [isAsked, setIsAsked] = useState(false);
  const showDone = useShowDone();
  const { mutate, isPending, error } = useDeskMutation('followUps', 'create', {
    meta: { errorIsShown: true },
    onSuccess: (result) => {
      onClose();
      showDone(result);
    },
  });
  const isPast = dueOn !== null && dueOn < today();
  const choices = [
    ...(preset?.rules.followUpDays ? [{ days: preset.rules.followUpDays, name: preset.name }] : []),
    ...distances,
  ];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setIsAsked(true);
        if (subject.trim() === '' || dueOn === null || isPast || isPending) return;
        mutate({ caseFileId, documentId, dueOn, subject: subject.trim() });
      }}
    >
      <Stack gap="md">
        <ClosedFile caseFileId={caseFileId} isFollowUp />
        {document ? <p className={classes.about}>Zum Dokument „{document.title}“</p> : null}
        <TextInput
          label="Worum es geht"
          data-autofocus
          maxLength={300}
          value={subject}
          error={isAsked && subject.trim() === '' ? 'Bitte angeben, worum es geht.' : undefined}
          onChange={(event) => setSubject(event.currentTarget.value)}
        />
        <div>
          <DayField
            label="Fällig am"
            description="Auch „+14“ für in 14 Tagen"
            prefer="future"
            day={dueOn}
            onChange={setDueOn}
            error={isAsked && dueOn === null ? 'Bitte einen Tag angeben.' : isPast ? 'Dieser Tag ist vorbei.' : null}
          />
          <Group gap={4} mt={8}>
            {choices.map(({ days, name }) => (
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
        {error ? (
          <p className={classes.problem} role="alert">
            {errorText(error)}
          </p>
        ) : null}
        <DialogEnd>
          <Button variant="default" onClick={onClose}>
            Abbrechen
          </Button>
          <Button type="submit" loading={isPending}>
            Setzen
          </Button>
        </DialogEnd>
      </Stack>
    </form>
  );
}
