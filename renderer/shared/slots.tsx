import { type ComponentType, createContext, useContext } from 'react';
import type { Id } from '../../core/domain/ids.ts';

/** Bytes to show: scope and owner as `content.describe` takes them. */
export type ViewerProps = {
  /** Case file or Postkorb. */
  scopeId: Id;
  /** Document or letter in the Postkorb. */
  ownerId: Id;
  title: string;
  /** Page to show first, from 1. */
  page: number | null;
  onPageChange?: (page: number) => void;
  /** Asked for when somebody goes on at the last page, or back at the first. */
  onNextDocument?: () => void;
  onPreviousDocument?: () => void;
  /** First sheet number of the document in its file; null for letters in the Postkorb. */
  sheetFrom?: number | null;
  /** Words to mark, when one comes from the search. */
  highlight?: string | null;
  /** What will probably be read next; it is opened ahead. */
  next?: { scopeId: Id; ownerId: Id } | null;
  /** Given where attachments can be filed as documents of their own. */
  onFileAttachment?: (file: AttachedFile) => void;
};
/** A file that lies in a mail or PDF. */
export type AttachedFile = { name: string; bytes: Uint8Array };
export type DocumentPaneProps = {
  caseFileId: Id;
  documentId: Id;
  page: number | null;
  onPageChange?: (page: number) => void;
  onNextDocument?: () => void;
  onPreviousDocument?: () => void;
  /** The document that `onNextDocument` leads to; it is opened ahead. */
  nextDocumentId?: Id | null;
  /** Words to mark, when one comes from the search. */
  highlight?: string | null;
};
export type NoteDialogProps = { caseFileId: Id; documentId: Id | null; isOpen: boolean; onClose: () => void };
/** `proposed`: a day found in a letter, and what it is about; both can be changed. */
export type FollowUpDialogProps = NoteDialogProps & { proposed?: { dueOn: string; subject: string } };
/** A follow-up as far as its change must know it. */
export type ChangedFollowUp = { caseFileId: Id; followUpId: Id; subject: string; dueOn: string; workerId: Id | null };
export type FollowUpChange = 'reschedule' | 'assign' | 'cancel';
export type FollowUpChangeDialogProps = { followUp: ChangedFollowUp; change: FollowUpChange; onClose: () => void };
export type UploadDialogProps = { caseFileId: Id; files: readonly File[]; onClose: () => void };

/** `isFolded`: one line that opens, with the state of the visual check in it. */
export type TransferNoteProps = { scopeId: Id; ownerId: Id; isFolded?: boolean };

/** `onDone`: when printing has ended, with what went wrong or null. */
export type PrintedPdfProps = { bytes: Uint8Array; title: string; onDone: (error: unknown) => void };
/** `caseFile`: makes the sheets for this file; without it a number is asked for. `responsible`: name of whoever keeps it. */
export type SheetsDialogProps = {
  caseFile?: { fileNumber: string; title: string; responsible: string };
  onClose: () => void;
};

/** `starts`: the pages that begin a new letter; the first one always does. */
export type SplitPagesProps = {
  scopeId: Id;
  ownerId: Id;
  starts: ReadonlySet<number>;
  onToggle: (page: number) => void;
};

/** What one feature shows of another without knowing it; renderer/app fills it in. */
export type Slots = {
  Viewer: ComponentType<ViewerProps>;
  DocumentPane: ComponentType<DocumentPaneProps>;
  NoteDialog: ComponentType<NoteDialogProps>;
  FollowUpDialog: ComponentType<FollowUpDialogProps>;
  /** Another day, another worker, or calling it off. */
  FollowUpChangeDialog: ComponentType<FollowUpChangeDialogProps>;
  /** Files to be filed into a case file: checked, described, filed. */
  UploadDialog: ComponentType<UploadDialogProps>;
  /** How paper became a document or letter, and its visual check; nothing for what was not scanned. */
  TransferNote: ComponentType<TransferNoteProps>;
  /** Small pictures of all pages, and before each a switch that begins a new letter with it. */
  SplitPages: ComponentType<SplitPagesProps>;
  /** Puts a PDF made on this desk into the print view. */
  PrintedPdf: ComponentType<PrintedPdfProps>;
  /** Cover sheets and separators for paper that will be scanned. */
  SheetsDialog: ComponentType<SheetsDialogProps>;
};

export const SlotsContext = createContext<Slots | null>(null);

/** `const { Viewer } = useSlots()`. */
export function useSlots(): Slots {
  const slots = useContext(SlotsContext);
  if (!slots) throw new Error('SlotsContext is missing');
  return slots;
}
