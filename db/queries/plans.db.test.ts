import { afterAll, beforeAll, expect, test } from 'vitest';
import { handleOf } from '../sql.ts';
import { selectKeywordLinks } from './case-cover.ts';
import { selectCaseFiles } from './case-files.ts';
import { selectLastRequest, selectNewestByKeyword } from './needed-documents.ts';
import { selectSameContent } from './document-detail.ts';
import { selectDocumentKeywords, selectDocuments } from './documents.ts';
import { followUpStatement } from './follow-ups.ts';
import { selectInboxes, selectItemsDone, selectOpenItems } from './inbox.ts';
import { selectLettersFor } from './letters-for-case.ts';
import { selectNotes } from './notes.ts';
import { type GeneratedDesk, generateDesk } from './test-support/generated-desk.ts';

// What the screens ask for all the time must go by an index, whatever the size of the store. Small tables of the house may be read whole.

let desk: GeneratedDesk;
beforeAll(() => {
  desk = generateDesk({ caseFiles: 40, documents: 8, pages: 1, letters: 20 });
});
afterAll(() => desk.close());

const large = [
  'document',
  'version',
  'page',
  'document_keyword',
  'note',
  'follow_up',
  'inbox_item',
  'read_mark',
  'visit',
  'blob',
];

/** Steps of a plan that read one of the large tables from beginning to end. */
function wholeReads(statement: string): string[] {
  const plan = handleOf(desk.store.db).prepare(`EXPLAIN QUERY PLAN ${statement}`);
  const values = Array.from({ length: statement.split('?').length - 1 }, () => null);
  const steps = plan.all(...values) as { detail: string }[];
  expect(steps.length).toBeGreaterThan(0);
  return steps
    .map((step) => step.detail)
    .filter((detail) => large.some((table) => new RegExp(`^SCAN ${table}\\b`).test(detail)));
}

test('the documents of a file are found by an index, and so are their bytes, keywords and read marks', () => {
  expect(wholeReads(`${selectDocuments} AND document.state = 'filed'`)).toEqual([]);
  expect(wholeReads(`${selectDocuments} AND document.id = ?`)).toEqual([]);
  expect(wholeReads(selectDocumentKeywords)).toEqual([]);
});

test('lists of case files and covers read no large table whole', () => {
  expect(wholeReads(`${selectCaseFiles} AND case_file.worker_id = ?`)).toEqual([]);
  expect(wholeReads(selectKeywordLinks)).toEqual([]);
  expect(wholeReads(selectNotes)).toEqual([]);
  expect(wholeReads(selectNewestByKeyword)).toEqual([]);
  expect(wholeReads(selectLastRequest)).toEqual([]);
});

test('Postkörbe are listed and counted by an index', () => {
  const statements = [selectInboxes, selectOpenItems, selectItemsDone, selectLettersFor];
  for (const statement of statements) expect(wholeReads(statement)).toEqual([]);
});

test('the same bytes in a file are found by an index', () => {
  expect(wholeReads(selectSameContent)).toEqual([]);
});

test('open follow-ups of a file and those due are found by an index', () => {
  expect(wholeReads(followUpStatement('open', true))).toEqual([]);
  expect(wholeReads(followUpStatement('due', true))).toEqual([]);
});

test('the check sees a table that is read whole', () => {
  expect(wholeReads('SELECT count(*) FROM document WHERE title = ?')).toHaveLength(1);
});
