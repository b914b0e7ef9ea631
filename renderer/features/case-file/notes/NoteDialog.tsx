import { Modal } from '@mantine/core';
import type { NoteDialogProps } from '../../../shared/slots.tsx';
import { NoteForm } from './NoteForm.tsx';

/** Writes a note from wherever one is in a file. */
export function NoteDialog({ caseFileId, documentId, isOpen, onClose }: NoteDialogProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Vermerk" size={640}>
      <NoteForm caseFileId={caseFileId} documentId={documentId} revised={null} onClose={onClose} />
    </Modal>
  );
}
