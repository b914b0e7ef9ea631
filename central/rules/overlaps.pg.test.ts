import { expect, test } from 'vitest';
import { ownScopeOf } from '../../core/domain/standing-ids.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { type Desk, newId } from '../testing/desk.ts';
import { contentFacts, filing, openOffice } from '../testing/office.ts';

const toldTo = async (desk: Desk) => {
  const { scopes } = await desk.pull({ scopeId: ownScopeOf(desk.workerId), after: 0 });
  return scopes[0]?.rows.filter(({ kind, deleted }) => kind === 'overlap' && !deleted) ?? [];
};

test('whose value is written over by somebody who had not seen it is told in her own scope, and takes it away', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await office.central.database.query("update scope_grant set level = 'write' where principal_id = $1", [
    office.teamId,
  ]);
  const [anna, clara] = [await office.desk('anna'), await office.desk('clara')];
  const caseFileId = office.caseFiles.anna;
  const bytes = new TextEncoder().encode('Mietvertrag');
  const content = contentFacts(await anna.upload(bytes), bytes.length);
  const documentId = newId();
  await anna.run('addDocument', { caseFileId, documentId, filing, content, pageTexts: ['Mietvertrag'] });
  const before = { title: filing.title };
  const set = (desk: Desk, title: string) =>
    desk.run('setDocumentDetails', { caseFileId, documentId, before, after: { title } });
  await set(anna, 'Miete 2026');
  expect(await set(clara, 'Vertrag')).toMatchObject({ result: 'ok', hints: [{ code: 'changedMeanwhile' }] });
  const [told] = await toldTo(anna);
  const words = {
    cause: 'detailsChanged',
    targetId: documentId,
    byId: clara.workerId,
    values: { title: 'Miete 2026' },
  };
  expect(told?.body).toMatchObject(words);
  expect(await toldTo(clara)).toEqual([]);
  const seen = { workerId: anna.workerId, overlapId: told?.id };
  expect((await clara.run('acknowledgeOverlap', seen)).result).toBe('forbidden');
  expect((await anna.run('acknowledgeOverlap', seen)).result).toBe('ok');
  expect(await toldTo(anna)).toEqual([]);
});
