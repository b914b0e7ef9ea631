import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { type GeneratedDesk, generateDesk } from '../../db/queries/test-support/generated-desk.ts';
import { type GeneratedOffice, pulled, writeScope } from '../../db/queries/test-support/generated-store.ts';
import { inTransaction, run, type WritableDb } from '../../db/sql.ts';
import { idBytes } from '../../db/record-tables.ts';
import { createChangeNotices } from '../commands/changes.ts';
import type { OpenDesk } from '../context.ts';
import { search as searchDesk } from './search.ts';

const now = '2026-11-22T10:00:00.000Z';
let db: WritableDb;
let office: GeneratedOffice;
let desk: OpenDesk;

let generated: GeneratedDesk;
beforeAll(() => {
  generated = generateDesk({ caseFiles: 12, documents: 6, pages: 2, letters: 4 });
  db = generated.store.db;
  office = generated.office;
  desk = {
    store: generated.store,
    changes: createChangeNotices(),
    newId: office.nextId,
    now: () => now,
    centre: null as never, // a search asks nothing of the centre
    openedProtected: new Set(),
    uploads: new Map(),
    scanUploads: new Map(),
    scans: null as never, // and nothing is scanned
    texts: null as never,
  };
});
afterAll(() => generated.close());

const search = (text: string, caseFileId: Id | null = null) => searchDesk(desk, { text, caseFileId, limit: 30 });
const own = (index: number): Id => office.caseFileIds.filter((_, number) => number % 4 !== 3)[index]!;
const colleagues = (): Id => office.caseFileIds[3]!;

/** A document with the text of its pages in a case file; gives its id. */
function add(
  caseFileId: Id,
  title: string,
  pageTexts: string[],
  more: { isProtected?: boolean; state?: 'filed' | 'retracted' } = {},
): Id {
  const [documentId, versionId] = [office.nextId(), office.nextId()];
  const letter = { letterDate: '2026-11-20', receivedDate: null, sender: null, direction: 'incoming' as const };
  writeScope(db, caseFileId, 'c', [
    pulled('document', documentId, {
      title,
      ...letter,
      versionId,
      pageCount: pageTexts.length,
      sheetFrom: 90,
      sheetTo: 91,
      isProtected: more.isProtected ?? false,
      state: more.state ?? 'filed',
      stateReason: null,
      movedTo: null,
      filedAt: now,
      filedBy: office.colleagueId,
      inboxItemId: null,
      arrivedAfterClosing: false,
    }),
    pulled('version', versionId, {
      ownerId: documentId,
      fileName: 'a.pdf',
      mediaType: 'application/pdf',
      size: 1,
      sha256: documentId.replaceAll('-', '').repeat(2),
      kind: 'pdf',
      pageCount: pageTexts.length,
      encrypted: 'no',
      hasText: true,
      explanation: null,
      attachments: [],
      createdAt: now,
      createdBy: office.colleagueId,
    }),
    ...pageTexts.map((text, index) => pulled('page', office.nextId(), { versionId, number: index + 1, text })),
  ]);
  return documentId;
}

test('a file number is found exactly first, with blanks, slashes, in lower case, and while it is being typed', () => {
  for (const text of ['31402BG0000005', '31402 bg 0000005', '31402//0000005', '31402bg0000005']) {
    expect(search(text).cases[0], text).toMatchObject({ fileNumber: '31402BG0000005', matched: 'Aktenzeichen' });
  }
  expect(search('31402BG').cases).toHaveLength(12);
  expect(search('31402//000000').cases.length).toBeGreaterThan(8);
});

test('the last digits of a file number, as people read them out on the telephone, find it', () => {
  expect(search('00005').cases[0]).toMatchObject({ fileNumber: '31402BG0000005', matched: 'Aktenzeichen' });
  expect(search('99999').cases).toEqual([]);
});

test('a name is found in any spelling, own files before a colleague’s', () => {
  const caseFileId = office.nextId();
  const foreign = office.nextId();
  const body = {
    fileNumber: '31402BG0900001',
    kind: 'benefit' as const,
    title: 'Gößmann, Jürgen',
    householdId: null,
    workerId: office.workerId,
    state: 'running' as const,
    approvedFrom: null,
    approvedUntil: null,
    openedOn: '2020-01-01',
    nextSheet: 1,
  };
  writeScope(db, foreign, 'c', [
    pulled('caseFile', foreign, { ...body, fileNumber: '31402BG0900002', workerId: office.colleagueId }),
  ]);
  writeScope(db, caseFileId, 'c', [pulled('caseFile', caseFileId, body)]);
  for (const text of ['Gößmann', 'goessmann', 'GOSSMANN', 'göß', 'jürgen gößmann', 'gößmann juergen', 'Gößmann,']) {
    const found = search(text).cases.filter((entry) => entry.title === body.title);
    expect(
      found.map((entry) => entry.caseFileId),
      text,
    ).toEqual([caseFileId, foreign]);
  }
});

test('the text of pages is found from the beginning of words and inside compounds, marked in the text as it stands', () => {
  const documentId = add(own(0), 'Schreiben ohne Hinweis', [
    'Erste Seite',
    'Die Überprüfung der Warmwasserzählermiete für Föhr',
  ]);
  for (const [text, words] of [
    ['ueberpruef', ['Überprüfung']],
    ['warmwasserzaehler', ['Warmwasserzählermiete']],
    ['zählermiete', ['Warmwasserzählermiete']],
    ['foehr überpr', ['Überprüfung', 'Föhr']],
  ] as const) {
    const document = search(text).documents.find((found) => found.documentId === documentId);
    expect(document, text).toMatchObject({ page: 2 });
    const { text: shown, hits } = document!.snippet!;
    expect(hits.map(([start, end]) => shown.slice(start, end))).toEqual(words);
  }
  expect(search('warmwasserzähler mondlandung').documents).toEqual([]);
});

test('a date is found as it is written, not by its parts anywhere', () => {
  const wanted = add(own(0), 'Mit Datum', ['Termin am 17.03.2019 um neun']);
  const other = add(own(0), 'Ohne Datum', ['17 Stühle, 03 Tische, seit 2019']);
  const ids = search('17.03.2019').documents.map((document) => document.documentId);
  expect(ids).toContain(wanted);
  expect(ids).not.toContain(other);
});

test('a name and a word together find the document in that person’s file', () => {
  const caseFileId = own(1);
  const title = search('', null).cases; // nothing typed, nothing found
  expect(title).toEqual([]);
  const documentId = add(caseFileId, 'Quittung Kühlgerät', ['Betrag erhalten']);
  add(own(2), 'Quittung Kühlgerät', ['Betrag erhalten']);
  const number = `31402BG${String(office.caseFileIds.indexOf(caseFileId) + 1).padStart(7, '0')}`;
  const found = search(`${number} kühlg`).documents;
  expect(found[0]).toMatchObject({ documentId, caseFileId });
});

test('titles come before text, own files before others', () => {
  const inText = add(own(0), 'Etwas anderes', ['Hier steht Zwetschgenkuchen im Text']);
  const foreign = add(colleagues(), 'Zwetschgenkuchen', ['-']);
  const inTitle = add(own(0), 'Zwetschgenkuchen', ['-']);
  const found = search('zwetschgen').documents.map((document) => document.documentId);
  expect(found).toEqual([inTitle, foreign, inText]);
});

test('the search in one file stays in that file', () => {
  add(own(0), 'Rhabarber', ['-']);
  add(own(1), 'Rhabarber', ['-']);
  expect(search('rhabarber', own(0)).documents).toMatchObject([{ caseFileId: own(0) }]);
  expect(search('rhabarber', own(0)).cases).toEqual([]);
  expect(search('rhabarber').documents).toHaveLength(2);
});

test('text of a protected document is not told before a reason was given; what was retracted is not found', () => {
  const documentId = add(own(0), 'Befund', ['Knochendichtemessung'], { isProtected: true });
  add(own(0), 'Zurück', ['Knochendichtemessung'], { state: 'retracted' });
  expect(search('knochendichte').documents).toEqual([]);
  desk.openedProtected.add(documentId);
  expect(search('knochendichte').documents).toMatchObject([{ documentId }]);
  desk.openedProtected.clear();
});

test('letters and notes are found, a revised note only as it stands', () => {
  const [first, second] = [office.nextId(), office.nextId()];
  const body = {
    documentId: null,
    isPinned: false,
    isPhoneCall: false,
    createdBy: office.workerId,
    retractedAt: null,
    retractReason: null,
  };
  writeScope(db, own(0), 'c', [
    pulled('note', first, { ...body, parentIds: [], text: 'Frau ruft wegen Heizlüfter an', createdAt: now }),
    pulled('note', second, { ...body, parentIds: [first], text: 'Herr ruft wegen Heizlüfter an', createdAt: now }),
  ]);
  expect(search('heizluefter').notes.map((note) => note.noteId)).toEqual([second]);
  expect(search('Schreiben 2').inbox[0]).toMatchObject({ inboxId: office.inboxId, title: 'Schreiben 2' });
});

test('a file whose right has run out is not shown any more', () => {
  const caseFileId = own(3);
  add(caseFileId, 'Ananas', ['-']);
  expect(search('ananas').documents).toHaveLength(1);
  inTransaction(db, () =>
    run(db, `UPDATE scope SET valid_to = '2026-11-21T00:00:00.000Z' WHERE id = ?`, idBytes(caseFileId)),
  );
  expect(search('ananas').documents).toEqual([]);
  expect(search('ananas', caseFileId).documents).toEqual([]);
});

test('whatever is typed, a search never fails and its marks lie within the text', () => {
  const words = fc.constantFrom(
    'miet',
    'AND',
    'OR',
    'NOT',
    'NEAR(',
    '"',
    '*',
    '^',
    'text:',
    'k:tpage',
    '-',
    '(',
    ')',
    'Ä',
    'ß',
    '\0',
    '%',
    "'",
  );
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(words, { maxLength: 8 }).map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const found = search(text);
      for (const { snippet } of found.documents) {
        for (const [start, end] of snippet?.hits ?? []) {
          expect(start < end && end <= (snippet?.text.length ?? 0)).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
});

const naughty = join(import.meta.dirname, '../../../shared/samples/bad-text/blns.txt');
const hasNaughty = existsSync(naughty);
if (!hasNaughty) console.warn('SKIPPED: the list of naughty strings (samples/bad-text/blns.txt) is not here.');

test.runIf(hasNaughty)('none of the well-known naughty strings breaks the search', () => {
  const lines = readFileSync(naughty, 'utf8').split('\n');
  expect(lines.length).toBeGreaterThan(400);
  for (const line of lines) expect(() => search(line.slice(0, 300)), line).not.toThrow();
});
