import type { RecordKind } from '../core/domain/records.ts';

/**
 * How a body field is kept: id as 16 bytes, flag as 0 or 1, json as text, compressed as zstd of the text.
 * A question mark: may be null.
 */
export type ColumnType =
  | 'id'
  | 'id?'
  | 'text'
  | 'text?'
  | 'integer'
  | 'integer?'
  | 'flag'
  | 'json'
  | 'json?'
  | 'compressed';

const letter = {
  title: 'text',
  letterDate: 'text?',
  receivedDate: 'text?',
  sender: 'text?',
  direction: 'text',
} as const;

/** The columns of each record table by body field; what is not listed goes to the column `extra` as JSON. */
export const recordColumns: Record<RecordKind, Record<string, ColumnType>> = {
  office: { name: 'text', county: 'text' },
  branchOffice: { name: 'text', place: 'text', isIsland: 'flag' },
  team: { name: 'text', branchOfficeId: 'id', inboxId: 'id?' },
  worker: {
    familyName: 'text',
    givenName: 'text',
    signature: 'text',
    role: 'text',
    teamId: 'id?',
    inboxId: 'id?',
    isActive: 'flag',
  },
  inbox: { kind: 'text', ownerId: 'id', name: 'text' },
  register: { number: 'integer', name: 'text', isProtected: 'flag', validFrom: 'text', validTo: 'text?' },
  keyword: { registerId: 'id', name: 'text', rules: 'json', validFrom: 'text', validTo: 'text?' },
  substitution: {
    absentWorkerId: 'id',
    substituteWorkerId: 'id',
    kind: 'text',
    reason: 'text',
    from: 'text',
    to: 'text',
    startedBy: 'id',
    endedAt: 'text?',
    endedBy: 'id?',
  },
  caseFile: {
    fileNumber: 'text',
    kind: 'text',
    title: 'text',
    householdId: 'id?',
    workerId: 'id',
    state: 'text',
    approvedFrom: 'text?',
    approvedUntil: 'text?',
    openedOn: 'text',
    nextSheet: 'integer',
  },
  household: {
    street: 'text',
    postcode: 'text',
    place: 'text',
    phone: 'text?',
    mail: 'text?',
    rent: 'integer?',
    heating: 'integer?',
  },
  person: {
    householdId: 'id',
    familyName: 'text',
    givenName: 'text',
    birthDate: 'text?',
    customerNumber: 'text?',
    relation: 'text',
  },
  document: {
    ...letter,
    versionId: 'id',
    pageCount: 'integer?',
    sheetFrom: 'integer',
    sheetTo: 'integer',
    isProtected: 'flag',
    state: 'text',
    stateReason: 'text?',
    movedTo: 'id?',
    filedAt: 'text',
    filedBy: 'id',
    inboxItemId: 'id?',
    arrivedAfterClosing: 'flag',
  },
  version: {
    ownerId: 'id',
    fileName: 'text',
    mediaType: 'text',
    size: 'integer',
    sha256: 'text',
    kind: 'text',
    pageCount: 'integer?',
    encrypted: 'text',
    hasText: 'flag',
    explanation: 'json?',
    attachments: 'json',
    createdAt: 'text',
    createdBy: 'id',
  },
  page: { versionId: 'id', number: 'integer', text: 'compressed' },
  documentKeyword: { documentId: 'id', keywordId: 'id', addedAt: 'text', addedBy: 'id' },
  historyEntry: { documentId: 'id', field: 'text', oldValue: 'text?', newValue: 'text?', at: 'text', by: 'id' },
  note: {
    documentId: 'id?',
    parentIds: 'json',
    text: 'text',
    isPinned: 'flag',
    isPhoneCall: 'flag',
    createdAt: 'text',
    createdBy: 'id',
    retractedAt: 'text?',
    retractReason: 'text?',
  },
  followUp: {
    documentId: 'id?',
    dueOn: 'text',
    subject: 'text',
    createdAt: 'text',
    createdBy: 'id',
    completedAt: 'text?',
    completedBy: 'id?',
  },
  caseAccess: {
    workerId: 'id',
    cause: 'text',
    reason: 'text',
    from: 'text',
    to: 'text?',
    startedBy: 'id',
    endedAt: 'text?',
    endedBy: 'id?',
    endReason: 'text?',
  },
  lateWork: {
    authorId: 'id',
    name: 'text',
    args: 'json',
    label: 'text',
    atDesk: 'text',
    placeId: 'id',
    placeKind: 'text',
    ownerId: 'id?',
    state: 'text',
    settledBy: 'id?',
    settledAt: 'text?',
    settleReason: 'text?',
  },
  overlap: {
    cause: 'text',
    caseFileId: 'id',
    targetId: 'id',
    values: 'json',
    ownAt: 'text',
    byId: 'id',
    byAt: 'text',
  },
  inboxItem: {
    ...letter,
    versionId: 'id',
    pageCount: 'integer?',
    source: 'text',
    deliveredAt: 'text',
    state: 'text',
    proposedCase: 'json?',
    proposedKeyword: 'json?',
    remark: 'text?',
    forwardedBy: 'id?',
    doneAt: 'text?',
    doneBy: 'id?',
    filedCaseFileId: 'id?',
    filedDocumentId: 'id?',
    forwardedTo: 'json?',
  },
  readMark: { caseFileId: 'id', documentId: 'id', readAt: 'text' },
  visit: { caseFileId: 'id', seenAt: 'text', previousSeenAt: 'text?' },
  pin: { caseFileId: 'id', pinnedAt: 'text' },
};

/** `letterDate` to `letter_date`; a record kind to its table name as well. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letterFound) => `_${letterFound.toLowerCase()}`);
}
