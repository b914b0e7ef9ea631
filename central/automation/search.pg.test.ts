import { expect, test, vi } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import type { Hits } from './search.ts';
import type { TestMachine } from '../testing/machines.ts';
import { addForeignCaseFile, documentLines, makeMachine, nameTeamAndInboxes } from '../testing/machines.ts';
import { openOffice, type Office } from '../testing/office.ts';
import { newId } from '../testing/desk.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';

async function search(machine: TestMachine, text: string, cursor?: string | null): Promise<Hits> {
  const path = `/search?text=${encodeURIComponent(text)}${cursor ? `&cursor=${cursor}` : ''}`;
  const { status, body } = await machine.call<Hits>('GET', path);
  expect([status, body]).toEqual([200, expect.anything()]);
  return body;
}

const titles = async (machine: TestMachine, text: string) =>
  (await search(machine, text)).hits.map((hit) => hit.title).sort();

/** Waits until everything committed so far can be found. */
async function untilRead(office: Office): Promise<void> {
  await vi.waitFor(
    async () => {
      const { rows } = await office.central.database.query(
        `select 1 from scope left join search_scope read on read.scope_id = scope.id
         where scope.kind = 'c' and scope.head > coalesce(read.ver, 0)`,
      );
      expect(rows).toEqual([]);
    },
    { timeout: 30_000, interval: 50 },
  );
}

test('words are found in whatever spelling, on pages and in titles, only in files of the team and never in protected documents', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await nameTeamAndInboxes(office);
  const machine = await makeMachine(office);
  const foreign = await addForeignCaseFile(office, '77777BG0000001');
  const { anna: caseFileId } = office.caseFiles;
  const add = (title: string, pages: string[], more = {}) => documentLines({ caseFileId, title, pages, ...more }).lines;
  await office.import([
    ...add('Mietvertrag', ['Herr Müller', 'wohnt in der Hafenstraße 5']),
    ...add('Attest', ['Herr Müller ist krank'], { isProtected: true }),
    ...add('Anderer', ['Frau Schmidt']),
    ...documentLines({ caseFileId: foreign, title: 'Fremd', pages: ['Herr Müller'] }).lines,
  ]);
  await untilRead(office);
  for (const text of ['Müller', 'mueller', 'MULLER', 'Herr Mueller', 'Müll', 'mietv']) {
    expect([text, await titles(machine, text)]).toEqual([text, ['Mietvertrag']]);
  }
  expect((await search(machine, 'Hafenstrasse 5')).hits[0]).toMatchObject({
    ...{ caseFileId, fileNumber: '12344BG0000001', pages: [2] },
  });
  expect((await search(machine, 'mietvertrag')).hits[0]?.pages).toEqual([]);
  expect(await titles(machine, 'Müller Hafenstraße')).toEqual([]); // not on one page
  for (const text of ['Attest', 'krank', 'Fremd', "' | 'a':*", '!!', '& |']) {
    expect([text, await titles(machine, text)]).toEqual([text, []]);
  }
  const { rows } = await office.central.database.query(
    `select distinct scope_id from journal where action = 'caseFile.found' and actor_id = $1`,
    [machine.id],
  );
  expect(rows).toEqual([{ scope_id: caseFileId }]);
});

test('what is retracted or becomes protected is found no more, what is added later is found', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await nameTeamAndInboxes(office);
  const machine = await makeMachine(office);
  const { anna: caseFileId } = office.caseFiles;
  const lease = documentLines({ caseFileId, title: 'Mietvertrag', pages: ['Wohnung'] });
  const bill = documentLines({ caseFileId, title: 'Rechnung', pages: ['Wohnung'] });
  await office.import([...lease.lines, ...bill.lines]);
  await untilRead(office);
  expect(await titles(machine, 'Wohnung')).toEqual(['Mietvertrag', 'Rechnung']);

  const anna = await office.desk('anna');
  const retracted = await anna.run('retractDocument', { caseFileId, documentId: lease.id, reason: 'doppelt' });
  expect(retracted.result).toBe('ok');
  expect(await titles(machine, 'Wohnung')).toEqual(['Rechnung']);
  await untilRead(office);
  const kept = await office.central.database.query('select 1 from search_page where document_id = $1', [lease.id]);
  expect(kept.rows).toEqual([]);

  // A keyword makes it protected: it is left out at once, whatever the words that were kept say.
  const [keywordId, linkId, registerId] = [newId(), newId(), newId()];
  const rules = { copyHint: null, isProtected: true, retentionYears: 10, courtDocumentClass: null, followUpDays: null };
  const at = new Date().toISOString();
  await office.import([
    {
      ...{ line: 'record', kind: 'keyword', id: keywordId, scopeId: houseScopeId },
      body: { registerId, name: 'Attest', rules, validFrom: '2020-01-01', validTo: null },
    },
    {
      ...{ line: 'record', kind: 'documentKeyword', id: linkId, scopeId: caseFileId },
      body: { documentId: bill.id, keywordId, addedAt: at, addedBy: office.ids.anna },
    },
  ]);
  expect(await titles(machine, 'Wohnung')).toEqual([]);
  await office.import(documentLines({ caseFileId, title: 'Neu', pages: ['Wohnung frei'] }).lines);
  await untilRead(office);
  expect(await titles(machine, 'Wohnung')).toEqual(['Neu']);
});

test('many hits come page by page, each once, newest first', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await nameTeamAndInboxes(office);
  const machine = await makeMachine(office);
  const { anna: caseFileId } = office.caseFiles;
  const documents = Array.from({ length: 60 }, (_, index) =>
    documentLines({ caseFileId, title: `Brief ${index}`, pages: ['Bescheid'] }),
  );
  await office.import(documents.flatMap(({ lines }) => lines));
  await untilRead(office);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Hits = await search(machine, 'Bescheid', cursor);
    seen.push(...page.hits.map((hit) => hit.documentId));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen).toEqual(documents.map(({ id }) => id).reverse());
});

test('what is found first is what an exhaustive search finds first: for words of every page, of one page and of none, page by page', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await nameTeamAndInboxes(office);
  const machine = await makeMachine(office);
  const foreign = await addForeignCaseFile(office, '77777BG0000001');
  const { anna, bernd } = office.caseFiles;
  // Enough pages that the newest ones are not all of them; a third of them in files nobody may read here.
  const documents = Array.from({ length: 330 }, (_, index) => {
    const caseFileId = [anna, bernd, foreign][index % 3] ?? anna;
    const pages = [
      'Bescheid allgemein',
      index % 40 === 4 ? 'Bescheid selten' : 'Anlage',
      index === 3 ? 'einmalig' : 'Rest',
    ];
    return { caseFileId, pages, ...documentLines({ caseFileId, title: `Brief ${index}`, pages }) };
  });
  for (let from = 0; from < documents.length; from += 110) {
    await office.import(documents.slice(from, from + 110).flatMap(({ lines }) => lines));
  }
  await untilRead(office);
  for (const [text, word] of [
    ['Bescheid', 'Bescheid'],
    ['selten', 'selten'],
    ['einm', 'einmalig'],
    ['Bescheid selten', 'Bescheid selten'],
    ['niemals', 'niemals'],
  ] as const) {
    const expected = documents
      .filter(({ caseFileId, pages }) => caseFileId !== foreign && pages.some((page) => page.includes(word)))
      .map(({ id, pages }) => [id, pages.flatMap((page, at) => (page.includes(word) ? at + 1 : []))])
      .reverse();
    const found: unknown[] = [];
    let cursor: string | null = null;
    do {
      const page: Hits = await search(machine, text, cursor);
      found.push(...page.hits.map(({ documentId, pages }) => [documentId, pages]));
      cursor = page.nextCursor;
    } while (cursor);
    expect([text, found]).toEqual([text, expected]);
  }
});
