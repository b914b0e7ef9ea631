import type { NoteDialogProps } from '../../../shared/slots.tsx';
import { NoteForm } from './NoteForm.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';

/** Writes a note from wherever one is in a file. */
export function NoteDialog({ caseFileId, documentId, isOpen, onClose }: NoteDialogProps) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Vermerk" size={640}>
      <NoteForm caseFileId={caseFileId} documentId={documentId} revised={null} onClose={onClose} />
    </Dialog>
  );
}
