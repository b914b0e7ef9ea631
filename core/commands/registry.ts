import { denyAccess, endCaseAccess, grantAudit } from './case-access.ts';
import { claimInboxItem, releaseInboxItem } from './claims.ts';
import { createCaseFile } from './case-files.ts';
import { closeCaseFile, reopenCaseFile } from './case-state.ts';
import { changeCover, updateCover } from './cover.ts';
import { deliverInboxItem } from './deliver-inbox-item.ts';
import { addDocuments, retractDocuments } from './document-groups.ts';
import { setDocumentKeywords } from './document-keywords.ts';
import { addDocument, moveDocument, restoreDocument, retractDocument, setDocumentDetails } from './documents.ts';
import { assignFollowUp, cancelFollowUp, rescheduleFollowUp } from './follow-up-changes.ts';
import { completeFollowUp, createFollowUp, reopenFollowUp } from './follow-ups.ts';
import { fileInboxItem, forwardInboxItem, unfileInboxItem, withdrawForward } from './inbox-items.ts';
import { acknowledgeLateWork, adoptLateWork, declineLateWork } from './late-work.ts';
import { answerReturn, returnInboxItem, withdrawReturn } from './letter-returns.ts';
import { rearrangeInboxItems, withdrawRearranging } from './letter-rearranging.ts';
import { addNote, retractNote, reviseNote } from './notes.ts';
import { deliverLetters, withdrawLetters } from './letter-groups.ts';
import { acknowledgeOverlap } from './overlaps.ts';
import { reassignCaseFiles } from './responsibility.ts';
import { markDocument, openCaseFile, openProtectedDocument, pinCaseFile } from './own-marks.ts';
import type { CommandDefinition } from './rule.ts';
import { changeWorker, closeWorker, reopenWorker } from './staff.ts';
import { addRecognisedText } from './recognised-text.ts';
import { endSubstitution, startSubstitution } from './substitutions.ts';
import { confirmVisualCheck, reopenVisualCheck } from './transfer-notes.ts';
import { withdrawDelivery } from './withdraw-delivery.ts';

/** Every command there is, by name. Names and argument shapes are final: an outbox may be weeks old. */
export const commands = {
  acknowledgeLateWork,
  acknowledgeOverlap,
  addDocument,
  addDocuments,
  addNote,
  addRecognisedText,
  adoptLateWork,
  answerReturn,
  assignFollowUp,
  cancelFollowUp,
  changeCover,
  changeWorker,
  claimInboxItem,
  closeCaseFile,
  closeWorker,
  completeFollowUp,
  confirmVisualCheck,
  createCaseFile,
  createFollowUp,
  declineLateWork,
  deliverInboxItem,
  deliverLetters,
  denyAccess,
  endCaseAccess,
  endSubstitution,
  fileInboxItem,
  forwardInboxItem,
  grantAudit,
  markDocument,
  moveDocument,
  openCaseFile,
  openProtectedDocument,
  pinCaseFile,
  rearrangeInboxItems,
  reassignCaseFiles,
  releaseInboxItem,
  reopenCaseFile,
  reopenFollowUp,
  reopenVisualCheck,
  reopenWorker,
  rescheduleFollowUp,
  restoreDocument,
  retractDocument,
  retractDocuments,
  retractNote,
  returnInboxItem,
  reviseNote,
  setDocumentDetails,
  setDocumentKeywords,
  startSubstitution,
  unfileInboxItem,
  updateCover,
  withdrawDelivery,
  withdrawForward,
  withdrawLetters,
  withdrawRearranging,
  withdrawReturn,
} as const;

export type CommandName = keyof typeof commands;
export type CommandArgs<Name extends CommandName> =
  (typeof commands)[Name] extends CommandDefinition<infer Args> ? Args : never;

/** The definition of a command by name, null for a name that is not known (a newer desk, a wrong message). */
export function commandByName(name: string): CommandDefinition | null {
  return Object.hasOwn(commands, name) ? (commands[name as CommandName] as unknown as CommandDefinition) : null;
}
