import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryRecords } from '../../tests/support/memory-records.ts';
import { createIdSource, type Id } from '../domain/ids.ts';
import { commandByName, type CommandName, commands } from './registry.ts';
import type { Accepted, RuleContext } from './rule.ts';

const newId = createIdSource(Date.now, (bytes) => void crypto.getRandomValues(bytes));
const worker = newId();
const colleague = newId();
const inboxId = newId();
const otherInboxId = newId();
const caseFileId = newId();
const otherCaseFileId = newId();
const keywordId = newId();
const secondKeywordId = newId();

let records: MemoryRecords;
const context = (more: Partial<RuleContext> = {}): RuleContext => ({
  commandId: newId(),
  actorId: worker,
  actorRole: 'worker',
  at: '2026-11-22T09:12:00.000Z',
  knows: () => true,
  ...more,
});
const run = (name: CommandName, args: unknown, more: Partial<RuleContext> = {}) =>
  records.run(name, args, context(more));

const content = {
  fileName: 'miete.pdf',
  mediaType: 'application/pdf',
  size: 10,
  sha256: 'a'.repeat(64),
  kind: 'pdf',
  pageCount: 3,
  encrypted: 'no',
  hasText: true,
  explanation: null,
  attachments: [],
};
const letter = {
  title: 'Mietbescheinigung',
  letterDate: '2026-11-20',
  receivedDate: '2026-11-21',
  sender: 'Wobau',
  direction: 'incoming',
};
const filing = { ...letter, keywordIds: [keywordId], isProtected: false };

function caseFile(id: Id) {
  records.write({
    kind: 'caseFile',
    id,
    scopeId: id,
    body: {
      fileNumber: '31402BG0001234',
      kind: 'benefit',
      title: 'Petersen, Anna',
      householdId: null,
      workerId: worker,
      state: 'running',
      approvedFrom: null,
      approvedUntil: null,
      openedOn: '2024-01-01',
      nextSheet: 11,
    },
  });
}

function delivered(): Id {
  const itemId = newId();
  run('deliverInboxItem', {
    inboxId,
    itemId,
    ...letter,
    source: 'scan',
    content,
    pageTexts: ['Seite eins', '', 'Seite drei'],
    proposedCase: null,
    proposedKeyword: null,
    remark: null,
  });
  return itemId;
}

beforeEach(() => {
  records = new MemoryRecords();
  caseFile(caseFileId);
  caseFile(otherCaseFileId);
});

describe('a letter in the Postkorb', () => {
  test('goes into the file with its pages, keyword and the next sheet numbers, and leaves the Postkorb', () => {
    const itemId = delivered();
    const documentId = newId();
    run('fileInboxItem', { inboxId, itemId, caseFileId, documentId, filing });
    expect(records.read('document', caseFileId, documentId)).toMatchObject({
      sheetFrom: 11,
      sheetTo: 13,
      state: 'filed',
      filedBy: worker,
    });
    expect(records.read('caseFile', caseFileId, caseFileId)?.nextSheet).toBe(14);
    expect(records.read('inboxItem', inboxId, itemId)).toMatchObject({ state: 'filed', filedDocumentId: documentId });
    const versionId = records.read('document', caseFileId, documentId)?.versionId as Id;
    expect(
      records
        .children('page', caseFileId, versionId)
        .map((page) => page.body.text)
        .sort(),
    ).toEqual(['Seite drei', 'Seite eins']);
    expect(records.children('documentKeyword', caseFileId, documentId).map((link) => link.body.keywordId)).toEqual([
      keywordId,
    ]);
    expect([...records.rows.values()].filter((row) => row.kind === 'page' && row.scopeId === inboxId)).toEqual([]);
  });

  test('is back in the Postkorb with its text after undo, while its sheet numbers stay used', () => {
    const itemId = delivered();
    const documentId = newId();
    const { inverse } = run('fileInboxItem', { inboxId, itemId, caseFileId, documentId, filing });
    run(inverse?.name as CommandName, inverse?.args);
    const item = records.read('inboxItem', inboxId, itemId);
    expect(item?.state).toBe('open');
    expect(records.children('page', inboxId, item?.versionId as Id)).toHaveLength(2);
    expect(records.read('document', caseFileId, documentId)?.state).toBe('retracted');
    expect(records.read('caseFile', caseFileId, caseFileId)?.nextSheet).toBe(14);
  });

  test('filed twice into the same file is filed once; into another file the first wins and the second is told who did it', () => {
    const itemId = delivered();
    run('fileInboxItem', { inboxId, itemId, caseFileId, documentId: newId(), filing }, { actorId: colleague });
    const again = run('fileInboxItem', { inboxId, itemId, caseFileId, documentId: newId(), filing });
    expect(again.decision).toMatchObject({ outcome: 'accepted', writes: [] });
    const other = run('fileInboxItem', { inboxId, itemId, caseFileId: otherCaseFileId, documentId: newId(), filing });
    expect(other.decision).toMatchObject({
      outcome: 'refused',
      code: 'changedMeanwhile',
      details: { by: colleague, at: '2026-11-22T09:12:00.000Z', filedCaseFileId: caseFileId },
    });
  });

  test('forwarded with a remark it stands in the other Postkorb; fetched back it is gone there and open here', () => {
    const itemId = delivered();
    const newItemId = newId();
    const { inverse } = run('forwardInboxItem', {
      inboxId,
      itemId,
      targetInboxId: otherInboxId,
      newItemId,
      remark: 'Bitte prüfen',
    });
    expect(records.read('inboxItem', otherInboxId, newItemId)).toMatchObject({
      state: 'open',
      remark: 'Bitte prüfen',
      forwardedBy: worker,
    });
    expect(records.read('inboxItem', inboxId, itemId)?.state).toBe('forwarded');
    run(inverse?.name as CommandName, inverse?.args);
    expect(records.read('inboxItem', otherInboxId, newItemId)).toBeNull();
    expect(records.read('inboxItem', inboxId, itemId)?.state).toBe('open');
  });

  test('cannot be fetched back when somebody has filed it there', () => {
    const itemId = delivered();
    const newItemId = newId();
    run('forwardInboxItem', { inboxId, itemId, targetInboxId: otherInboxId, newItemId, remark: null });
    run(
      'fileInboxItem',
      { inboxId: otherInboxId, itemId: newItemId, caseFileId, documentId: newId(), filing },
      { actorId: colleague },
    );
    const back = run('withdrawForward', { inboxId, itemId, targetInboxId: otherInboxId, newItemId });
    expect(back.decision).toMatchObject({ outcome: 'refused', code: 'changedMeanwhile' });
  });
});

describe('a document', () => {
  const add = () => {
    const documentId = newId();
    run('addDocument', { caseFileId, documentId, filing, content, pageTexts: ['Text'] });
    return documentId;
  };

  test('renamed keeps the old title in its history and tells when somebody else was faster', () => {
    const documentId = add();
    run('setDocumentDetails', {
      caseFileId,
      documentId,
      before: { title: 'Mietbescheinigung' },
      after: { title: 'Miete 2026' },
    });
    const late = run('setDocumentDetails', {
      caseFileId,
      documentId,
      before: { title: 'Mietbescheinigung' },
      after: { title: 'Miete neu' },
    });
    expect((late.decision as Accepted).hints).toHaveLength(1);
    expect(records.read('document', caseFileId, documentId)?.title).toBe('Miete neu');
    const history = records
      .children('historyEntry', caseFileId, documentId)
      .map((entry) => [entry.body.oldValue, entry.body.newValue]);
    expect(history).toContainEqual(['Mietbescheinigung', 'Miete 2026']);
    expect(history).toContainEqual(['Miete 2026', 'Miete neu']);
  });

  test('keeps a keyword that somebody added while another removed what she saw', () => {
    const documentId = add();
    const seen = records.children('documentKeyword', caseFileId, documentId).map((link) => link.id);
    run('setDocumentKeywords', { caseFileId, documentId, add: [secondKeywordId], removeLinks: [], isProtected: false });
    run('setDocumentKeywords', { caseFileId, documentId, add: [], removeLinks: seen, isProtected: false });
    expect(records.children('documentKeyword', caseFileId, documentId).map((link) => link.body.keywordId)).toEqual([
      secondKeywordId,
    ]);
  });

  test('is never left without any keyword', () => {
    const documentId = add();
    const seen = records.children('documentKeyword', caseFileId, documentId).map((link) => link.id);
    const bare = run('setDocumentKeywords', { caseFileId, documentId, add: [], removeLinks: seen, isProtected: false });
    expect(bare.decision.outcome).toBe('refused');
  });

  test('moved gets sheet numbers of the other file and stays here as a reference', () => {
    const documentId = add();
    const newDocumentId = newId();
    run('moveDocument', {
      caseFileId,
      documentId,
      toCaseFileId: otherCaseFileId,
      newDocumentId,
      reason: 'falsche Akte',
    });
    expect(records.read('document', caseFileId, documentId)).toMatchObject({
      state: 'moved',
      movedTo: otherCaseFileId,
      sheetFrom: 11,
    });
    expect(records.read('document', otherCaseFileId, newDocumentId)).toMatchObject({
      state: 'filed',
      sheetFrom: 11,
      title: 'Mietbescheinigung',
    });
  });
});

test('marks of reading belong to the worker herself', () => {
  const args = { workerId: colleague, caseFileId, documentId: newId(), isRead: true };
  expect(run('markDocument', args).decision).toMatchObject({ outcome: 'refused', code: 'notAllowed' });
});

test('two texts of one note both stay', () => {
  const noteId = newId();
  run('addNote', { caseFileId, noteId, documentId: null, text: 'Anruf', isPinned: false, isPhoneCall: true });
  for (const text of ['Anruf um 9', 'Anruf um 10']) {
    run('reviseNote', { caseFileId, noteId: newId(), replaces: [noteId], text, isPinned: false });
  }
  expect([...records.rows.values()].filter((row) => row.kind === 'note')).toHaveLength(3);
});

test('names of commands are those they are listed under, and unknown names are unknown', () => {
  for (const [name, command] of Object.entries(commands)) expect(command.name).toBe(name);
  expect(commandByName('constructor')).toBeNull();
});
