import { Button, Group, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCopy } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskMutation } from '../../../shared/backend.tsx';
import { useShowDone } from '../../../shared/done.ts';
import { errorText } from '../../../shared/errors.ts';
import { DayField } from '../../../shared/filing/DayField.tsx';
import type { Keyword } from '../../../shared/filing/find-keywords.ts';
import { KeywordField } from '../../../shared/filing/KeywordField.tsx';
import { formatDate, formatNumberOf, formatSize, today } from '../../../shared/format.ts';
import classes from './upload.module.css';
import type { Uploaded } from './useUpload.ts';

type Props = {
  caseFileId: Id;
  uploaded: Uploaded;
  onFiled: () => void;
  onSkip: () => void;
  onClose: () => void;
  hasMore: boolean;
};
type Direction = 'incoming' | 'outgoing' | 'internal';

const kindWords: Record<Uploaded['content']['kind'], string> = {
  pdf: 'PDF',
  image: 'Bild',
  tiff: 'TIFF',
  mail: 'E-Mail',
  office: 'Office-Dokument',
  text: 'Text',
  html: 'Webseite',
  archive: 'Archiv',
  unknown: 'Unbekannte Dateiart',
  empty: 'Leere Datei',
};

/** Describes a checked file and files it. */
export function UploadForm({ caseFileId, uploaded, onFiled, onSkip, onClose, hasMore }: Props) {
  const [keyword, setKeyword] = useState<Keyword | null>(null);
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
      onFiled();
      showDone(result);
    },
  });
  const submit = () => {
    const missing = keyword === null ? 'keyword' : title.trim() === '' ? 'title' : null;
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
          label={direction === 'outgoing' ? 'Empfänger' : 'Absender'}
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
        {error ? (
          <p className={classes.problem} role="alert">
            {errorText(error)}
          </p>
        ) : null}
        <Group justify="flex-end" gap="sm">
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
        </Group>
      </Stack>
    </form>
  );
}

/** What the file turned out to be, and whether the case file holds it already. */
function FileFacts({ uploaded: { content, duplicates } }: { uploaded: Uploaded }) {
  const facts = [
    kindWords[content.kind],
    content.pageCount === null ? null : formatNumberOf(content.pageCount, 'Seite', 'Seiten'),
    formatSize(content.size),
    content.encrypted === 'password' ? 'mit Kennwort geschützt' : null,
  ];
  // Kept beside the facts by whoever looked into the file, so without a shape of their own.
  const warnings = Array.isArray(content.warnings) ? content.warnings.filter((one) => typeof one === 'string') : [];
  return (
    <div>
      <p className={classes.fileName}>{content.fileName}</p>
      <p className={classes.facts}>{facts.filter((fact) => fact !== null).join(' · ')}</p>
      {content.explanation ? (
        <p className={classes.hint}>
          <IconAlertTriangle size={16} aria-hidden />
          {content.explanation.message}
        </p>
      ) : null}
      {warnings.length > 0 ? (
        <p className={classes.hint}>
          <IconAlertTriangle size={16} aria-hidden />
          {warnings.join(' ')}
        </p>
      ) : null}
      {duplicates.map(({ documentId, title, filedAt, filedByName }) => (
        <p key={documentId} className={classes.hint}>
          <IconCopy size={16} aria-hidden />
          Schon in dieser Akte: „{title}“, abgelegt am {formatDate(filedAt)} von {filedByName}.
        </p>
      ))}
    </div>
  );
}
