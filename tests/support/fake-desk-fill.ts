import type { Id } from '../../core/domain/ids.ts';
import {
  absentWorker,
  type CaseCover,
  type Clarification,
  cases,
  contents,
  type DocumentDetail,
  dayAgo,
  daysAgo,
  directory,
  type FollowUpRow,
  type InboxItem,
  makeLetter,
  type NoteRow,
  newId,
  now,
  ownWorker,
  type SubstitutionRow,
} from './fake-desk-data.ts';
import { addInboxItems } from './fake-desk-letters.ts';

export const documents: DocumentDetail[] = [];
export const inboxItems: InboxItem[] = [];
export const notes: (NoteRow & { caseFileId: Id })[] = [];
export const followUps: FollowUpRow[] = [];
export const substitutions: SubstitutionRow[] = [];
export const clarifications: Clarification[] = [];

/** Fills the fake desk: five files with documents, twelve letters in the Postkorb and more in two others. */
export async function fill(): Promise<void> {
  for (const [index, caseFile] of cases.entries()) {
    for (let number = 0; number < 12 + index * 4; number += 1) await addDocument(caseFile, number);
  }
  await addInboxItems(inboxItems);
  addWorkAround();
}

async function addDocument(caseFile: CaseCover, number: number): Promise<void> {
  const keyword = directory.keywords[number % directory.keywords.length] as (typeof directory.keywords)[number];
  const documentId = newId();
  const pageCount = 1 + ((number * 3) % 6);
  const sender = keyword.registerId === directory.registers[3]?.id ? 'Jobcenter' : 'Wohnungsbau Husum eG';
  const content = await makeLetter(keyword.name, sender, pageCount);
  contents.set(documentId, content);
  const sheetFrom = caseFile.sheetCount + 1;
  caseFile.sheetCount += pageCount;
  caseFile.documentCount += 1;
  documents.push({
    caseFileId: caseFile.caseFileId,
    documentId,
    title: keyword.name,
    keywordIds: [keyword.id],
    letterDate: dayAgo(400 - number * 12),
    receivedDate: dayAgo(398 - number * 12),
    filedAt: daysAgo(397 - number * 12),
    filedByName: 'Petersen, Anna',
    sender,
    direction: sender === 'Jobcenter' ? 'outgoing' : 'incoming',
    kind: 'pdf',
    pageCount,
    sheetFrom,
    sheetTo: caseFile.sheetCount,
    isSheetProvisional: false,
    isProtected: keyword.rules.isProtected,
    isUnread: number > 9,
    isOnDesk: true,
    noteCount: 0,
    state: 'filed',
    isPending: false,
    isMailPart: false,
    mailPartCount: 0,
    mail: { whole: null, parts: [] },
    stateReason: null,
    movedTo: null,
    arrivedAfterClosing: false,
    content: content.facts,
    keywordLinks: [{ linkId: newId(), keywordId: keyword.id, addedByName: 'Petersen, Anna', addedAt: daysAgo(30) }],
    history: [],
    mayRead: !keyword.rules.isProtected,
    mayWrite: true,
  });
}

function addWorkAround(): void {
  const [first, second] = cases as [CaseCover, CaseCover];
  const note = {
    documentId: null,
    documentTitle: null,
    createdAt: daysAgo(3),
    createdByName: 'Petersen, Anna',
    isOwn: true,
    siblingIds: [],
    revisionCount: 1,
    earlier: [],
    isPending: false,
  };
  notes.push(
    {
      ...note,
      caseFileId: first.caseFileId,
      noteId: newId(),
      text: 'Vermieter hat angekündigt, die Nebenkosten neu zu berechnen.',
      isPinned: true,
      isPhoneCall: false,
      writtenAfterClosing: false,
    },
    {
      ...note,
      caseFileId: first.caseFileId,
      noteId: newId(),
      text: 'Telefonat: Unterlagen werden bis Freitag nachgereicht.',
      isPinned: false,
      isPhoneCall: true,
      writtenAfterClosing: false,
    },
  );
  for (const [index, subject] of [
    'Nebenkostenabrechnung prüfen',
    'Anhörung: Frist zur Äußerung',
    'Lohnabrechnung angefordert',
  ].entries()) {
    const caseFile = index === 2 ? second : first;
    followUps.push({
      followUpId: newId(),
      caseFileId: caseFile.caseFileId,
      caseTitle: caseFile.title,
      fileNumber: caseFile.fileNumber,
      documentId: null,
      documentTitle: null,
      dueOn: dayAgo(index - 1),
      subject,
      createdAt: daysAgo(20),
      createdByName: 'Petersen, Anna',
      completedAt: null,
      completedByName: null,
      cancelReason: null,
      workerId: null,
      workerName: null,
      laterDueOn: index === 1 ? { dueOn: dayAgo(-14), byName: 'Jensen' } : null,
      closedFile: null,
      hasNewPostSince: index === 0,
      isPending: false,
    });
  }
  substitutions.push({
    substitutionId: newId(),
    absentWorkerId: absentWorker.id,
    absentName: 'Jensen, Jörg',
    substituteWorkerId: ownWorker.id,
    substituteName: 'Petersen, Anna',
    kind: 'handOver',
    setByName: null,
    reason: 'Urlaub',
    from: daysAgo(2),
    to: daysAgo(-5),
    endedAt: null,
    state: 'running',
    role: 'substitute',
    mayEnd: true,
    inboxId: absentWorker.inboxId,
    openInboxCount: 7,
    throughName: null,
    isPending: false,
  });
  clarifications.push(...sideBySide(first));
  clarifications.push({
    clarificationId: newId(),
    kind: 'refusal',
    byName: null,
    commandName: 'fileDocument',
    label: 'Schreiben „Nebenkostenabrechnung“ ablegen',
    at: daysAgo(0.2),
    refusedAt: now(),
    code: 'already_filed',
    message: 'Nicht übernommen: Jensen hat das Schreiben um 09:12 in die Akte Hinrichsen abgelegt.',
    caseFileId: second.caseFileId,
    caseTitle: second.title,
    content: [
      { field: 'Titel', value: 'Nebenkostenabrechnung 2025' },
      { field: 'Schlagwort', value: 'Nebenkostenabrechnung' },
      { field: 'Akte', value: 'Petersen, Petra' },
    ],
    actions: [
      { action: 'dismiss', label: 'Dort belassen' },
      { action: 'moveHere', label: 'Hierher verschieben' },
      { action: 'fileHereToo', label: 'Auch hier ablegen' },
    ],
  });
}

/** What two did about the same thing: a follow-up one has completed and the other moved, and a note both have rewritten. */
function sideBySide({ caseFileId, title }: { caseFileId: Id; title: string }): Clarification[] {
  const common = { byName: null, at: daysAgo(0.2), refusedAt: now(), caseFileId, caseTitle: title };
  const version = { noteId: newId(), isPinned: false, createdAt: daysAgo(0.2), createdByName: 'Petersen, Anna' };
  return [
    {
      ...common,
      ...{ clarificationId: newId(), kind: 'overlap', commandName: 'endedMeanwhile', code: 'overlap' },
      label: 'Wiedervorlage verlegt',
      message: 'Jensen hat die Wiedervorlage „Mietvertrag?“ um 09:12 erledigt. Der neue Tag von Ihnen gilt nicht.',
      content: [{ field: 'Wiedervorlage am', value: '12.12.2026' }],
      actions: [
        { action: 'acknowledge', label: 'Zur Kenntnis genommen' },
        { action: 'newFollowUp', label: 'Neue Wiedervorlage zum 12.12.2026' },
      ],
    },
    {
      ...common,
      ...{ clarificationId: newId(), kind: 'noteVersions', commandName: 'reviseNote', code: 'noteVersions' },
      label: 'Vermerk geändert',
      message: 'Zwei Fassungen eines Vermerks: Er wurde gleichzeitig von mehreren geändert.',
      content: [],
      actions: [],
      versions: [
        { ...version, text: 'Vermieter angerufen: Die Nebenkostenabrechnung 2025 kommt bis Ende November.' },
        {
          ...version,
          ...{ noteId: newId(), createdByName: 'Jensen, Jörg', createdAt: daysAgo(0.1) },
          text: 'Anruf des Vermieters. Nebenkostenabrechnung folgt.\nFrau Petersen hat den Abschlag für Dezember schon gezahlt.',
        },
      ],
    },
  ];
}
