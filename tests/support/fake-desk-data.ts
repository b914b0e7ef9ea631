import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import type { DeskClient } from '../../core/contract/desk.ts';
import { createIdSource, type Id } from '../../core/domain/ids.ts';

type OutputOf<Group extends keyof DeskClient, Name extends keyof DeskClient[Group]> = DeskClient[Group][Name] extends (
  ...inputs: never[]
) => Promise<infer Output>
  ? Output
  : never;
export type Directory = OutputOf<'office', 'directory'>;
export type CaseRow = OutputOf<'caseFiles', 'list'>['rows'][number];
export type CaseCover = OutputOf<'caseFiles', 'cover'>;
export type DocumentDetail = OutputOf<'documents', 'get'>;
export type InboxItem = OutputOf<'inbox', 'item'> & { inboxId: Id };
export type NoteRow = OutputOf<'notes', 'list'>['rows'][number];
export type FollowUpRow = OutputOf<'followUps', 'list'>['rows'][number];
export type SubstitutionRow = OutputOf<'substitutions', 'list'>['rows'][number];
export type Clarification = OutputOf<'clarifications', 'list'>['rows'][number];
export type SyncState = OutputOf<'sync', 'state'>;

let seed = 7;
const random = () => {
  seed = (seed * 48271) % 2147483647;
  return seed;
};
export const newId = createIdSource(
  () => Date.now(),
  (bytes) => {
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = random() % 256;
  },
);
export const now = () => new Date().toISOString();
export const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
export const dayAgo = (days: number) => daysAgo(days).slice(0, 10);

const people = [
  ['Petersen', 'Anna', 'AP', 'worker'],
  ['Jensen', 'Jörg', 'JE', 'worker'],
  ['Hansen', 'Maike', 'MH', 'worker'],
  ['Carstensen', 'Birte', 'BC', 'teamLead'],
] as const;
const teamId = newId();
export const workers = people.map(([familyName, givenName, signature, role]) => ({
  id: newId(),
  familyName,
  givenName,
  signature,
  role,
  teamId,
  teamName: 'Team Husum 2',
  inboxId: newId(),
  isActive: true,
}));
export const [ownWorker, absentWorker] = workers as [Worker, Worker, ...Worker[]];
type Worker = (typeof workers)[number];
export const teamInboxId = newId();

const registerNames = ['Anträge', 'Kosten der Unterkunft', 'Einkommen', 'Bescheide', 'Schriftverkehr', 'Gesundheit'];
const registers = registerNames.map((name, index) => ({
  id: newId(),
  number: index + 1,
  name,
  isProtected: name === 'Gesundheit',
}));
const keywordNames: [number, string][] = [
  [0, 'Weiterbewilligungsantrag'],
  [0, 'Hauptantrag'],
  [1, 'Mietvertrag'],
  [1, 'Mietbescheinigung'],
  [1, 'Nebenkostenabrechnung'],
  [2, 'Lohnabrechnung'],
  [2, 'Kontoauszug'],
  [3, 'Bewilligungsbescheid'],
  [4, 'E-Mail'],
  [4, 'Anschreiben'],
  [5, 'Ärztliches Attest'],
];
export const directory: Directory = {
  officeName: 'Kreis Nordfriesland, Sozialzentrum Husum (Beispiel)',
  workers,
  teams: [{ id: teamId, name: 'Team Husum 2', branchOfficeName: 'Sozialzentrum Husum', inboxId: teamInboxId }],
  registers,
  keywords: keywordNames.map(([register, name]) => ({
    id: newId(),
    registerId: registers[register]?.id as Id,
    name,
    isValid: true,
    rules: {
      copyHint: name === 'Kontoauszug' ? 'Nur ablegen, soweit für den Anspruch erforderlich.' : null,
      isProtected: register === 5,
      retentionYears: 10,
      courtDocumentClass: null,
      followUpDays: name === 'Weiterbewilligungsantrag' ? 14 : null,
    },
  })),
};
export const keywordId = (name: string): Id => directory.keywords.find((keyword) => keyword.name === name)?.id as Id;

const caseFacts: [string, string, string, string, number][] = [
  ['Petersen, Petra', '31402BG0001755', 'Niebüll', 'benefit', 0],
  ['Hinrichsen, Hauke', '31402BG0001459', 'Leck', 'benefit', 0],
  ['Özdemir, Ole', '31402BG0001718', 'Tönning', 'benefit', 0],
  ['Yılmaz, Elif', '312D004711', 'Husum', 'integration', 0],
  ['Göttsche, Gesa', '31402BG0001422', 'Husum', 'benefit', 1],
];
export const cases: CaseCover[] = caseFacts.map(([title, fileNumber, place, kind, owner], index) => {
  const worker = owner === 0 ? ownWorker : absentWorker;
  const [familyName = '', givenName = ''] = title.split(', ');
  return {
    caseFileId: newId(),
    fileNumber,
    title,
    kind: kind as CaseCover['kind'],
    state: index === 3 ? 'closed' : 'running',
    place,
    workerId: worker.id,
    workerName: `${worker.familyName}, ${worker.givenName}`,
    substitutedFor: owner === 0 ? null : absentWorker.familyName,
    approvedUntil: `2027-0${index + 1}-28`,
    documentCount: 0,
    newestDocumentAt: null,
    openFollowUps: 0,
    lastOpenedAt: index < 3 ? daysAgo(index + 1) : null,
    isPinned: index === 0,
    documentsHere: index === 0 ? 38 : null,
    household: {
      street: `Süderstraße ${index + 3}`,
      postcode: '25813',
      place,
      phone: '04841 12345',
      mail: null,
      rent: 52_000 + index * 1_000,
      heating: 8_500,
    },
    persons: [
      {
        id: newId(),
        familyName,
        givenName,
        birthDate: '1988-04-12',
        customerNumber: '312A123456',
        relation: 'Antragstellerin',
      },
      { id: newId(), familyName, givenName: 'Lasse', birthDate: '2016-09-30', customerNumber: null, relation: 'Kind' },
    ],
    approvedFrom: '2026-03-01',
    openedOn: '2021-05-17',
    stateChange: null,
    stateChangeId: null,
    teamName: 'Team Husum 2',
    substituteNames: owner === 0 ? [] : [`${ownWorker.familyName}, ${ownWorker.givenName}`],
    pinnedNotes: [],
    followUps: [],
    needs: {
      missing: [{ name: 'Nachweis der Unterkunft', keywordNames: ['Mietvertrag'], newestOn: null }],
      lastRequest: null,
    },
    lastContactAt: daysAgo(4),
    newSince: index === 0 ? { since: daysAgo(6), count: 2 } : null,
    sheetCount: 0,
    registers: [],
    mayWrite: true,
    onDesk: { documents: 0, withContent: 0, missing: [], shortage: null },
  };
});

export type Content = { bytes: Uint8Array; facts: DocumentDetail['content']; pages: string[] };
export const contents = new Map<Id, Content>();

/** A plain letter of some pages as PDF, with the text of its pages. */
export async function makeLetter(title: string, sender: string, pageCount: number): Promise<Content> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  const bold = await pdf.embedFont(StandardFonts.HelveticaBold);
  const pages: string[] = [];
  for (let number = 1; number <= pageCount; number += 1) {
    const page = pdf.addPage([595, 842]);
    page.drawText(sender, { x: 70, y: 780, size: 10, font });
    page.drawText(number === 1 ? title : `${title} (Fortsetzung)`, { x: 70, y: 700, size: 15, font: bold });
    const lines = Array.from(
      { length: 22 },
      (_, line) =>
        `Abschnitt ${number}.${line + 1}: Angaben zu Miete, Nebenkosten und Einkommen für den laufenden Monat.`,
    );
    for (const [index, line] of lines.entries()) page.drawText(line, { x: 70, y: 660 - index * 22, size: 10, font });
    page.drawText(`Seite ${number} von ${pageCount}`, { x: 270, y: 40, size: 9, font });
    pages.push(`${title}\n${lines.join('\n')}`);
  }
  return contentOf(await pdf.save(), `${title}.pdf`, pages);
}

/** Any bytes as content: only PDF is known by its first bytes, everything else counts as unknown. */
export async function contentOf(bytes: Uint8Array, fileName: string, pages: string[]): Promise<Content> {
  const isPdf = new TextDecoder().decode(bytes.subarray(0, 5)) === '%PDF-';
  return {
    bytes,
    pages,
    facts: {
      fileName,
      mediaType: isPdf ? 'application/pdf' : 'application/octet-stream',
      size: bytes.byteLength,
      sha256: await sha256(bytes),
      kind: bytes.byteLength === 0 ? 'empty' : isPdf ? 'pdf' : 'unknown',
      pageCount: isPdf ? Math.max(1, pages.length) : null,
      encrypted: 'no',
      hasText: pages.length > 0,
      explanation: isPdf
        ? null
        : { code: 'unknown', message: 'Diese Datei kann hier nicht angezeigt werden. Sie kann gespeichert werden.' },
      attachments: [],
    },
  };
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', bytes.slice());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
