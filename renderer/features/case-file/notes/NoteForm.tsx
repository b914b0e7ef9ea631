import { Button, Checkbox, Group, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskMutation, useDeskQuery } from '../../../shared/backend.tsx';
import { useShowDone } from '../../../shared/done.ts';
import { errorText } from '../../../shared/errors.ts';
import { Key } from '../../../shared/ui/KeyHint.tsx';
import type { NoteRow } from '../case-words.ts';

type Props = {
  caseFileId: Id;
  documentId: Id | null;
  /** The note to be rewritten; null writes a new one. */
  revised: NoteRow | null;
  onClose: () => void;
};

/** Writes or rewrites a note; Strg+Enter keeps it. */
export function NoteForm({ caseFileId, documentId, revised, onClose }: Props) {
  const [text, setText] = useState(revised?.text ?? '');
  const [isPinned, setIsPinned] = useState(revised?.isPinned ?? false);
  const [isPhoneCall, setIsPhoneCall] = useState(false);
  const [isAbout, setIsAbout] = useState(false);
  const [isAsked, setIsAsked] = useState(false);
  const document = useDeskQuery('documents', 'get', documentId === null ? null : { caseFileId, documentId }).data;
  const showDone = useShowDone();
  const options = {
    meta: { errorIsShown: true },
    onSuccess: (result: Parameters<typeof showDone>[0]) => {
      onClose();
      showDone(result);
    },
  };
  const add = useDeskMutation('notes', 'add', options);
  const revise = useDeskMutation('notes', 'revise', options);
  const isEmpty = text.trim() === '';
  const error = add.error ?? revise.error;
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setIsAsked(true);
    if (isEmpty || add.isPending || revise.isPending) return;
    if (revised) {
      // All siblings are replaced: one text stands again where two people wrote.
      const replaces = [...new Set([revised.noteId, ...revised.siblingIds])];
      revise.mutate({ caseFileId, replaces, text, isPinned });
    } else add.mutate({ caseFileId, documentId: isAbout ? documentId : null, text, isPinned, isPhoneCall });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Textarea
          label="Vermerk"
          data-autofocus
          autoFocus={revised !== null}
          autosize
          minRows={5}
          maxRows={16}
          maxLength={20_000}
          value={text}
          error={error ? errorText(error) : isAsked && isEmpty ? 'Der Vermerk ist leer.' : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
          }}
        />
        <Group gap="lg">
          {revised ? null : (
            <Checkbox
              label="Telefonat"
              checked={isPhoneCall}
              onChange={(event) => setIsPhoneCall(event.currentTarget.checked)}
            />
          )}
          <Checkbox
            label="Auf dem Aktendeckel anheften"
            checked={isPinned}
            onChange={(event) => setIsPinned(event.currentTarget.checked)}
          />
          {!revised && document ? (
            <Checkbox
              label={`Zum Dokument „${document.title}“`}
              checked={isAbout}
              onChange={(event) => setIsAbout(event.currentTarget.checked)}
            />
          ) : null}
        </Group>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Abbrechen
          </Button>
          <Button type="submit" loading={add.isPending || revise.isPending} rightSection={<Key shortcut="Mod+Enter" />}>
            {revised ? 'Ändern' : 'Vermerken'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
