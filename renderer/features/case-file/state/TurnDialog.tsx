import { Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useDeskMutation } from '../../../shared/backend.tsx';
import { useShowDone } from '../../../shared/done.ts';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { FormEnd } from '../../../shared/ui/FormEnd.tsx';
import type { CaseCover } from '../case-words.ts';
import { OpenPoints } from './OpenPoints.tsx';
import classes from './state.module.css';
import { stateChangeWords } from './state-words.ts';

type Turn = 'close' | 'reopen';
type Props = { turn: Turn; cover: CaseCover; onClose: () => void };

const words = {
  close: {
    title: 'Akte schließen',
    label: 'Grund der Schließung',
    after:
      'Am Aktendeckel wird danach nichts mehr geändert. Post und Vermerke, die noch kommen, werden angenommen und sind als „nach Schließung“ gekennzeichnet. Die Akte kann wieder geöffnet werden.',
  },
  reopen: {
    title: 'Akte wieder öffnen',
    label: 'Grund der Wiederöffnung',
    after: 'Die Akte ist danach wieder laufend. Was nach der Schließung kam, bleibt als solches gekennzeichnet.',
  },
} as const;

/** Closes a file or opens it again, at once and on all desks; says before what stays open, and who closed it and why. */
export function TurnDialog({ turn, cover, onClose }: Props) {
  const { title } = words[turn];
  return (
    <Dialog isOpen onClose={onClose} title={title} size={560}>
      <TurnForm turn={turn} cover={cover} onClose={onClose} />
    </Dialog>
  );
}

function TurnForm({ turn, cover, onClose }: Props) {
  const { caseFileId, stateChange, stateChangeId } = cover;
  const { title, label, after } = words[turn];
  // What she saw when she began: others may close or open the file while the dialog is open.
  const [{ seen, change }] = useState({ seen: stateChangeId, change: stateChange });
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const showDone = useShowDone();
  const { mutate, isPending, error } = useDeskMutation('caseFiles', turn, {
    meta: { errorIsShown: true },
    onSuccess: (result) => {
      onClose();
      showDone(result);
    },
  });
  const submit = () => {
    const isShort = reason.trim().length < 3;
    setProblem(isShort ? 'Bitte den Grund angeben.' : null);
    if (!isShort && !isPending) mutate({ caseFileId, seen, reason: reason.trim() });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        {turn === 'close' ? <OpenPoints caseFileId={caseFileId} /> : null}
        {turn === 'reopen' && change ? <p className={classes.words}>{stateChangeWords('closed', change)}</p> : null}
        <Textarea
          label={label}
          description="Wird in der Akte mit Ihrem Namen festgehalten."
          data-autofocus
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <p className={classes.words}>{after}</p>
        <FormEnd problem={problem} error={error} isPending={isPending} submitLabel={title} onCancel={onClose} />
      </Stack>
    </form>
  );
}
