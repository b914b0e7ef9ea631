import { scanInEscrow } from '../contract/scan-in-escrow.ts';
import type { CommandName } from './registry.ts';

/** What each command is, without a word of what was written in it: for who may not read the file it was about. */
const kindWords: Record<CommandName, string> = {
  acknowledgeLateWork: 'Nachlauf zur Kenntnis genommen',
  acknowledgeOverlap: 'Überschneidung zur Kenntnis genommen',
  addDocument: 'Dokument abgelegt',
  addDocuments: 'Dokumente abgelegt',
  addNote: 'Vermerk geschrieben',
  addRecognisedText: 'Text erkannt',
  adoptLateWork: 'Nachlauf übernommen',
  answerReturn: 'Rückgabe beantwortet',
  assignFollowUp: 'Wiedervorlage übergeben',
  cancelFollowUp: 'Wiedervorlage aufgehoben',
  changeCover: 'Aktendeckel geändert',
  changeWorker: 'Rolle und Team geändert',
  claimInboxItem: 'Schreiben zur Bearbeitung übernommen',
  closeCaseFile: 'Akte geschlossen',
  closeWorker: 'Konto geschlossen',
  completeFollowUp: 'Wiedervorlage erledigt',
  confirmVisualCheck: 'Sichtprüfung vermerkt',
  createCaseFile: 'Akte angelegt',
  createFollowUp: 'Wiedervorlage angelegt',
  declineLateWork: 'Nachlauf abgelehnt',
  deliverInboxItem: 'Schreiben zugestellt',
  deliverLetters: 'Schreiben in den Postkorb gelegt',
  denyAccess: 'Person von der Akte ausgeschlossen',
  endCaseAccess: 'Regelung zum Zugriff beendet',
  endSubstitution: 'Vertretung beendet',
  fileInboxItem: 'Schreiben abgelegt',
  forwardInboxItem: 'Schreiben weitergeleitet',
  grantAudit: 'Einsicht zur Prüfung gegeben',
  markDocument: 'Dokument als gelesen oder ungelesen markiert',
  moveDocument: 'Dokument verschoben',
  openCaseFile: 'Akte geöffnet',
  openProtectedDocument: 'Besonders geschütztes Dokument geöffnet',
  pinCaseFile: 'Akte angeheftet oder gelöst',
  rearrangeInboxItems: 'Schreiben geteilt oder zusammengefügt',
  reassignCaseFiles: 'Akten übergeben',
  releaseInboxItem: 'Schreiben für andere freigegeben',
  reopenCaseFile: 'Akte wieder geöffnet',
  reopenFollowUp: 'Wiedervorlage wieder geöffnet',
  reopenVisualCheck: 'Sichtprüfung zurückgenommen',
  reopenWorker: 'Konto wieder geöffnet',
  rescheduleFollowUp: 'Wiedervorlage verlegt',
  restoreDocument: 'Dokument wiederhergestellt',
  retractDocument: 'Dokument zurückgenommen',
  retractDocuments: 'Dokumente zurückgenommen',
  retractNote: 'Vermerk zurückgenommen',
  returnInboxItem: 'Schreiben an die Scanstelle zurückgegeben',
  reviseNote: 'Vermerk geändert',
  setDocumentDetails: 'Angaben eines Dokuments geändert',
  setDocumentKeywords: 'Schlagwörter eines Dokuments geändert',
  startSubstitution: 'Vertretung eingerichtet',
  unfileInboxItem: 'Ablegen zurückgenommen',
  updateCover: 'Aktendeckel aktualisiert',
  withdrawDelivery: 'Zustellung zurückgenommen',
  withdrawForward: 'Weiterleiten zurückgenommen',
  withdrawLetters: 'Aus dem Postkorb zurückgenommen',
  withdrawRearranging: 'Teilen oder Zusammenfügen zurückgenommen',
  withdrawReturn: 'Rückgabe an die Scanstelle zurückgenommen',
};

/** What a command of this name is, in German; of one that is not known only that. */
export function kindOfCommand(name: string): string {
  if (name === scanInEscrow) return 'Datei gescannt';
  return Object.hasOwn(kindWords, name)
    ? kindWords[name as CommandName]
    : 'Vorgang einer anderen Fassung des Programms';
}

/** Commands that leave no work behind when they are not carried out: marks of her own, looks that the log has as well, claims of letters. */
export const withoutWork: readonly CommandName[] = [
  ...(['acknowledgeLateWork', 'acknowledgeOverlap', 'markDocument', 'openCaseFile', 'pinCaseFile'] as const),
  ...(['claimInboxItem', 'releaseInboxItem'] as const),
];
