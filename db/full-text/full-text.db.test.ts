import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldedWords } from '../../core/domain/folding.ts';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { idBytes, idText } from '../record-tables.ts';
import { writeRecord } from '../records.ts';
import { listScopes, purgeScope, replaceScopes } from '../scopes.ts';
import { all, first, inTransaction, run } from '../sql.ts';
import { sampleBody } from '../test-support/sample-body.ts';
import { addScope, newId, temporaryStore } from '../test-support/temporary-store.ts';
import { fillHeadTexts } from './head-texts.ts';
import { mayIndexLater } from './page-texts.ts';
import { sweepSearch } from './sweep.ts';
import { compoundsOf } from './vocabulary.ts';
import { indexWaitingPages } from './waiting-pages.ts';

let store: ReturnType<typeof temporaryStore>;
let scopeId: Id;
beforeEach(() => {
  store = temporaryStore();
  scopeId = addScope(store.db);
});
afterEach(() => store.discard());

function write(
  kind: Parameters<typeof sampleBody>[0],
  fields: Record<string, unknown> | null,
  id = newId(),
  scope = scopeId,
): Id {
  const body = fields === null ? null : { ...sampleBody(kind), ...fields };
  writeRecord(store.db, { kind, id, scopeId: scope, ver: 1, isPending: false, body });
  return id;
}

/** Owners whose text has a word that begins with the one word of the query or is a compound with it. */
function owners(query: string): string[] {
  const [word = ''] = foldedWords(query);
  const match = [`"${word}" *`, ...compoundsOf(store.db, word, 50).map((compound) => `"${compound}"`)].join(' OR ');
  return all<{ owner_kind: string; owner_id: Uint8Array; page_number: number }>(
    store.db,
    `SELECT owner_kind, owner_id, page_number FROM search_text JOIN text_entry ON text_entry.row = search_text.rowid
     WHERE search_text MATCH ? ORDER BY text_entry.row`,
    `text : (${match})`,
  ).map((row) => `${row.owner_kind} ${idText(row.owner_id)} ${row.page_number}`);
}

describe('the full text', () => {
  it.each([
    ['vertrag', ['Mietvertrag', 'des Mietvertrages', 'Kaufverträge', 'Vertragspartner']],
    ['Verträge', ['Kaufverträge']],
    ['Anspruch', ['Schadensersatzansprüche']],
    ['strasse', ['Hauptstraße', 'Hauptstrasse']],
    ['Mueller', ['Müller', 'Muller', 'Mueller']],
    ['nehmer', ['Versicherungsnehmerin']],
    ['aufforderung', ['Zahlungsaufforderung']],
  ])('finds by “%s”: %j', (query, texts) => {
    const ids = texts.map((text, index) => `page ${newPage(`Betrifft ${text} vom 3. Mai`, index + 1)} ${index + 1}`);
    newPage('Etwas ganz anderes', 9);
    expect(owners(query)).toEqual(ids);
  });

  function newPage(text: string, number: number): Id {
    const versionId = newId();
    write('page', { versionId, number, text });
    return versionId;
  }

  it('holds a document with its keywords, and follows every change', () => {
    replaceScopes(store.db, [
      ...listScopes(store.db),
      { id: houseScopeId, kind: 'g', level: 'read', validTo: null, head: 0 },
    ]);
    const keywordId = write('keyword', { name: 'Betriebskosten' }, newId(), houseScopeId);
    const documentId = write('document', { title: 'Schreiben', sender: 'Stadtwerke Husum' });
    const owner = [`document ${documentId} 0`];
    expect(owners('stadtwerke')).toEqual(owner);
    const linkId = write('documentKeyword', { documentId, keywordId });
    expect(owners('kosten')).toEqual(owner);
    write('keyword', { name: 'Nebenkosten' }, keywordId, houseScopeId);
    expect(owners('betriebskosten')).toEqual([]);
    expect(owners('nebenkosten')).toEqual(owner);
    write('documentKeyword', null, linkId);
    expect(owners('nebenkosten')).toEqual([]);
    write('document', { title: 'Anlage', sender: null }, documentId);
    expect(owners('schreiben')).toEqual([]);
    write('document', null, documentId);
    expect(owners('anlage')).toEqual([]);
    expect(first(store.db, 'SELECT 1 FROM text_entry')).toBeUndefined();
  });

  it('holds a case file with the names and the address of its household, and both spellings of its number', () => {
    write('caseFile', { title: 'Petersen, Anna', fileNumber: '13102BG0004711' }, scopeId);
    const personId = write('person', { familyName: 'Sörensen', givenName: 'Ove', customerNumber: '131A000471' });
    write('household', { street: 'Süderstraße 5', place: 'Tönning' });
    for (const query of ['petersen', 'soerensen', 'tonning', 'suderstrasse', '131a', '13102bg', '0004711']) {
      expect(owners(query), query).toEqual([`case_file ${scopeId} 0`]);
    }
    write('person', null, personId);
    expect(owners('sorensen')).toEqual([]);
  });

  it('leaves out notes that were taken back', () => {
    const noteId = write('note', { text: 'Rückruf erbeten', retractedAt: null });
    expect(owners('ruckruf')).toEqual([`note ${noteId} 0`]);
    write('note', { text: 'Rückruf erbeten', retractedAt: '2026-11-22T08:00:00.000Z' }, noteId);
    expect(owners('ruckruf')).toEqual([]);
  });

  it('keeps no word of a purged scope once it was swept', async () => {
    write('page', { versionId: newId(), number: 1, text: 'Das Geheimwort Kanarienvogelzucht steht auf dieser Seite' });
    const other = addScope(store.db);
    write(
      'page',
      { versionId: newId(), number: 1, text: 'Die Betriebskostenabrechnung steht auf dieser Seite' },
      newId(),
      other,
    );
    purgeScope(store.db, scopeId);
    expect(owners('kanarienvogelzucht')).toEqual([]);
    await sweepSearch(store.db, () => Promise.resolve());
    const words = all<{ word: string }>(store.db, 'SELECT word FROM vocabulary').map((row) => row.word);
    expect(words).toEqual(['betriebskostenabrechnung']);
    expect(all(store.db, `SELECT rowid FROM vocabulary_part WHERE vocabulary_part MATCH '"kanarien"'`)).toEqual([]);
    const blocks = all<{ block: Uint8Array }>(store.db, 'SELECT block FROM search_text_data');
    expect(blocks.some(({ block }) => Buffer.from(block).includes('kanarienvogel'))).toBe(false);
    expect(owners('kosten')).toHaveLength(1);
  });

  it('has what is no page in an index of its own too, and forgets it there as well', async () => {
    const heads = () => all(store.db, `SELECT rowid FROM head_text WHERE head_text MATCH '"merkwort"'`).length;
    const id = write('note', { text: 'Merkwort', retractedAt: null });
    write('page', { versionId: newId(), number: 1, text: 'Merkwort' });
    expect([owners('merkwort').length, heads()]).toEqual([2, 1]);
    write('note', null, id);
    expect([owners('merkwort').length, heads()]).toEqual([1, 0]);
    write('note', { text: 'Merkwort', retractedAt: null });
    purgeScope(store.db, scopeId);
    await sweepSearch(store.db, () => Promise.resolve());
    expect(heads()).toBe(0);
    const blocks = all<{ block: Uint8Array }>(store.db, 'SELECT block FROM head_text_data');
    expect(blocks.some(({ block }) => Buffer.from(block).includes('merkwort'))).toBe(false);
  });

  it('fills the index of titles in a store that comes from before there was one', () => {
    write('note', { text: 'Merkwort', retractedAt: null });
    write('page', { versionId: newId(), number: 1, text: 'Merkwort' });
    run(store.db, 'DELETE FROM head_text');
    const heads = () => all(store.db, `SELECT rowid FROM head_text WHERE head_text MATCH '"merkwort"'`).length;
    expect(heads()).toBe(0);
    fillHeadTexts(store.db);
    expect(heads()).toBe(1);
  });

  it('marks every text with its scope and kind for filtering', () => {
    write('note', { text: 'Merkwort', retractedAt: null });
    const row = first<{ row: number }>(store.db, 'SELECT row FROM scope WHERE id = ?', idBytes(scopeId))?.row;
    const count = (match: string) =>
      all(store.db, 'SELECT rowid FROM search_text WHERE search_text MATCH ?', match).length;
    expect([count(`k : "s${row}" AND text : "merkwort"`), count(`k : "tnote"`), count(`k : "tpage"`)]).toEqual([
      1, 1, 0,
    ]);
  });
});

describe('the pages of a long document', () => {
  const versionId = newId();
  const pageIds = Array.from({ length: 20 }, () => newId());
  const file = (text: string) =>
    inTransaction(store.db, () => {
      mayIndexLater(store.db);
      for (const [index, id] of pageIds.entries()) {
        write('page', { versionId, number: index + 1, text: `${text} ${index}` }, id);
      }
    });
  const indexAll = () => {
    while (indexWaitingPages(store.db, 1).size > 0);
  };

  it('wait when they may, and are found once they are indexed', () => {
    file('Aktenvermerk');
    expect(owners('aktenvermerk')).toEqual([]);
    indexAll();
    expect(owners('aktenvermerk')).toHaveLength(20);
    expect(indexWaitingPages(store.db, 1).size).toBe(0);
  });

  it('are found at once when there are few of them, or nobody said that they may wait', () => {
    inTransaction(store.db, () => {
      mayIndexLater(store.db);
      write('page', { versionId, number: 1, text: 'Kurzbrief' });
    });
    expect(owners('kurzbrief')).toHaveLength(1);
    inTransaction(store.db, () => {
      for (const [index, id] of pageIds.entries()) write('page', { versionId, number: index + 1, text: 'Sofort' }, id);
    });
    expect(owners('sofort')).toHaveLength(20);
  });

  it('wait no longer when they go or change before their turn', () => {
    file('Entwurf');
    expect(owners('entwurf')).toEqual([]);
    write('page', null, pageIds[0]);
    write('page', { versionId, number: 2, text: 'Reinschrift' }, pageIds[1]);
    expect(owners('reinschrift')).toHaveLength(1);
    indexAll();
    expect(owners('entwurf')).toHaveLength(18);
    expect(owners('reinschrift')).toHaveLength(1);
  });

  it('are not brought back when their scope has left the desk', () => {
    file('Abgegeben');
    expect(owners('abgegeben')).toEqual([]);
    purgeScope(store.db, scopeId);
    indexAll();
    expect(owners('abgegeben')).toEqual([]);
  });
});
