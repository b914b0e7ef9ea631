/** What each action of the journal is called for people; the actions are those that commands write (core/commands). */
export const journalActionWords: Record<string, string> = {
  'caseAccess.denied': 'Von der Akte ausgeschlossen',
  'caseAccess.denialEnded': 'Ausschluss von der Akte aufgehoben',
  'caseAccess.auditGranted': 'Einsicht zur Prüfung gegeben',
  'caseAccess.auditEnded': 'Einsicht zur Prüfung beendet',
  'caseFile.created': 'Akte angelegt',
  'caseFile.opened': 'Akte geöffnet',
  'document.added': 'Dokument abgelegt',
  'document.filed': 'Dokument aus dem Postkorb abgelegt',
  'document.filedAgain': 'Auch aus dem Postkorb abgelegt, Schlagwörter ergänzt',
  'document.filingTakenBack': 'Ablegen zurückgenommen',
  'document.opened': 'Geschütztes Dokument geöffnet',
  'document.retracted': 'Dokument zurückgenommen',
  'document.restored': 'Dokument wiederhergestellt',
  'document.detailsSet': 'Angaben zum Dokument geändert',
  'document.keywordsSet': 'Schlagwörter geändert',
  'document.moved': 'Dokument in eine andere Akte verschoben',
  'document.received': 'Dokument aus einer anderen Akte übernommen',
  'note.added': 'Vermerk geschrieben',
  'note.revised': 'Vermerk geändert',
  'note.retracted': 'Vermerk zurückgenommen',
  'followUp.created': 'Wiedervorlage gesetzt',
  'followUp.alsoCompleted': 'Wiedervorlage auch erledigt',
  'followUp.completed': 'Wiedervorlage erledigt',
  'followUp.reopened': 'Wiedervorlage wieder geöffnet',
  'inboxItem.delivered': 'Schreiben zugestellt',
  'inboxItem.filed': 'Schreiben abgelegt',
  'inboxItem.reopened': 'Schreiben wieder offen',
  'inboxItem.forwarded': 'Schreiben weitergeleitet',
  'inboxItem.received': 'Weitergeleitetes Schreiben erhalten',
  'inboxItem.forwardWithdrawn': 'Weiterleiten zurückgenommen',
  'inboxItem.withdrawn': 'Weitergeleitetes Schreiben zurückgezogen',
  'substitution.started': 'Vertretung begonnen',
  'substitution.ended': 'Vertretung beendet',
  imported: 'Aus dem Vorsystem übernommen',
};

/** The words for an action; an action of a newer centre is told as what it is. */
export function journalWords(action: string): string {
  return journalActionWords[action] ?? 'Andere Handlung';
}
