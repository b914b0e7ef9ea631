import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDeskMutation } from '../../shared/backend.tsx';
import { useShowDone } from '../../shared/done.ts';
import { errorText } from '../../shared/errors.ts';
import { CaseField, type ChosenCase } from '../../shared/filing/CaseField.tsx';
import type { DocumentDetail } from './DocumentPane.tsx';
import { Dialog } from '../../shared/ui/Dialog.tsx';
import { DialogEnd } from '../../shared/ui/DialogEnd.tsx';

/** Moves a document that lies in the wrong file: there it gets sheets of its own, here a reference stays. */
export function MoveDialog({ document, onClose }: { document: DocumentDetail; onClose: () => void }) {
  const { caseFileId, documentId } = document;
  const [target, setTarget] = useState<ChosenCase | null>(null);
  const [reason, setReason] = useState('');
  const showDone = useShowDone();
  const move = useDeskMutation('documents', 'move', {
    meta: { errorIsShown: true },
    onSuccess: (result) => {
      showDone(result);
      onClose();
    },
  });
  const isHere = target?.caseFileId === caseFileId;
  return (
    <Dialog isOpen onClose={onClose} title="In andere Akte verschieben">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (target && !isHere) move.mutate({ caseFileId, documentId, toCaseFileId: target.caseFileId, reason });
        }}
      >
        <Stack gap={12}>
          <Text size="sm">
            „{document.title}“ erhält in der anderen Akte neue Blattzahlen. In dieser Akte bleibt ein Hinweis stehen.
          </Text>
          <CaseField
            chosen={target}
            onChange={setTarget}
            error={isHere ? 'Das Dokument liegt schon in dieser Akte.' : move.error ? errorText(move.error) : null}
          />
          <TextInput
            label="Grund"
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <DialogEnd>
            <Button variant="default" onClick={onClose}>
              Abbrechen
            </Button>
            <Button type="submit" disabled={!target || isHere} loading={move.isPending}>
              Verschieben
            </Button>
          </DialogEnd>
        </Stack>
      </form>
    </Dialog>
  );
}
