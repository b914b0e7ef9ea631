import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { idBytes } from '../record-tables.ts';
import { inTransaction, run, type WritableDb } from '../sql.ts';
import { coverFacts, listPersons } from './case-cover.ts';
import { findByFileNumber, listCaseFiles } from './case-files.ts';
import { startOfDay } from './day-bounds.ts';
import { listDocuments } from './documents.ts';
import { listFollowUps } from './follow-ups.ts';
import { listInboxes } from './inbox.ts';
import { listNotes, noteCounts } from './notes.ts';
import { listSubstitutions } from './substitutions.ts';
import { type GeneratedDesk, generateDesk } from './test-support/generated-desk.ts';
import { type GeneratedOffice, generatedNow, pulled, writeScope } from './test-support/generated-store.ts';

let desk: GeneratedDesk;
let db: WritableDb;
let office: GeneratedOffice;
const viewer = () => ({ workerId: office.workerId, now: generatedNow });

beforeAll(() => {
  desk = generateDesk({ caseFiles: 8, documents: 5, pages: 1, letters: 3 });
  db = desk.store.db;
  office = desk.office;
});
afterAll(() => desk.close());

test('a day begins at midnight in Germany, in summer, in winter and when the clocks change', () => {
  expect(startOfDay('2026-07-01T10:00:00.000Z')).toBe('2026-06-30T22:00:00.000Z');
  expect(startOfDay('2026-11-22T23:30:00.000Z')).toBe('2026-11-22T23:00:00.000Z');
  expect(startOfDay('2026-11-22T22:30:00.000Z')).toBe('2026-11-21T23:00:00.000Z');
  expect(startOfDay('2026-03-29T12:00:00.000Z')).toBe('2026-03-28T23:00:00.000Z');
  expect(startOfDay('2026-10-25T12:00:00.000Z')).toBe('2026-10-24T22:00:00.000Z');
});

test('her own files are hers, a colleague’s are not', () => {
  expect(listCaseFiles(db, viewer(), 'mine')).toHaveLength(6);
  expect(listCaseFiles(db, viewer(), 'all')).toHaveLength(8);
  expect(listCaseFiles(db, viewer(), 'substituted')).toEqual([]);
  expect(listCaseFiles(db, viewer(), 'recent')).toEqual([]);
  const [first] = listCaseFiles(db, viewer(), 'mine');
  expect(first).toMatchObject({ documentCount: 5, place: 'Husum', workerName: 'Petersen', isPinned: false });
});

test('files are filtered by the beginnings of names, numbers and places', () => {
  const titles = (filter: string) => listCaseFiles(db, viewer(), 'all', filter).map((row) => row.fileNumber);
  expect(titles('hus')).toHaveLength(8);
  expect(titles('0000003')).toEqual(['31402BG0000003']);
  expect(titles('31402 bg 0000003')).toEqual(['31402BG0000003']);
  expect(titles('gibtesnicht')).toEqual([]);
});

test('a number as people write it leads to the file', () => {
  expect(findByFileNumber(db, viewer(), ' 31402//0000002 ')?.fileNumber).toBe('31402BG0000002');
  expect(findByFileNumber(db, viewer(), '31402BG9999999')).toBeNull();
});

test('while she stands in for a colleague his files say so, and no longer when it is over', () => {
  const substitutionId = office.nextId();
  const body = {
    absentWorkerId: office.colleagueId,
    substituteWorkerId: office.workerId,
    kind: 'takeOver' as const,
    reason: 'Krankheit',
    from: '2026-11-20T00:00:00.000Z',
    to: '2026-11-30T00:00:00.000Z',
    startedBy: office.workerId,
    endedAt: null,
    endedBy: null,
  };
  writeScope(db, houseScopeId, 'g', [pulled('substitution', substitutionId, body)]);
  expect(listCaseFiles(db, viewer(), 'substituted').map((row) => row.substitutedFor)).toEqual(['Jensen', 'Jensen']);
  expect(listSubstitutions(db, viewer())).toMatchObject([
    { absentName: 'Jensen', substituteName: 'Petersen', inboxId: null },
  ]);
  const later = { ...viewer(), now: '2026-12-01T00:00:00.000Z' };
  expect(listCaseFiles(db, later, 'substituted')).toEqual([]);
  const due = (which: 'open' | 'due') => listFollowUps(db, viewer(), which, null).map((row) => row.subject);
  const colleaguesFile = office.caseFileIds[3]!;
  const followUp = {
    documentId: null,
    createdAt: '2020-01-01T00:00:00.000Z',
    createdBy: office.colleagueId,
    completedAt: null,
    completedBy: null,
  };
  writeScope(db, colleaguesFile, 'c', [
    pulled('followUp', office.nextId(), { ...followUp, dueOn: '2026-11-22', subject: 'heute' }),
    pulled('followUp', office.nextId(), { ...followUp, dueOn: '2026-11-23', subject: 'morgen' }),
  ]);
  expect(due('due')).toEqual(['heute']);
  expect(due('open')).toEqual(['heute', 'morgen']);
  expect(listFollowUps(db, viewer(), 'open', colleaguesFile)[0]).toMatchObject({ hasNewPostSince: true });
  expect(listFollowUps(db, later, 'open', null)).toEqual([]);
});

test('what her right has run out for is not listed', () => {
  const caseFileId = office.caseFileIds[1]!;
  const setEnd = (end: string | null) =>
    inTransaction(db, () => run(db, 'UPDATE scope SET valid_to = ? WHERE id = ?', end, idBytes(caseFileId)));
  setEnd('2026-11-22T08:59:59.000Z');
  expect(listCaseFiles(db, viewer(), 'all').map((row) => row.caseFileId)).not.toContain(caseFileId);
  setEnd('2026-11-22T09:00:01.000Z');
  expect(listCaseFiles(db, viewer(), 'all').map((row) => row.caseFileId)).toContain(caseFileId);
  setEnd(null);
});

test('the cover knows household and persons', () => {
  const caseFileId = office.caseFileIds[0]!;
  expect(coverFacts(db, caseFileId)).toMatchObject({
    teamName: 'Husum 2',
    household: { street: 'Norderstraße 1', rent: 54_000 },
  });
  expect(listPersons(db, caseFileId)).toMatchObject([{ relation: 'Antragstellerin', birthDate: '1984-04-12' }]);
  expect(coverFacts(db, office.nextId())).toBeNull();
});

const note = (
  parentIds: Id[],
  text: string,
  at: string,
  more: { retractedAt?: string; documentId?: Id; isPinned?: boolean } = {},
) => ({
  documentId: more.documentId ?? null,
  parentIds,
  text,
  isPinned: more.isPinned ?? false,
  isPhoneCall: false,
  createdAt: at,
  createdBy: office.workerId,
  retractedAt: more.retractedAt ?? null,
  retractReason: null,
});

test('two new texts of one note both stand as siblings until they are joined', () => {
  const caseFileId = office.caseFileIds[0]!;
  const [first, left, right, joined] = [office.nextId(), office.nextId(), office.nextId(), office.nextId()];
  const [documentId] = listDocuments(db, viewer(), caseFileId, {
    registerId: null,
    keywordId: null,
    filter: null,
    showRetracted: false,
  }).map((row) => row.documentId);
  const on = { documentId: documentId! };
  writeScope(db, caseFileId, 'c', [
    pulled('note', first, note([], 'zuerst', '2026-11-01T08:00:00.000Z', on)),
    pulled('note', left, note([first], 'links', '2026-11-02T08:00:00.000Z', on)),
    pulled('note', right, note([first], 'rechts', '2026-11-03T08:00:00.000Z', on)),
    pulled('note', office.nextId(), note([], 'angeheftet', '2026-10-01T08:00:00.000Z', { isPinned: true })),
  ]);
  const shown = listNotes(db, viewer(), caseFileId);
  expect(shown.map((row) => row.text)).toEqual(['angeheftet', 'rechts', 'links']);
  expect(shown[1]).toMatchObject({ noteId: right, siblingIds: [left], revisionCount: 2, isOwn: true });
  expect(noteCounts(db, caseFileId).get(documentId!)).toBe(2);
  writeScope(db, caseFileId, 'c', [
    pulled('note', joined, note([left, right], 'beides', '2026-11-04T08:00:00.000Z', on)),
  ]);
  expect(listNotes(db, viewer(), caseFileId).map((row) => row.text)).toEqual(['angeheftet', 'beides']);
  expect(listNotes(db, viewer(), caseFileId)[1]).toMatchObject({ siblingIds: [], revisionCount: 4 });
  writeScope(db, caseFileId, 'c', [
    pulled(
      'note',
      joined,
      note([left, right], 'beides', '2026-11-04T08:00:00.000Z', { ...on, retractedAt: '2026-11-05T08:00:00.000Z' }),
      2,
    ),
  ]);
  expect(listNotes(db, viewer(), caseFileId).map((row) => row.text)).toEqual(['angeheftet', 'rechts', 'links']);
});

test('Postkörbe count what is open', () => {
  expect(listInboxes(db, viewer())).toMatchObject([
    { kind: 'own', openCount: 3, doneTodayCount: 0, name: 'Postkorb Petersen' },
  ]);
});
