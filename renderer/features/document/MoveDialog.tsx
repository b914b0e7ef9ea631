import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { useDeskMutation, useDeskQuery } from '../../shared/backend.tsx';
import { useShowDone } from '../../shared/done.ts';
import { errorText } from '../../shared/errors.ts';
import type { DocumentDetail } from './DocumentPane.tsx';

/** Moves a document that lies in the wrong file: there it gets sheets of its own, here a reference stays. */
export function MoveDialog({
  document,
  isOpen,
  onClose,
}: {
  document: DocumentDetail;
  isOpen: boolean;
  onClose: () => void;
}) {
  const { caseFileId, documentId } = document;
  const [text, setText] = useState('');
  const [words] = useDebouncedValue(text, 50);
  const [target, setTarget] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const showDone = useShowDone();
  const found = useDeskQuery('search', 'query', words.trim() ? { text: words, caseFileId: null, limit: 20 } : null, {
    keepsPrevious: true,
  });
  const move = useDeskMutation('documents', 'move', {
    meta: { errorIsShown: true },
    onSuccess: (result) => {
      showDone(result);
      onClose();
    },
  });
  const cases = (found.data?.cases ?? []).filter((row) => row.caseFileId !== caseFileId);
  return (
    <Modal opened={isOpen} onClose={onClose} title="In andere Akte verschieben">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (target) move.mutate({ caseFileId, documentId, toCaseFileId: target as Id, reason });
        }}
      >
        <Stack gap={12}>
          <Select
            label="Akte"
            placeholder="Name oder BG-Nummer"
            searchable
            data-autofocus
            data={cases.map((row) => ({ value: row.caseFileId as string, label: `${row.title} · ${row.fileNumber}` }))}
            filter={({ options }) => options}
            searchValue={text}
            onSearchChange={setText}
            value={target}
            onChange={setTarget}
            error={move.error ? errorText(move.error) : null}
            nothingFoundMessage={words.trim() ? 'Keine Akte gefunden.' : 'Bitte Name oder Nummer eingeben.'}
          />
          <TextInput label="Grund" value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              Abbrechen
            </Button>
            <Button type="submit" disabled={!target} loading={move.isPending}>
              Verschieben
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
