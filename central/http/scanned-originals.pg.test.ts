import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { TransferNote } from '../../core/domain/transfer-note.ts';
import { type Desk, newId } from '../testing/desk.ts';
import { contentFacts, filing, openOffice } from '../testing/office.ts';

// The file a letter was scanned from at a desk may be read by whoever may read the letter, as long as it holds nothing else.

type Steps = TransferNote['steps'];
const noteOf = (original: string, result: string, steps: Steps) => ({
  ...{ stackId: newId(), takenAt: '2026-11-27T09:00:00.000Z', takenBy: null, source: 'branchOffice' as const },
  ...{ station: 'Husum', fileName: 'Scan.pdf', original: { sha256: original, size: 9, pageCount: 2 }, pages: [1] },
  ...{ resolution: 300, colour: null, resultSha256: result, steps, confidence: 90, concerns: [] },
  visualCheck: { state: 'open' as const, by: null, at: null },
});

const bytesOf = (words: string) => new TextEncoder().encode(`${words} ${newId()}`);

/** A letter scanned at a desk, put into a Postkorb; gives the hash of the file it was scanned from. */
async function scanInto(desk: Desk, inboxId: Id, steps: Steps): Promise<{ original: string; itemId: Id }> {
  const [original, result] = [await desk.upload(bytesOf('wie gescannt')), await desk.upload(bytesOf('durchsuchbar'))];
  const content = { ...contentFacts(result, 9), transferNote: noteOf(original, result, steps) };
  const letter = { title: 'Brief', letterDate: null, receivedDate: null, sender: null, direction: 'incoming' };
  const nothing = { proposedCase: null, proposedKeyword: null, remark: null };
  const itemId = newId();
  const args = { inboxId, itemId, ...letter, source: 'scan', content, pageTexts: ['Seite'], ...nothing };
  expect(await desk.run('deliverInboxItem', args)).toMatchObject({ result: 'ok' });
  return { original, itemId };
}

const statusFor = async (desk: Desk, sha256: string) => (await desk.call('GET', `/v1/blobs/${sha256}`)).status;

test('the file a letter was scanned from is read by whoever may read the letter, also after it was filed, and by nobody else', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const [anna, bernd, dora] = [await office.desk('anna'), await office.desk('bernd'), await office.desk('dora')];
  const { original, itemId } = await scanInto(anna, office.inboxes.bernd, [{ step: 'blankDropped', pages: [2] }]);
  expect(await statusFor(bernd, original)).toBe(200);
  expect(await statusFor(dora, original)).toBe(404);

  const target = { inboxId: office.inboxes.bernd, itemId, caseFileId: office.caseFiles.bernd, documentId: newId() };
  expect(await bernd.run('fileInboxItem', { ...target, filing })).toMatchObject({ result: 'ok' });
  await office.central.database.query('delete from blob_scope where scope_id = $1', [office.inboxes.bernd]);
  expect(await statusFor(bernd, original)).toBe(200);
  expect(await statusFor(dora, original)).toBe(404);
});

test('a stack that was parted is not opened by one of its letters, nor by a note that claims otherwise', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const [anna, bernd] = [await office.desk('anna'), await office.desk('bernd')];
  const { original } = await scanInto(anna, office.inboxes.bernd, [{ step: 'split', pages: [1] }]);
  expect(await statusFor(anna, original)).toBe(200); // she scanned it
  expect(await statusFor(bernd, original)).toBe(404);

  const own = await bernd.upload(bytesOf('mein Dokument'));
  const content = { ...contentFacts(own, 9), transferNote: noteOf(original, own, []) };
  const target = { caseFileId: office.caseFiles.bernd, documentId: newId() };
  expect(await bernd.run('addDocument', { ...target, filing, content, pageTexts: [] })).toMatchObject({ result: 'ok' });
  expect(await statusFor(bernd, original)).toBe(404);
});
