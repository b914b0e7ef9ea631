import { Button, Group, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskMutation } from '../../../shared/backend.tsx';
import { useShowDone } from '../../../shared/done.ts';
import { errorText } from '../../../shared/errors.ts';
import { DayField } from '../../../shared/filing/DayField.tsx';
import type { Keyword } from '../../../shared/filing/find-keywords.ts';
import { KeywordField } from '../../../shared/filing/KeywordField.tsx';
import { today } from '../../../shared/format.ts';
import { chosenParts, draftParts } from '../../../shared/upload/chosen-parts.ts';
import { FileFacts } from '../../../shared/upload/FileFacts.tsx';
import { MailParts } from '../../../shared/upload/MailParts.tsx';
import classes from '../../../shared/upload/upload.module.css';
import type { Uploaded } from '../../../shared/upload/useUpload.ts';
import { DialogEnd } from '../../../shared/ui/DialogEnd.tsx';

type Props = {
  caseFileId: Id;
  uploaded: Uploaded;
  proposedKeyword: Keyword | null;
  onFiled: (keyword: Keyword) => void;
  onSkip: () => void;
  onClose: () => void;
  hasMore: boolean;
};
type Direction = 'incoming' | 'outgoing' | 'internal';

function missingIn(keyword: Keyword | null, title: string): 'keyword' | 'title' | null {
  if (keyword === null) return 'keyword';
  return title.trim() === '' ? 'title' : null;
}

/** Describes a checked file and files it, with the chosen attachments of a mail. */
export function UploadForm(props: Props) {
  const { caseFileId, uploaded, proposedKeyword, onFiled, onSkip, onClose, hasMore } = props;
  const [keyword, setKeyword] = useState<Keyword | null>(proposedKeyword);
  const [parts, setParts] = useState(() => draftParts(uploaded));
  const [title, setTitle] = useState(uploaded.suggestedTitle);
  const [letterDate, setLetterDate] = useState<string | null>(uploaded.suggestedDate);
  const [receivedDate, setReceivedDate] = useState<string | null>(today());
  const [sender, setSender] = useState(uploaded.suggestedSender ?? '');
  const [direction, setDirection] = useState<Direction>('incoming');
  const [problem, setProblem] = useState<'keyword' | 'title' | null>(null);
  const keywordField = useRef<HTMLInputElement>(null);
  const titleField = useRef<HTMLInputElement>(null);
  useEffect(() => keywordField.current?.focus(), []);
  const showDone = useShowDone();
  const { mutate, isPending, error } = useDeskMutation('uploads', 'file', {
    meta: { errorIsShown: true },
    onSuccess: (result) => {
      if (keyword) onFiled(keyword);
      showDone(result);
    },
  });
  const submit = () => {
    const missing = missingIn(keyword, title);
    setProblem(missing);
    if (missing === 'keyword') keywordField.current?.focus();
    if (missing === 'title') titleField.current?.focus();
    if (missing !== null || keyword === null || isPending) return;
    mutate({
      uploadId: uploaded.uploadId,
      caseFileId,
      filing: {
        title: title.trim(),
        keywordIds: [keyword.id],
        letterDate,
        receivedDate,
        sender: sender.trim() === '' ? null : sender.trim(),
        direction,
        isProtected: keyword.rules.isProtected,
      },
      parts: chosenParts(parts, keyword),
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <FileFacts uploaded={uploaded} />
        <KeywordField
          ref={keywordField}
          keywordId={keyword?.id ?? null}
          onChange={setKeyword}
          onEnter={() => submit()}
          error={problem === 'keyword' ? 'Bitte ein Schlagwort wählen.' : null}
        />
        <TextInput
          ref={titleField}
          label="Titel"
          value={title}
          maxLength={300}
          error={problem === 'title' ? 'Bitte einen Titel angeben.' : null}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Group grow gap="sm" align="start">
          <DayField label="Schreiben vom" prefer="past" day={letterDate} onChange={setLetterDate} />
          <DayField label="Eingang" prefer="past" day={receivedDate} onChange={setReceivedDate} />
        </Group>
        <TextInput
          label="Absender"
          value={sender}
          maxLength={200}
          onChange={(event) => setSender(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label="Richtung"
          data={[
            { value: 'incoming', label: 'Eingang' },
            { value: 'outgoing', label: 'Ausgang' },
            { value: 'internal', label: 'Intern' },
          ]}
          value={direction}
          onChange={(value) => setDirection(value as Direction)}
        />
        {uploaded.mail ? <MailParts mail={uploaded.mail} drafts={parts} onChange={setParts} isFiling /> : null}
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
            {hasMore ? 'Ablegen und weiter' : 'Ablegen'}
          </Button>
        </DialogEnd>
      </Stack>
    </form>
  );
}
