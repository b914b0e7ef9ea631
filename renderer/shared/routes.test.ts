import { describe, expect, it } from 'vitest';
import { asId } from '../../core/domain/ids.ts';
import { caseFileRoute, formatRoute, homeRoute, isSameDocument, parseRoute, type Route } from './routes.ts';

const caseFileId = asId('0192a000-0000-7000-8000-000000000001');
const documentId = asId('0192a000-0000-7000-8000-000000000002');

describe('routes', () => {
  const routes: Route[] = [
    homeRoute,
    { view: 'inbox', inboxId: caseFileId, itemId: null },
    { view: 'inbox', inboxId: caseFileId, itemId: documentId },
    { view: 'followUps' },
    { view: 'myCases' },
    { view: 'substitution' },
    { view: 'clarification' },
    { view: 'recent' },
    { view: 'branchScan' },
    { view: 'deskStores' },
    { view: 'staff' },
    { view: 'settings' },
    { view: 'help' },
    caseFileRoute(caseFileId),
    caseFileRoute(caseFileId, documentId, 12),
    { view: 'caseFile', caseFileId, documentId: null, page: null, section: 'cover' },
    { view: 'caseFile', caseFileId, documentId, page: 3, section: 'notes' },
  ];
  it.each(routes)('survive the way through the address: $view', (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });

  it('reads a case file with document and page as people link it', () => {
    expect(formatRoute(caseFileRoute(caseFileId, documentId, 3))).toBe(`#/akte/${caseFileId}/${documentId}?seite=3`);
  });

  it.each(['', '#', '#/', '#/unbekannt', '#/akte', '#/akte/kein-zeichen', '#/__proto__', '#/akte/../..'])(
    'leads to the Postkorb from %j',
    (hash) => {
      expect(parseRoute(hash)).toEqual(homeRoute);
    },
  );

  it('ignores a page that is none', () => {
    for (const page of ['0', '-1', '1.5', 'x', '']) {
      expect(parseRoute(`#/akte/${caseFileId}/${documentId}?seite=${page}`)).toMatchObject({ documentId, page: null });
    }
  });
});

describe('isSameDocument', () => {
  it('looks at the document or letter, not at the page', () => {
    expect(isSameDocument(caseFileRoute(caseFileId, documentId, 1), caseFileRoute(caseFileId, documentId, 7))).toBe(
      true,
    );
    expect(isSameDocument(caseFileRoute(caseFileId, documentId), caseFileRoute(caseFileId))).toBe(false);
    const letter: Route = { view: 'inbox', inboxId: caseFileId, itemId: documentId };
    expect(isSameDocument(letter, { ...letter })).toBe(true);
    expect(isSameDocument(letter, { ...letter, itemId: caseFileId })).toBe(false);
    expect(isSameDocument(letter, caseFileRoute(caseFileId, documentId))).toBe(false);
  });
});
