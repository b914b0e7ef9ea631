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
  keywordId,
  makeLetter,
  type NoteRow,
  newId,
  now,
  ownWorker,
  type SubstitutionRow,
  teamInboxId,
} from './fake-desk-data.ts';

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
  await addInboxItems();
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

const letters: [string, string, number, number | null, 'sure' | 'likely' | 'none', string | null, number][] = [
  ['Mietbescheinigung', 'Wohnungsbau Husum eG', 1, 0, 'sure', 'Mietbescheinigung', 0],
  ['Lohnabrechnung Oktober', 'Nordsee-Bäckerei GmbH', 1, 0, 'sure', 'Lohnabrechnung', 0],
  ['Frage zu den Heizkosten', 'hauke.hinrichsen@example.org', 1, 1, 'sure', 'E-Mail', 0],
  ['Scan ohne erkannten Text', '', 2, null, 'none', null, 0],
  ['Nebenkostenabrechnung 2025', 'Hausverwaltung Lornsen', 4, 2, 'likely', 'Nebenkostenabrechnung', 1],
  ['Weiterbewilligungsantrag', 'Özdemir, Ole', 6, 2, 'sure', 'Weiterbewilligungsantrag', 1],
  ['Kontoauszug 09/2026', 'Sparkasse', 3, 1, 'sure', 'Kontoauszug', 1],
  ['Ärztliches Attest', 'Praxis Dr. Thomsen', 1, 3, 'likely', 'Ärztliches Attest', 1],
  ['Schreiben des Vermieters', 'Wohnungsbau Husum eG', 2, 0, 'likely', 'Anschreiben', 2],
  ['Lohnabrechnung September', 'Nordsee-Bäckerei GmbH', 1, 0, 'sure', 'Lohnabrechnung', 2],
  ['Mietvertrag', 'Hausverwaltung Lornsen', 8, 3, 'sure', 'Mietvertrag', 3],
  ['Rückfrage der Krankenkasse', 'AOK NordWest', 1, null, 'none', 'Anschreiben', 5],
];

async function addInboxItems(): Promise<void> {
  for (const letter of letters) await addInboxItem(ownWorker.inboxId, letter);
  for (const letter of letters.slice(0, 7)) await addInboxItem(absentWorker.inboxId, letter);
  for (const letter of letters.slice(3, 5)) await addInboxItem(teamInboxId, letter);
}

async function addInboxItem(inboxId: Id, letter: (typeof letters)[number]): Promise<void> {
  const [title, sender, pageCount, caseIndex, confidence, keyword, age] = letter;
  const itemId = newId();
  const content = await makeLetter(title, sender, pageCount);
  contents.set(itemId, content);
  const proposed = caseIndex === null ? null : (cases[caseIndex] as CaseCover);
  inboxItems.push({
    itemId,
    inboxId,
    title,
    sender: sender || null,
    receivedDate: dayAgo(age),
    letterDate: dayAgo(age + 2),
    deliveredAt: daysAgo(age),
    source: sender.includes('@') ? 'mail' : 'scan',
    pageCount,
    hasText: keyword !== null,
    kind: 'pdf',
    state: 'open',
    ...{ wentTo: null, returns: [], becameItems: [], madeFrom: [], whyNotReturned: null, whyNotRearranged: null },
    caseConfidence: proposed ? confidence : 'none',
    keywordConfidence: keyword ? confidence : 'none',
    proposedCaseTitle: proposed?.title ?? null,
    proposedKeywordName: keyword,
    explanation: proposed ? 'BG-Nummer auf Seite 1' : null,
    hasDeadline: inboxItems.length === 0,
    isUnread: inboxItems.length % 2 === 1,
    isAfterFollowUp: inboxItems.length === 2,
    ...(inboxItems.length === 4
      ? { claimedById: absentWorker.id, claimedByName: 'Jensen', claimedAt: now() }
      : { claimedById: null, claimedByName: null, claimedAt: null }),
    remark: null,
    forwardedByName: null,
    doneAt: null,
    doneByName: null,
    filedTo: null,
    isPending: false,
    direction: 'incoming',
    content: content.facts,
    proposedCase: proposed && {
      caseFileId: proposed.caseFileId,
      fileNumber: proposed.fileNumber,
      title: proposed.title,
      isOnDesk: true,
      confidence,
      explanation: 'BG-Nummer auf Seite 1',
    },
    proposedKeyword: keyword
      ? { keywordId: keywordId(keyword), confidence, explanation: `„${keyword}“ in der Überschrift auf Seite 1` }
      : null,
    candidates: [],
    keywordAlternatives: [],
    deadlines:
      inboxItems.length === 0 ? [{ day: dayAgo(-18), explanation: '„bis zum 15.12.2026“ auf Seite 1, unten' }] : [],
    followUps:
      inboxItems.length === 2
        ? [{ followUpId: newId(), subject: 'Unterlagen da?', dueOn: dayAgo(-3), createdAt: daysAgo(12) }]
        : [],
    duplicates: [],
    undoCommandId: null,
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
    },
    {
      ...note,
      caseFileId: first.caseFileId,
      noteId: newId(),
      text: 'Telefonat: Unterlagen werden bis Freitag nachgereicht.',
      isPinned: false,
      isPhoneCall: true,
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
