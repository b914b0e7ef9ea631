import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { idBytes, idText } from '../record-tables.ts';
import { all, run } from '../sql.ts';
import { countByRegister, countOnDesk } from './case-cover.ts';
import { type GeneratedDesk, generateDesk } from './test-support/generated-desk.ts';
import { generatedNow, pulled, writeScope } from './test-support/generated-store.ts';

let desk: GeneratedDesk;
let caseFileId: Id;
beforeEach(() => {
  desk = generateDesk({ caseFiles: 1, documents: 4, pages: 1, letters: 1 });
  caseFileId = desk.office.caseFileIds[0]!;
});
afterEach(() => desk.close());

const documentRows = () =>
  all<{ id: Buffer }>(
    desk.store.db,
    'SELECT id FROM document WHERE scope_id = ? ORDER BY filed_at DESC',
    idBytes(caseFileId),
  );

test('a document under two keywords of a register counts once there, and what was taken back counts nowhere', () => {
  const { db } = desk.store;
  const [first, second] = desk.office.keywordIds as [Id, Id];
  run(db, 'UPDATE keyword SET register_id = (SELECT register_id FROM keyword WHERE id = ?)', idBytes(first));
  run(db, 'UPDATE document_keyword SET keyword_id = ?', idBytes(first));
  const document = documentRows()[0]!.id;
  const documentId = idText(document);
  const link = { documentId, keywordId: second, addedAt: generatedNow, addedBy: desk.office.workerId };
  writeScope(db, caseFileId, 'c', [pulled('documentKeyword', desk.office.nextId(), link)]);
  expect(countByRegister(db, caseFileId)).toMatchObject([
    {
      count: 4,
      keywords: expect.arrayContaining([
        { keywordId: first, count: 4 },
        { keywordId: second, count: 1 },
      ]),
    },
  ]);
  run(db, `UPDATE document SET state = 'retracted' WHERE id = ?`, document);
  expect(countByRegister(db, caseFileId)).toMatchObject([{ count: 3, keywords: [{ keywordId: first, count: 3 }] }]);
});

test('a document is on the desk when its bytes are; of the others the newest are named', () => {
  const { db } = desk.store;
  const rows = documentRows();
  expect(countOnDesk(db, caseFileId, 2)).toMatchObject({ documents: 4, withContent: 0 });
  expect(countOnDesk(db, caseFileId, 2).missing).toHaveLength(2);
  run(
    db,
    `INSERT INTO blob (sha256, size, state, dek, last_use)
     SELECT DISTINCT sha256, size, 'present', x'00', '2026-01-01T00:00:00.000Z' FROM version WHERE scope_id = ?`,
    idBytes(caseFileId),
  );
  expect(countOnDesk(db, caseFileId, 2)).toEqual({ documents: 4, withContent: 4, missing: [] });
  // Its version has not come yet.
  run(db, 'DELETE FROM version WHERE id = (SELECT version_id FROM document WHERE id = ?)', rows[0]!.id);
  expect(countOnDesk(db, caseFileId, 2)).toMatchObject({ documents: 4, withContent: 3, missing: [{}] });
});
