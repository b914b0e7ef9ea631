import { describe, expect, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import type { PulledRow, PushResponse } from '../../core/contract/central.ts';
import { houseScopeId, ownScopeOf, visitIdOf } from '../../core/domain/standing-ids.ts';
import { inTransaction } from '../store/database.ts';
import { verifyChains } from '../store/journal.ts';
import { rowDigest } from '../store/records.ts';
import { Desk, newId } from '../testing/desk.ts';
import { caseFileBody, contentFacts, filing, noteArgs, openOffice, password } from '../testing/office.ts';

const digestOf = (rows: PulledRow[]): string => {
  const sum = rows.reduce((all, row) => all + rowDigest({ ...row, body: row.body }), 0n);
  return BigInt.asUintN(64, sum).toString();
};

describe('push', () => {
  // S13: a known id gets the answer it had before, also from another client
  test('a command is carried out once, however often it is sent', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    const scopeId = office.caseFiles.anna;
    const commands = anna.number([{ name: 'addNote', args: noteArgs(scopeId) }]);
    const first = await anna.send(commands);
    expect(first).toMatchObject({ stopped: null, lastMid: 1, lastId: commands[0]?.id });
    expect(first.results[0]).toMatchObject({ result: 'ok', scopes: [{ scopeId, ver: 2 }] });
    const again = await anna.send(commands);
    expect(again.results[0]).toMatchObject({ result: 'dup', scopes: [{ scopeId, ver: 2 }] });
    expect(again.lastMid).toBe(1);
    const { scopes } = await anna.pull({ scopeId, after: 0 });
    expect(scopes[0]?.rows.filter((row) => row.kind === 'note')).toHaveLength(1);
    // The same id from a store that was renumbered after a fork counts, too.
    anna.clientId = newId();
    const renumbered = await anna.send(commands);
    expect(renumbered).toMatchObject({ lastMid: 1, results: [{ result: 'dup' }] });
  });

  // S47: the answer to a push brings what it wrote, only to a desk that has all before it
  test('rows a push adds to what its desk has come with the answer, as a pull tells them; where others wrote meanwhile they do not', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    const scopeId = office.caseFiles.anna;
    const push = async (after: number, ...texts: string[]) => {
      const commands = anna.number(texts.map((text) => ({ name: 'addNote', args: noteArgs(scopeId, text) })));
      const { epoch, clientId } = anna;
      const known = [{ scopeId, after }];
      return (await anna.call<PushResponse>('POST', '/v1/push', { epoch, clientId, commands, known })).body;
    };
    const { pulled } = await push(1, 'Größe', 'zwei');
    expect(pulled).toEqual((await anna.pull({ scopeId, after: 1 })).scopes);
    expect(pulled?.[0]).toMatchObject({ after: 1, to: 3, head: 3, isFull: false });
    expect(pulled?.[0]?.rows.map(({ body }) => body?.text)).toEqual(['Größe', 'zwei']);
    expect((await push(2, 'drei')).pulled).toBeUndefined();
    // Of a scope she may not read nothing comes, whatever she says to have.
    const clara = await office.desk('clara');
    await clara.run('addNote', noteArgs(office.caseFiles.bernd));
    const commands = anna.number([{ name: 'addNote', args: noteArgs(scopeId) }]);
    const known = [{ scopeId: office.caseFiles.bernd, after: 1 }];
    const { epoch, clientId } = anna;
    const answer = await anna.call<PushResponse>('POST', '/v1/push', { epoch, clientId, commands, known });
    expect(answer.body).toMatchObject({ results: [{ result: 'ok' }] });
    expect(answer.body.pulled).toBeUndefined();
  });

  test('the same command in two requests at once is carried out once', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const first = await office.desk('anna');
    const second = await office.desk('anna');
    const commands = first.number([{ name: 'addNote', args: noteArgs(office.caseFiles.anna) }]);
    const answers = await Promise.all([first.send(commands), second.send(commands), first.send(commands)]);
    expect(answers.map((answer) => answer.results[0]?.result).sort()).toEqual(['dup', 'dup', 'ok']);
  });

  // S42: an unknown `after` decides nothing; push and changes say forgotten
  test('a centre that does not know what it acknowledged last decides nothing and says so', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    const [known, lost] = [newId(), newId()];
    await anna.push({ id: known, name: 'addNote', args: noteArgs(office.caseFiles.anna) });
    const push = async (after: string) => {
      const commands = anna.number([{ name: 'addNote', args: noteArgs(office.caseFiles.anna) }]);
      const body = { epoch: anna.epoch, clientId: anna.clientId, after, commands };
      return (await anna.call<PushResponse>('POST', '/v1/push', body)).body;
    };
    expect(await push(lost)).toMatchObject({ stopped: 'forgotten', results: [], lastMid: 1 });
    anna.nextMid = 2;
    expect(await push(known)).toMatchObject({ stopped: null, lastMid: 2 });
    expect((await anna.changes(lost)).isForgotten).toBe(true);
    expect((await anna.changes(known)).isForgotten).toBe(false);
    expect((await anna.changes()).isForgotten).toBe(false);
  });

  // S13: fork and gap as the centre tells them, with the last number it has
  test('an unknown command under a number used before is a fork, a missing number a gap, a wrong epoch is told', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    const note = () => noteArgs(office.caseFiles.anna);
    await anna.push({ name: 'addNote', args: note() });
    const fork = await anna.push({ name: 'addNote', args: note(), mid: 1 });
    expect(fork).toMatchObject({ stopped: 'fork', results: [], lastMid: 1 });
    const gap = await anna.push({ name: 'addNote', args: note(), mid: 2 }, { name: 'addNote', args: note(), mid: 4 });
    expect(gap).toMatchObject({ stopped: 'gap', lastMid: 2, results: [{ result: 'ok' }] });
    anna.epoch = newId();
    expect(await anna.push({ name: 'addNote', args: note(), mid: 3 })).toMatchObject({ stopped: 'epoch', results: [] });
    const bernd = await office.desk('bernd');
    bernd.clientId = anna.clientId;
    const stolen = await bernd.push({ name: 'addNote', args: noteArgs(office.caseFiles.bernd), mid: 3 });
    expect(stolen).toMatchObject({ stopped: 'fork', lastMid: 0, lastId: null });
  });

  test('an id with other content is refused and kept', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    const id = newId();
    await anna.push({ name: 'addNote', args: noteArgs(office.caseFiles.anna, 'eins'), id });
    const other = await anna.push({ name: 'addNote', args: noteArgs(office.caseFiles.anna, 'zwei'), id });
    expect(other).toMatchObject({ lastMid: 2, results: [{ result: 'refused', code: 'invalid' }] });
    const { rows } = await office.central.database.query('select args from quarantine');
    expect(rows).toMatchObject([{ args: { text: 'zwei' } }]);
  });

  test('what is refused or forbidden is kept with its content, the next command runs, and asking again gives the same answer', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    const commands = anna.number([
      { name: 'retractNote', args: { caseFileId: office.caseFiles.anna, noteId: newId(), reason: 'doppelt' } },
      { name: 'addNote', args: noteArgs(office.caseFiles.bernd, 'nicht meine Akte') },
      { name: 'addNote', args: { wrong: true } },
      { name: 'burnCaseFile', args: {} },
      { name: 'addNote', args: noteArgs(office.caseFiles.anna) },
    ]);
    const first = await anna.send(commands);
    expect(first.results.map((result) => [result.result, result.code])).toEqual([
      ['refused', 'notFound'],
      ['forbidden', 'notAllowed'],
      ['refused', 'invalid'],
      ['refused', 'invalid'],
      ['ok', null],
    ]);
    const again = await anna.send(commands);
    expect(again.results.slice(0, 4)).toEqual(first.results.slice(0, 4));
    const { rows } = await office.central.database.query('select name, args, worker_id from quarantine order by at');
    expect(rows).toHaveLength(4);
    expect(rows[1]).toMatchObject({ worker_id: anna.workerId, args: { text: 'nicht meine Akte' } });
  });

  test('a command that fails in the centre is kept, takes nothing of itself along and holds nothing up', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    const substitution = {
      substitutionId: newId(),
      absentWorkerId: anna.workerId,
      substituteWorkerId: office.ids.bernd,
      reason: 'Urlaub',
      from: '2024-99-98T00:00:00.000Z',
      to: '2024-99-99T00:00:00.000Z',
    };
    const answer = await anna.push(
      { name: 'addNote', args: noteArgs(office.caseFiles.anna) },
      { name: 'startSubstitution', args: substitution },
      { name: 'addNote', args: noteArgs(office.caseFiles.anna) },
    );
    const { anna: scopeId } = office.caseFiles;
    expect(answer.results.map((result) => [result.result, result.code, result.scopes])).toEqual([
      ['ok', null, [{ scopeId, ver: 2 }]],
      ['refused', 'failed', []],
      ['ok', null, [{ scopeId, ver: 3 }]],
    ]);
    const { scopes } = await anna.pull({ scopeId: houseScopeId, after: 1 });
    expect(scopes[0]?.rows.filter((row) => row.kind === 'substitution')).toEqual([]);
    const report = await inTransaction(office.central.database, 'snapshot', verifyChains);
    expect(report.firstBreak).toBeNull();
    const { rows } = await office.central.database.query('select name from quarantine');
    expect(rows).toEqual([{ name: 'startSubstitution' }]);
  });

  test('a command of a newer desk waits instead of being refused', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    const answer = await anna.push(
      { name: 'stampDocument', args: {}, schema: 99 },
      { name: 'addNote', args: noteArgs(office.caseFiles.anna) },
    );
    expect(answer).toMatchObject({ lastMid: 0, results: [{ result: 'retry' }] });
  });

  // S52: what is deleted stays as a row without body, summed into the digest
  test('a letter is filed: bytes first, then the document with its sheet numbers, digest and journal in both scopes', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const [post, anna] = [await office.desk('post'), await office.desk('anna')];
    const bytes = new TextEncoder().encode('%PDF-1.7 Mietvertrag');
    const sha256 = 'ab'.repeat(32);
    const letter = {
      ...{ inboxId: office.inboxes.anna, itemId: newId(), title: 'Brief', letterDate: null, receivedDate: null },
      ...{ sender: null, direction: 'incoming', source: 'scan', pageTexts: ['Sehr geehrte \u0000 Damen \ud800'] },
      ...{ proposedCase: null, proposedKeyword: null, remark: null },
    };
    const early = await post.push({ name: 'deliverInboxItem', args: { ...letter, content: contentFacts(sha256, 4) } });
    expect(early).toMatchObject({ lastMid: 0, results: [{ result: 'needBlob', details: { sha256: [sha256] } }] });
    const real = await post.upload(bytes);
    post.nextMid = 1;
    const delivered = await post.run('deliverInboxItem', { ...letter, content: contentFacts(real, bytes.length) });
    expect(delivered.result).toBe('ok');
    const documentId = newId();
    const filed = await anna.run('fileInboxItem', {
      ...{ inboxId: office.inboxes.anna, itemId: letter.itemId, caseFileId: office.caseFiles.anna, documentId, filing },
    });
    expect(filed.result).toBe('ok');
    const { scopes } = await anna.pull(
      { scopeId: office.caseFiles.anna, after: 0 },
      { scopeId: office.inboxes.anna, after: 0 },
    );
    const [file, inbox] = scopes;
    expect(file?.rows.find((row) => row.id === documentId)?.body).toMatchObject({
      sheetFrom: 1,
      sheetTo: 1,
      title: 'Mietvertrag',
    });
    expect(file?.rows.find((row) => row.kind === 'page')?.body?.text).toBe('Sehr geehrte \uFFFD Damen \uFFFD');
    expect(inbox?.rows.find((row) => row.kind === 'page')).toMatchObject({ deleted: true, body: null });
    for (const scope of scopes) {
      expect(scope.digest).toBe(digestOf(scope.rows));
      expect(scope.rowCount).toBe(scope.rows.length);
      expect(scope.to).toBe(scope.head);
    }
    const journal = await anna.call<{ entries: { action: string; actorId: string }[] }>(
      ...(['GET', `/v1/journal?scopeId=${office.caseFiles.anna}`] as const),
    );
    expect(journal.body.entries.map((entry) => entry.action)).toEqual(['imported', 'document.filed']);
    const bernd = await office.desk('bernd');
    expect((await anna.call('GET', `/v1/blobs/${real}`)).status).toBe(200);
    expect((await bernd.call('GET', `/v1/blobs/${real}`)).status).toBe(404);
  });

  test('opening a file is journalled there without a new version, and remembered in the own scope', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const clara = await office.desk('clara');
    const caseFileId = office.caseFiles.anna;
    const opened = await clara.run('openCaseFile', { workerId: clara.workerId, caseFileId, reason: 'Prüfung' });
    const own = ownScopeOf(clara.workerId);
    expect(opened).toMatchObject({ result: 'ok', scopes: [{ scopeId: own, ver: 1 }] });
    const { scopes } = await clara.pull({ scopeId: caseFileId, after: 1 }, { scopeId: own, after: 0 });
    expect(scopes[0]).toMatchObject({ head: 1, rows: [] });
    expect(scopes[1]?.rows[0]?.id).toBe(visitIdOf(clara.workerId, caseFileId));
    const journal = await clara.call<{ entries: { action: string; reason: string | null; actorId: string }[] }>(
      ...(['GET', `/v1/journal?scopeId=${caseFileId}&after=1`] as const),
    );
    expect(journal.body.entries).toMatchObject([
      { action: 'caseFile.opened', reason: 'Prüfung', actorId: clara.workerId },
    ]);
  });

  test('a new case file gets a scope of its own that its worker and her lead find in their manifest', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const [anna, clara, bernd] = [await office.desk('anna'), await office.desk('clara'), await office.desk('bernd')];
    await Promise.all([anna.changes(), clara.changes(), bernd.changes()]);
    const caseFileId = newId();
    const { nextSheet: _, ...caseFile } = caseFileBody('12345BG7654321', anna.workerId);
    const created = await anna.push(
      { name: 'createCaseFile', args: { caseFileId, caseFile, household: null, persons: [] } },
      { name: 'addNote', args: noteArgs(caseFileId) },
    );
    expect(created.results.map((result) => result.result)).toEqual(['ok', 'ok']);
    for (const desk of [anna, clara]) {
      const { manifest } = await desk.changes();
      expect(manifest?.scopes.find((scope) => scope.scopeId === caseFileId)).toMatchObject({
        level: 'write',
        kind: 'c',
        head: 2,
      });
    }
    const unconcerned = await bernd.changes();
    expect(unconcerned).toMatchObject({ manifest: null, heads: [] });
    const taken = await bernd.run('createCaseFile', {
      ...{ caseFileId: office.caseFiles.anna, caseFile, household: null, persons: [] },
    });
    expect(taken).toMatchObject({ result: 'ok', scopes: [] });
    const foreign = await bernd.run('createCaseFile', {
      ...{ caseFileId: houseScopeId, caseFile, household: null, persons: [] },
    });
    expect(foreign).toMatchObject({ result: 'refused', code: 'alreadyDone' });
  });

  // S10: each write of six at once takes a head of its own, and none of them fails on a lock
  test('desks that push into the same two files in opposite order all get through', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const substitution = {
      substitutionId: newId(),
      absentWorkerId: office.ids.bernd,
      substituteWorkerId: office.ids.anna,
    };
    const bernd = await office.desk('bernd');
    const day = 86_400_000;
    const range = { from: new Date(Date.now() - 1000).toISOString(), to: new Date(Date.now() + day).toISOString() };
    expect((await bernd.run('startSubstitution', { ...substitution, ...range, reason: 'Urlaub' })).result).toBe('ok');
    await office.desk('anna');
    const desks = await Promise.all(Array.from({ length: 6 }, () => Desk.login(office.address, 'anna', password)));
    const { anna, bernd: other } = office.caseFiles;
    const answers = await Promise.all(
      desks.flatMap((desk, index) => {
        const order = index % 2 ? [anna, other] : [other, anna];
        return desk.push(...order.map((scopeId) => ({ name: 'addNote', args: noteArgs(scopeId) })));
      }),
    );
    expect(answers.flatMap((answer) => answer.results.map((result) => result.result))).toEqual(Array(12).fill('ok'));
    const { scopes } = await desks[0]!.pull({ scopeId: anna, after: 0 }, { scopeId: other, after: 0 });
    expect(scopes.map((scope) => scope.head)).toEqual([7, 7]);
  });
});
