import { expect, test } from 'vitest';
import { commands } from '../../core/commands/registry.ts';
import type { LeftWorkList } from '../../core/contract/left-work.ts';
import type { Id } from '../../core/domain/ids.ts';
import { momentOf } from '../../core/domain/moments.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { type Desk, newId } from '../testing/desk.ts';
import { contentFacts, noteArgs, type Office, openOffice } from '../testing/office.ts';

const list = async (desk: Desk) => (await desk.call<LeftWorkList>('GET', '/v1/left-work')).body;
const note = (desk: Desk, commandId: Id, workerId: Id, reason = 'Mit der Kollegin geklärt') =>
  desk.call('POST', `/v1/left-work/${commandId}/note`, { workerId, reason });
const close = async ({ administrator, ids }: Office) =>
  expect((await administrator.call('DELETE', `/v1/accounts/${ids.anna}`)).status).toBe(204);

/** Arguments of a change that nobody may keep as late work: it was to be decided at once. */
const closing = (caseFileId: Id) => ({ caseFileId, reason: 'Leistung eingestellt', seen: null });

// S60: who is told, and of what she reads no words
test('what a closed account’s desk brings and nobody may adopt is told to who leads her and to administration, in words only where they may read', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const { ids, caseFiles, administrator } = office;
  const [anna, clara, bernd] = [await office.desk('anna'), await office.desk('clara'), await office.desk('bernd')];
  await close(office);
  const own = { workerId: ids.anna, caseFileId: caseFiles.anna, isPinned: true };
  const sent = await anna.push(
    { name: 'closeCaseFile', args: closing(caseFiles.anna) },
    { name: 'addNote', args: noteArgs(newId(), 'In einer Akte, die es hier nicht gibt') },
    { name: 'addNote', args: { text: 'ohne Akte' } },
    { name: 'addNote', args: noteArgs(caseFiles.anna, 'Wird Nachlauf') },
    { name: 'pinCaseFile', args: own },
  );
  const [closed, elsewhere, unreadable, late] = sent.results;
  expect(sent.results.map(({ code }) => code)).toEqual([
    ...['accountClosed', 'accountClosed', 'invalid', 'lateWork', 'accountClosed'],
  ]);
  expect((await bernd.call('GET', '/v1/left-work')).status).toBe(403);

  const toClara = await list(clara);
  expect(toClara.count).toBe(3);
  expect(toClara.work.map(({ commandId }) => commandId)).toEqual([closed?.id, elsewhere?.id, unreadable?.id]);
  expect(toClara.work[0]).toMatchObject({
    ...{ workerId: ids.anna, name: 'closeCaseFile', code: 'accountClosed', isReadable: true },
    ...{ args: closing(caseFiles.anna), placeIds: [caseFiles.anna] },
  });
  const hidden = { isReadable: false, message: null, args: null, placeIds: [] };
  expect(toClara.work.slice(1)).toEqual([expect.objectContaining(hidden), expect.objectContaining(hidden)]);

  const toAdministration = await list(administrator);
  expect(toAdministration.work.map(({ isReadable }) => isReadable)).toEqual([false, false, false]);
  expect(JSON.stringify(toAdministration)).not.toMatch(/eingestellt|gibt es hier nicht|ohne Akte/);
  expect(late?.code).toBe('lateWork');
}, 60_000);

test('of a letter laid into a Postkorb its lead reads everything but the texts of its pages, and it can still be read as what it is', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const { ids, inboxes, central } = office;
  const [anna, clara] = [await office.desk('anna'), await office.desk('clara')];
  const sha256 = await anna.upload(Buffer.from('Zettel'));
  await close(office);
  const letter = {
    ...{ itemId: newId(), title: 'Zettel von der Tür', source: 'upload', pageTexts: ['Langer Text der Seite'] },
    ...{ letterDate: null, receivedDate: null, sender: null, direction: 'incoming', content: contentFacts(sha256, 6) },
    ...{ proposedCase: null, proposedKeyword: null, remark: null },
  };
  const sent = await anna.run('deliverLetters', { inboxId: inboxes.anna, letters: [letter] });
  expect(sent.code).toBe('accountClosed');
  expect((await list(clara)).work[0]).toMatchObject({ isReadable: false, args: null });
  await central.database.query(`insert into scope_grant (scope_id, principal_id, level) values ($1, $2, 'read')`, [
    ...[inboxes.anna, office.teamId],
  ]);
  const [left] = (await list(clara)).work;
  expect(left).toMatchObject({ workerId: ids.anna, isReadable: true, placeIds: [inboxes.anna] });
  expect(JSON.stringify(left?.args)).not.toContain('Langer Text');
  expect(commands.deliverLetters.input.parse(left?.args)).toMatchObject({ letters: [{ title: letter.title }] });
}, 60_000);

// S60: ends with a note and its reason, journalled in the house; stays as it came
test('who takes note says why: it is told to nobody any more, is kept as it came, and stands in the journal of the house', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const { ids, caseFiles, administrator, central } = office;
  const [anna, clara, dora] = [await office.desk('anna'), await office.desk('clara'), await office.desk('dora')];
  await close(office);
  const args = closing(caseFiles.anna);
  const { id } = await anna.run('closeCaseFile', args);
  expect((await note(dora, id, ids.anna)).status).toBe(403);
  expect((await note(clara, id, ids.anna, ' ')).status).toBe(400);
  expect((await note(clara, id, ids.clara)).status).toBe(404); // of nobody she leads
  expect((await note(clara, id, ids.anna)).status).toBe(204);
  expect((await note(administrator, id, ids.anna)).status).toBe(409);
  expect(await list(clara)).toEqual({ work: [], count: 0 });
  const { rows } = await central.database.query(
    'select state, args, noted_by, note_reason from quarantine where command_id = $1',
    [id],
  );
  expect(rows).toEqual([{ state: 'settled', args, noted_by: ids.clara, note_reason: 'Mit der Kollegin geklärt' }]);
  const journal = await central.database.query(
    `select actor_id, target_id, reason from journal where scope_id = $1 and action = 'leftWork.noted'`,
    [houseScopeId],
  );
  expect(journal.rows).toEqual([{ actor_id: ids.clara, target_id: ids.anna, reason: 'Mit der Kollegin geklärt' }]);
}, 60_000);

// S60: open accounts keep their own
test('while her account is open, and once it is open again, it is hers to settle and nobody takes note of it', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const { ids, caseFiles, central } = office;
  const [anna, clara] = [await office.desk('anna'), await office.desk('clara')];
  const { id, result } = await anna.run('addNote', noteArgs(caseFiles.bernd, 'Dort fehlt das Recht'));
  expect(result).toBe('forbidden');
  expect(await list(clara)).toEqual({ work: [], count: 0 });
  expect((await note(clara, id, ids.anna)).status).toBe(409);
  await close(office);
  const [left] = (await list(clara)).work;
  expect(left).toMatchObject({ commandId: id, code: 'notAllowed', isReadable: true });
  await central.database.query('update account set disabled = false, closing_until = null where worker_id = $1', [
    ids.anna,
  ]);
  expect(await list(clara)).toEqual({ work: [], count: 0 });
  expect((await note(clara, id, ids.anna)).status).toBe(409);
}, 60_000);

// S60: sealed work of her and unproven scans of anybody, too
test('what lies sealed at the centre for a closed account, and a scan that proves nothing, are told and taken note of without their bytes', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const { ids, caseFiles, central } = office;
  const clara = await office.desk('clara');
  await office.desk('anna');
  await office.desk('bernd');
  const keep = async (workerId: Id, name: string, args: unknown, isProven: boolean) => {
    const id = newId();
    const body = { workerId, id, name, args, at: momentOf(Date.now()), schema: 1, contents: [] };
    await central.database.query(
      'insert into escrow_command (command_id, worker_id, body, is_proven) values ($1, $2, $3, $4)',
      [id, workerId, JSON.stringify(body), isProven],
    );
    return id;
  };
  const scan = { fileName: 'Hinrichsen Bescheid.pdf', source: 'folder', sha256: 'ab'.repeat(32), size: 10 };
  const waiting = await keep(ids.anna, 'addNote', noteArgs(caseFiles.anna, 'Auf dem verlorenen Gerät'), true);
  const unproven = await keep(ids.bernd, 'branchScan', scan, false);
  const told = async () => (await list(clara)).work.map(({ commandId, code }) => [commandId, code]);
  expect(await told()).toEqual([[unproven, 'sealed']]);
  expect(JSON.stringify(await list(clara))).not.toContain('Hinrichsen');
  await close(office);
  expect((await told()).sort()).toEqual(
    [
      [waiting, 'sealed'],
      [unproven, 'sealed'],
    ].sort(),
  );
  expect((await note(clara, waiting, ids.anna)).status).toBe(204);
  expect((await note(clara, unproven, ids.bernd)).status).toBe(204);
  expect(await told()).toEqual([]);
  const { rows } = await central.database.query(
    'select count(*)::int as n from escrow_command where noted_by = $1 and body is not null and taken_at is null',
    [ids.clara],
  );
  expect(rows).toEqual([{ n: 2 }]);
}, 60_000);
