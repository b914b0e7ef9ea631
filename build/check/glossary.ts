/** Words decided against as names in code, and the word of the glossary (docs/glossary.md) instead. */

/** Forbidden anywhere in a name: `tagList`, `mietvertragAkte`. Compared word by word of camelCase and snake_case. */
const wordsDecidedAgainst: Record<string, string> = {
  abgleich: 'sync',
  akte: 'caseFile',
  akten: 'caseFiles',
  aktenzeichen: 'fileNumber',
  aussenstelle: 'branchOffice',
  bescheid: 'notice',
  blattzahl: 'sheetNumber',
  dokument: 'document',
  dokumente: 'documents',
  frist: 'deadline',
  klaerung: 'clarification',
  postkorb: 'inbox',
  protokoll: 'journal',
  sachbearbeiter: 'worker',
  sachbearbeiterin: 'worker',
  schlagwort: 'keyword',
  schlagworte: 'keywords',
  schwaerzung: 'redaction',
  sozialzentrum: 'branchOffice',
  vermerk: 'note',
  vertretung: 'substitution',
  wiedervorlage: 'followUp',
  adress: 'address',
  attachement: 'attachment',
  attachements: 'attachments',
  caseworker: 'worker',
  clerk: 'worker',
  deputy: 'substitute',
  dossier: 'caseFile',
  mailbox: 'inbox',
  recieve: 'receive',
  recieved: 'received',
  resubmission: 'followUp',
  seperate: 'separate',
};

/** Forbidden as a whole name only, since they are part of good words too. */
const namesDecidedAgainst: Record<string, string> = {
  auditEntry: 'journalEntry',
  auditLog: 'journal',
  btn: 'button',
  cb: 'callback, or what it does',
  err: 'error',
  folio: 'sheetNumber',
  usr: 'worker',
};

/** Forbidden as a whole name where our own records are at hand; elsewhere an XML or TIFF tag may be one. */
const namesOfRecords: Record<string, string> = {
  tag: 'keyword',
  tagId: 'keywordId',
  tagIds: 'keywordIds',
  tags: 'keywords',
};

/** The right word for a name decided against, or undefined when the name is fine. */
export function rightWordFor(name: string, amongRecords = false): string | undefined {
  if (amongRecords && Object.hasOwn(namesOfRecords, name)) return namesOfRecords[name];
  const whole = Object.hasOwn(namesDecidedAgainst, name) ? namesDecidedAgainst[name] : undefined;
  if (whole) return whole;
  for (const word of name.split(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_$\d]+/)) {
    const plain = word.toLowerCase();
    if (Object.hasOwn(wordsDecidedAgainst, plain)) return wordsDecidedAgainst[plain];
  }
  return undefined;
}
