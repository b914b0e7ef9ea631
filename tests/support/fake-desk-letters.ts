import type { Id } from '../../core/domain/ids.ts';
import {
  absentWorker,
  type CaseCover,
  cases,
  contents,
  dayAgo,
  daysAgo,
  type InboxItem,
  keywordId,
  makeLetter,
  newId,
  now,
  ownWorker,
  teamInboxId,
} from './fake-desk-data.ts';

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

/** Fills three Postkörbe. */
export async function addInboxItems(inboxItems: InboxItem[]): Promise<void> {
  for (const letter of letters) await addInboxItem(inboxItems, ownWorker.inboxId, letter);
  for (const letter of letters.slice(0, 7)) await addInboxItem(inboxItems, absentWorker.inboxId, letter);
  for (const letter of letters.slice(3, 5)) await addInboxItem(inboxItems, teamInboxId, letter);
}

async function addInboxItem(inboxItems: InboxItem[], inboxId: Id, letter: (typeof letters)[number]): Promise<void> {
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
    candidateCount: proposed ? 0 : 3,
    nextDeadline: inboxItems.length === 0 ? dayAgo(-18) : null,
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
    reasons: {},
    deadlines:
      inboxItems.length === 0 ? [{ day: dayAgo(-18), explanation: '„bis zum 15.12.2026“ auf Seite 1, unten' }] : [],
    followUps:
      inboxItems.length === 2
        ? [{ followUpId: newId(), subject: 'Unterlagen da?', dueOn: dayAgo(-3), createdAt: daysAgo(12) }]
        : [],
    known: [],
    undoCommandId: null,
  });
}
