import { Button, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskMutation, useDeskQuery } from '../../../shared/backend.tsx';
import { useShowDone } from '../../../shared/done.ts';
import { errorText } from '../../../shared/errors.ts';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { draftParts } from '../../../shared/upload/chosen-parts.ts';
import { FileFacts } from '../../../shared/upload/FileFacts.tsx';
import { MailParts } from '../../../shared/upload/MailParts.tsx';
import { UploadProgress } from '../../../shared/upload/UploadProgress.tsx';
import classes from '../../../shared/upload/upload.module.css';
import { type Uploaded, useUpload } from '../../../shared/upload/useUpload.ts';
import { DialogEnd } from '../../../shared/ui/DialogEnd.tsx';

type Props = { inboxId: Id; files: readonly File[]; onClose: () => void };

/** Files for the Postkorb, one after the other: handed over, checked, laid in. */
export function DeliverDialog({ inboxId, files, onClose }: Props) {
  const [at, setAt] = useState(0);
  const file = files[at];
  const goOn = () => (at + 1 < files.length ? setAt(at + 1) : onClose());
  const title = files.length > 1 ? `In den Postkorb legen (${at + 1} von ${files.length})` : 'In den Postkorb legen';
  return (
    <Dialog isOpen onClose={onClose} title={title} size={560} closeOnClickOutside={false}>
      {file ? <OneFile key={at} {...{ inboxId, file, onClose }} onDone={goOn} hasMore={at + 1 < files.length} /> : null}
    </Dialog>
  );
}

type OneFileProps = { inboxId: Id; file: File; onDone: () => void; onClose: () => void; hasMore: boolean };

function OneFile({ inboxId, file, onDone, onClose, hasMore }: OneFileProps) {
  const { state, retry, keep } = useUpload({ inboxId }, file);
  if (state.state !== 'checked') {
    return <UploadProgress fileName={file.name} onRetry={retry} onSkip={onDone} {...{ state, hasMore, onClose }} />;
  }
  const onDelivered = () => {
    keep();
    onDone();
  };
  return <DeliverForm {...{ inboxId, hasMore, onClose, onDelivered }} uploaded={state.uploaded} onSkip={onDone} />;
}

type FormProps = {
  inboxId: Id;
  uploaded: Uploaded;
  onDelivered: () => void;
  onSkip: () => void;
  onClose: () => void;
  hasMore: boolean;
};

function DeliverForm({ inboxId, uploaded, onDelivered, onSkip, onClose, hasMore }: FormProps) {
  const { title, reason, isProposing, setTitle } = useTitle(uploaded);
  const [parts, setParts] = useState(() => draftParts(uploaded));
  const showDone = useShowDone();
  const { mutate, isPending, error } = useDeskMutation('uploads', 'deliver', {
    meta: { errorIsShown: true },
    onSuccess: (result) => {
      onDelivered();
      showDone(result);
    },
  });
  const chosen = parts.filter(({ isChosen }) => isChosen).map(({ part }) => part);
  const submit = () => {
    if (!isPending) mutate({ uploadId: uploaded.uploadId, inboxId, title: title.trim(), parts: chosen });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <FileFacts uploaded={uploaded} isProposing={isProposing} />
        <TextInput
          label="Titel"
          data-autofocus
          value={title}
          maxLength={300}
          description={reason}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        {uploaded.mail ? <MailParts mail={uploaded.mail} drafts={parts} onChange={setParts} isFiling={false} /> : null}
        {error ? (
          <p className={classes.problem} role="alert">
            {errorText(error)}
          </p>
        ) : null}
        <DialogEnd>
          <Button variant="default" onClick={onClose}>
            Abbrechen
          </Button>
          {hasMore ? (
            <Button variant="default" onClick={onSkip}>
              Überspringen
            </Button>
          ) : null}
          <Button type="submit" loading={isPending}>
            In den Postkorb legen
          </Button>
        </DialogEnd>
      </Stack>
    </form>
  );
}

/** The title that is proposed, as soon as it is known, until the worker gives another one. */
function useTitle(uploaded: Uploaded) {
  const [own, setTitle] = useState<string | null>(null);
  const { data: proposal, isPending: isProposing } = useDeskQuery('uploads', 'propose', {
    uploadId: uploaded.uploadId,
  });
  const proposed = proposal?.title ?? uploaded.suggestedTitle;
  const title = own ?? proposed;
  const reason = title === proposed ? (proposal ?? uploaded).reasons.title : null;
  return { title, reason, isProposing, setTitle };
}
