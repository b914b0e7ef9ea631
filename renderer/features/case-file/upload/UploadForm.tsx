import { Button, Group, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { IconCalendarDue, IconCheck } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskMutation, useDeskQuery } from '../../../shared/backend.tsx';
import { useShowDone } from '../../../shared/done.ts';
import { errorText } from '../../../shared/errors.ts';
import { type Choice, Choices } from '../../../shared/filing/Choices.tsx';
import { DayField } from '../../../shared/filing/DayField.tsx';
import type { Keyword } from '../../../shared/filing/find-keywords.ts';
import { KeywordField } from '../../../shared/filing/KeywordField.tsx';
import { formatDay } from '../../../shared/format.ts';
import { chosenParts, draftParts } from '../../../shared/upload/chosen-parts.ts';
import { FileFacts } from '../../../shared/upload/FileFacts.tsx';
import { MailParts } from '../../../shared/upload/MailParts.tsx';
import classes from '../../../shared/upload/upload.module.css';
import type { Uploaded } from '../../../shared/upload/useUpload.ts';
import { DialogEnd } from '../../../shared/ui/DialogEnd.tsx';
import { missingIn, reasonsFor, type UploadDraft, type UploadProposal } from './upload-draft.ts';
import { useUploadDraft } from './useUploadDraft.ts';

type Props = {
  caseFileId: Id;
  uploaded: Uploaded;
  /** The keyword of the file before this one. */
  keywordBefore: Id | null;
  onFiled: (keywordId: Id) => void;
  onSkip: () => void;
  onClose: () => void;
  hasMore: boolean;
};
type Change = (part: Partial<UploadDraft>) => void;

/** Describes a checked file, with what is proposed and why, and files it, with the chosen attachments of a mail. */
export function UploadForm(props: Props) {
  const { caseFileId, uploaded, keywordBefore, onFiled, onSkip, onClose, hasMore } = props;
  const { draft, change, proposal, isProposing } = useUploadDraft(uploaded, keywordBefore);
  const keywords = useDeskQuery('office', 'directory', {}).data?.keywords ?? [];
  const [parts, setParts] = useState(() => draftParts(uploaded));
  const [problem, setProblem] = useState<ReturnType<typeof missingIn>>(null);
  const fields = { keyword: useRef<HTMLInputElement>(null), title: useRef<HTMLInputElement>(null) };
  const { keyword: keywordField } = fields;
  useEffect(() => keywordField.current?.focus(), [keywordField]);
  const showDone = useShowDone();
  const { mutate, isPending, error } = useDeskMutation('uploads', 'file', {
    meta: { errorIsShown: true },
    onSuccess: (result) => {
      if (draft.keywordId) onFiled(draft.keywordId);
      showDone(result);
    },
  });
  const submit = (confirmsKeyword = false) => {
    const confirmed = { ...draft, isKeywordSettled: draft.isKeywordSettled || confirmsKeyword };
    if (confirmed.isKeywordSettled !== draft.isKeywordSettled) change({ isKeywordSettled: true });
    const missing = missingIn(confirmed);
    setProblem(missing);
    if (missing) fields[missing.field].current?.focus();
    const keyword = keywords.find(({ id }) => id === draft.keywordId);
    if (missing !== null || !keyword || isPending) return;
    const filing = filingOf(draft, keyword);
    mutate({ uploadId: uploaded.uploadId, caseFileId, filing, parts: chosenParts(parts, keyword) });
  };
  const changeField: Change = (part) => {
    change(part);
    setProblem(null);
  };
  const errorAt = (field: 'keyword' | 'title') => (problem?.field === field ? problem.words : null);
  const reasons = reasonsFor(draft, uploaded, proposal);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <FileFacts uploaded={uploaded} isProposing={isProposing} />
        <Deadlines deadlines={proposal?.deadlines ?? []} />
        <KeywordField
          ref={fields.keyword}
          keywordId={draft.keywordId}
          onChange={(keyword) => changeField({ keywordId: keyword?.id ?? null, isKeywordSettled: keyword !== null })}
          onEnter={() => submit(true)}
          description={reasons.keywordId}
          error={errorAt('keyword')}
          rightSection={draft.keywordId && draft.isKeywordSettled ? <SettledMark /> : null}
        />
        <Choices legend="Oder eines dieser Schlagworte" choices={choicesFor(draft, proposal, keywords, changeField)} />
        <TextInput
          ref={fields.title}
          label="Titel"
          value={draft.title}
          maxLength={300}
          description={reasons.title}
          error={errorAt('title')}
          onChange={(event) => changeField({ title: event.currentTarget.value })}
        />
        <LetterFields draft={draft} reasons={reasons} change={changeField} />
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

type FieldsProps = { draft: UploadDraft; reasons: ReturnType<typeof reasonsFor>; change: Change };

/** When the letter is from, when it came, from whom, and which way it goes. */
function LetterFields({ draft, reasons, change }: FieldsProps) {
  return (
    <>
      <Group grow gap="sm" align="start">
        <DayField
          label="Schreiben vom"
          prefer="past"
          day={draft.letterDate}
          description={reasons.letterDate}
          onChange={(letterDate) => change({ letterDate })}
        />
        <DayField
          label="Eingang"
          prefer="past"
          day={draft.receivedDate}
          onChange={(receivedDate) => change({ receivedDate })}
        />
      </Group>
      <TextInput
        label="Absender"
        value={draft.sender}
        maxLength={200}
        description={reasons.sender}
        onChange={(event) => change({ sender: event.currentTarget.value })}
      />
      <SegmentedControl
        aria-label="Richtung"
        data={[
          { value: 'incoming', label: 'Eingang' },
          { value: 'outgoing', label: 'Ausgang' },
          { value: 'internal', label: 'Intern' },
        ]}
        value={draft.direction}
        onChange={(value) => change({ direction: value as UploadDraft['direction'] })}
      />
    </>
  );
}

function Deadlines({ deadlines }: Pick<UploadProposal, 'deadlines'>) {
  return deadlines.map(({ day, explanation }) => (
    <p key={day} className={classes.note}>
      <IconCalendarDue size={16} aria-hidden />
      Mögliche Frist: {formatDay(day)}, {explanation}
    </p>
  ));
}

const SettledMark = () => <IconCheck size={16} className={classes.settled} aria-label="geprüft" />;

/** The next likely keywords, as long as the one shown is not settled. */
function choicesFor(
  draft: UploadDraft,
  proposal: UploadProposal | undefined,
  keywords: readonly Keyword[],
  change: Change,
): Choice[] {
  if (draft.isKeywordSettled) return [];
  return (proposal?.keywordAlternatives ?? []).flatMap(({ keywordId, explanation }) => {
    const keyword = keywords.find(({ id }) => id === keywordId);
    if (!keyword || keywordId === draft.keywordId) return [];
    const choose = () => change({ keywordId, isKeywordSettled: true });
    return [{ id: keywordId, words: keyword.name, explanation, choose }];
  });
}

function filingOf({ title, letterDate, receivedDate, sender, direction }: UploadDraft, keyword: Keyword) {
  const { isProtected } = keyword.rules;
  return {
    ...{ title: title.trim(), keywordIds: [keyword.id], letterDate, receivedDate, direction, isProtected },
    sender: sender.trim() === '' ? null : sender.trim(),
  };
}
