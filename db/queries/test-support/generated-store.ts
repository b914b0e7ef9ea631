import { createIdSource, type Id } from '../../../core/domain/ids.ts';
import { momentOf } from '../../../core/domain/moments.ts';
import type { BodyOf, RecordKind } from '../../../core/domain/records.ts';
import { houseScopeId } from '../../../core/domain/standing-ids.ts';
import { applyPulledRows } from '../../pulled-rows.ts';
import { idBytes } from '../../record-tables.ts';
import { inTransaction, run, type WritableDb } from '../../sql.ts';
import { germanText, numbersFrom, pick } from './generated-text.ts';

// A made-up office in any size, written the way pulled rows are: for tests and measurements of the read side.

export type GeneratedOffice = {
  workerId: Id;
  colleagueId: Id;
  inboxId: Id;
  teamId: Id;
  registerIds: Id[];
  keywordIds: Id[];
  caseFileIds: Id[];
  nextId: () => Id;
};
type Row = { kind: RecordKind; id: Id; ver: number; deleted: false; body: Record<string, unknown> };

export type OfficeSize = { caseFiles: number; documents: number; pages: number; letters: number };
/** The moment at which a generated office is looked at. */
export const generatedNow = '2026-11-22T09:00:00.000Z';
const today = Date.parse(generatedNow);
const day = 86_400_000;

/** Fills a store: `documents` per case file, `pages` with text per document, `letters` in the worker's Postkorb. Same seed, same office. */
export function generateOffice(db: WritableDb, size: OfficeSize, seed = 1): GeneratedOffice {
  const random = numbersFrom(seed);
  const bytes = (into: Uint8Array) => {
    for (let index = 0; index < into.length; index += 1) into[index] = Math.floor(random() * 256);
  };
  const nextId = createIdSource(() => today, bytes);
  const office = generateHouse(db, nextId);
  const caseFileIds: Id[] = [];
  for (let number = 0; number < size.caseFiles; number += 1) {
    const caseFileId = nextId();
    caseFileIds.push(caseFileId);
    const isOwn = number % 4 !== 3;
    const rows = caseRows(caseFileId, number, isOwn ? office.workerId : office.colleagueId, nextId, random);
    for (let count = 0; count < size.documents; count += 1) {
      rows.push(
        ...documentRows(office, { sheet: count * size.pages + 1, pages: size.pages, title: null }, nextId, random),
      );
    }
    writeScope(db, caseFileId, 'c', rows);
  }
  const letters = Array.from({ length: size.letters }, (_, index) =>
    letterRows(index, caseFileIds, office, nextId, random),
  );
  writeScope(db, office.inboxId, 'o', letters.flat());
  writeScope(db, office.workerId, 'u', []);
  return { ...office, caseFileIds, nextId };
}

/** Writes rows into a scope as if they had just been pulled; the scope is made if it is not there. */
export function writeScope(db: WritableDb, scopeId: Id, kind: 'g' | 'u' | 'o' | 'c', rows: Row[]): void {
  inTransaction(db, () => {
    run(
      db,
      `INSERT INTO scope (id, kind, level, is_complete) VALUES (?, ?, ?, 1) ON CONFLICT (id) DO NOTHING`,
      idBytes(scopeId),
      kind,
      kind === 'g' ? 'read' : 'write',
    );
    applyPulledRows(db, scopeId, rows);
  });
}

/** A row as the centre sends it. */
export function pulled<K extends RecordKind>(kind: K, id: Id, body: BodyOf<K>, ver = 1): Row {
  return { kind, id, ver, deleted: false, body };
}

const registerNames = ['Anträge', 'Kosten der Unterkunft', 'Einkommen', 'Bescheide', 'Schriftverkehr', 'Medizinisches'];
const keywordStems = ['Mietvertrag', 'Nebenkosten', 'Lohnabrechnung', 'Bewilligungsbescheid', 'Anschreiben', 'Attest'];

function generateHouse(db: WritableDb, nextId: () => Id) {
  const [officeId, branchId, teamId, workerId, colleagueId, inboxId] = Array.from({ length: 6 }, nextId) as Id[];
  const registerIds = registerNames.map(nextId);
  const keywordIds = keywordStems.map(nextId);
  const person = { role: 'worker' as const, teamId: teamId!, isActive: true };
  const rows: Row[] = [
    pulled('office', officeId!, { name: 'Jobcenter Musterkreis', county: 'Musterkreis' }),
    pulled('branchOffice', branchId!, { name: 'Sozialzentrum Husum', place: 'Husum', isIsland: false }),
    pulled('team', teamId!, { name: 'Husum 2', branchOfficeId: branchId!, inboxId: null }),
    pulled('worker', workerId!, {
      ...person,
      familyName: 'Petersen',
      givenName: 'Anna',
      signature: 'AP',
      inboxId: inboxId!,
    }),
    pulled('worker', colleagueId!, {
      ...person,
      familyName: 'Jensen',
      givenName: 'Jan',
      signature: 'JE',
      inboxId: null,
    }),
    pulled('inbox', inboxId!, { kind: 'worker', ownerId: workerId!, name: 'Postkorb Petersen' }),
    ...registerNames.map((name, index) =>
      pulled('register', registerIds[index]!, {
        number: index + 1,
        name,
        isProtected: name === 'Medizinisches',
        validFrom: '2014-01-01',
        validTo: null,
      }),
    ),
    ...keywordStems.map((name, index) => pulled('keyword', keywordIds[index]!, keywordBody(name, registerIds[index]!))),
  ];
  writeScope(db, houseScopeId, 'g', rows);
  return {
    workerId: workerId!,
    colleagueId: colleagueId!,
    inboxId: inboxId!,
    teamId: teamId!,
    registerIds,
    keywordIds,
  };
}

function keywordBody(name: string, registerId: Id): BodyOf<'keyword'> {
  const rules = {
    copyHint: null,
    isProtected: false,
    retentionYears: 10,
    courtDocumentClass: null,
    followUpDays: null,
  };
  return { registerId, name, rules, validFrom: '2014-01-01', validTo: null };
}

const familyNames = ['Hansen', 'Müller', 'Hinrichsen', 'Jacobsen', 'Öztürk', 'Groß', 'Friedrichsen', 'Nowak'];
const givenNames = ['Anna', 'Jürgen', 'Yıldız', 'Marlies', 'Sönke', 'Svenja', 'Karl-Heinz', 'Aylin'];

function caseRows(caseFileId: Id, number: number, workerId: Id, nextId: () => Id, random: () => number): Row[] {
  const householdId = nextId();
  const [familyName, givenName] = [pick(familyNames, random), pick(givenNames, random)];
  return [
    pulled('caseFile', caseFileId, {
      fileNumber: `31402BG${String(number + 1).padStart(7, '0')}`,
      kind: 'benefit',
      title: `${familyName}, ${givenName}`,
      householdId,
      workerId,
      state: 'running',
      approvedFrom: '2026-03-01',
      approvedUntil: '2027-02-28',
      openedOn: '2019-05-02',
      nextSheet: 1,
    }),
    pulled('household', householdId, {
      street: `Norderstraße ${number + 1}`,
      postcode: '25813',
      place: 'Husum',
      phone: null,
      mail: null,
      rent: 54_000,
      heating: 9_000,
    }),
    pulled('person', nextId(), {
      householdId,
      familyName,
      givenName,
      birthDate: '1984-04-12',
      customerNumber: null,
      relation: 'Antragstellerin',
    }),
  ];
}

function documentRows(
  office: Pick<GeneratedOffice, 'workerId' | 'colleagueId' | 'keywordIds'>,
  shape: { sheet: number; pages: number; title: string | null },
  nextId: () => Id,
  random: () => number,
): Row[] {
  const [documentId, versionId] = [nextId(), nextId()];
  const keyword = Math.floor(random() * keywordStems.length);
  const filedAt = momentOf(today - Math.floor(random() * 2_000) * day);
  const letter = letterFields(shape.title ?? `${keywordStems[keyword]} ${germanText(random, 3)}`, filedAt);
  return [
    pulled('document', documentId, {
      ...letter,
      versionId,
      pageCount: shape.pages,
      sheetFrom: shape.sheet,
      sheetTo: shape.sheet + shape.pages - 1,
      isProtected: false,
      state: 'filed',
      stateReason: null,
      movedTo: null,
      filedAt,
      filedBy: office.colleagueId,
      inboxItemId: null,
      arrivedAfterClosing: false,
    }),
    pulled('documentKeyword', nextId(), {
      documentId,
      keywordId: office.keywordIds[keyword]!,
      addedAt: filedAt,
      addedBy: office.colleagueId,
    }),
    ...versionRows(documentId, versionId, shape.pages, filedAt, office.colleagueId, nextId, random),
  ];
}

function letterFields(title: string, at: string) {
  const received = at.slice(0, 10);
  return {
    title,
    letterDate: received,
    receivedDate: received,
    sender: 'Wohnungsbau Husum',
    direction: 'incoming' as const,
  };
}

function versionRows(
  ownerId: Id,
  versionId: Id,
  pages: number,
  createdAt: string,
  createdBy: Id,
  nextId: () => Id,
  random: () => number,
): Row[] {
  const sha256 = Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('');
  return [
    pulled('version', versionId, {
      ownerId,
      fileName: 'scan.pdf',
      mediaType: 'application/pdf',
      size: 200_000,
      sha256,
      kind: 'pdf',
      pageCount: pages,
      encrypted: 'no',
      hasText: true,
      explanation: null,
      attachments: [],
      createdAt,
      createdBy,
    }),
    ...Array.from({ length: pages }, (_, index) =>
      pulled('page', nextId(), { versionId, number: index + 1, text: germanText(random, 250) }),
    ),
  ];
}

function letterRows(
  index: number,
  caseFileIds: Id[],
  office: { workerId: Id; colleagueId: Id; keywordIds: Id[] },
  nextId: () => Id,
  random: () => number,
): Row[] {
  const [itemId, versionId] = [nextId(), nextId()];
  const deliveredAt = momentOf(today - index * 3_600_000);
  const caseFileId = caseFileIds[index % Math.max(1, caseFileIds.length)];
  const proposedCase = caseFileId
    ? {
        confidence: 'sure' as const,
        explanation: 'BG-Nummer auf Seite 1',
        caseFileId,
        fileNumber: `31402BG${String((index % caseFileIds.length) + 1).padStart(7, '0')}`,
        title: 'Hansen, Anna',
      }
    : null;
  return [
    pulled('inboxItem', itemId, {
      ...letterFields(`Schreiben ${index + 1}`, deliveredAt),
      versionId,
      pageCount: 1,
      source: 'scan',
      deliveredAt,
      state: 'open',
      proposedCase,
      proposedKeyword: {
        confidence: 'likely',
        explanation: '„Mietvertrag“ im Titel',
        keywordId: office.keywordIds[0]!,
      },
      remark: null,
      forwardedBy: null,
      doneAt: null,
      doneBy: null,
      filedCaseFileId: null,
      filedDocumentId: null,
      forwardedTo: null,
    }),
    ...versionRows(itemId, versionId, 1, deliveredAt, office.colleagueId, nextId, random),
  ];
}
