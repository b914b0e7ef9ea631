import { describe, expect, test } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { type Desk, newId } from '../testing/desk.ts';
import { contentFacts, filing, noteArgs, type Office, openOffice } from '../testing/office.ts';

type Turn = 'closeCaseFile' | 'reopenCaseFile';
const day = 86_400_000;

/** Anna, responsible for a file, and Bernd, who stands in for her: two desks that may write in it. */
async function twoAtAFile(office: Office) {
  const [anna, bernd] = [await office.desk('anna'), await office.desk('bernd')];
  const [from, to] = [-day, day].map((distance) => new Date(Date.now() + distance).toISOString());
  const substitution = { substitutionId: newId(), absentWorkerId: anna.workerId, substituteWorkerId: bernd.workerId };
  const begun = await anna.run('startSubstitution', { ...substitution, from, to, reason: 'Urlaub' });
  expect(begun.result).toBe('ok');
  const caseFileId = office.caseFiles.anna;
  const rows = async <Body>(kind: string) =>
    (
      await office.central.database.query<{ body: Body }>(
        'select body from record where scope_id = $1 and kind = $2 and not deleted order by id',
        [caseFileId, kind],
      )
    ).rows.map(({ body }) => body);
  const file = async () => (await rows<BodyOf<'caseFile'>>('caseFile'))[0] as BodyOf<'caseFile'>;
  const turn = async (desk: Desk, name: Turn, given: { seen: Id | null; reason?: string; id?: Id }) => {
    const { id = newId(), seen, reason = 'Wegzug' } = given;
    const { results } = await desk.push({ id, name, args: { caseFileId, seen, reason } });
    return { ...results[0]!, id };
  };
  const act = {
    note: (desk: Desk) => desk.run('addNote', noteArgs(caseFileId)),
    document: async (desk: Desk) => {
      const sha256 = await desk.upload(new TextEncoder().encode('Mietvertrag'));
      const content = contentFacts(sha256, 11);
      return desk.run('addDocument', { caseFileId, documentId: newId(), filing, content, pageTexts: [] });
    },
    cover: (desk: Desk) => {
      const words = (title: string) => ({ caseFile: { title }, household: {}, persons: [] });
      return desk.run('changeCover', { caseFileId, before: words('Petersen, Anna'), after: words('Petersen, A.') });
    },
    followUp: (desk: Desk) =>
      desk.run('createFollowUp', {
        ...{ caseFileId, followUpId: newId(), documentId: null },
        ...{ dueOn: '2027-01-15', subject: 'Rückforderung?' },
      }),
    letter: async (desk: Desk) => {
      const ref = { inboxId: office.inboxes.anna, itemId: newId() };
      const content = contentFacts(await desk.upload(new TextEncoder().encode('Brief')), 5);
      const { keywordIds: _, isProtected: __, ...facts } = filing;
      const proposals = { proposedCase: null, proposedKeyword: null, remark: null };
      await desk.run('deliverInboxItem', { ...ref, ...facts, ...proposals, source: 'scan', content, pageTexts: [] });
      return desk.run('fileInboxItem', { ...ref, caseFileId, documentId: newId(), filing });
    },
  };
  return { anna, bernd, caseFileId, rows, file, turn, act };
}

// S53: by whom, with reason and journal; who names a state that changed since is told
describe('a case file is closed and opened at the centre', () => {
  test('by whoever is responsible, her substitute and who leads; once, with who, when and why, journalled in the file', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const { anna, bernd, caseFileId, file, turn } = await twoAtAFile(office);
    const closed = await turn(anna, 'closeCaseFile', { seen: null });
    expect(closed).toMatchObject({ result: 'ok' });
    expect(await file()).toMatchObject({
      ...{ state: 'closed', stateChange: { id: closed.id, by: anna.workerId, reason: 'Wegzug' } },
    });
    const opened = await turn(bernd, 'reopenCaseFile', { seen: closed.id, reason: 'Widerspruch eingegangen' });
    expect(opened).toMatchObject({ result: 'ok' });
    expect(await file()).toMatchObject({ state: 'running', stateChange: { by: bernd.workerId } });
    const { body } = await anna.call<{ entries: { action: string; reason: string | null; actorId: Id }[] }>(
      ...(['GET', `/v1/journal?scopeId=${caseFileId}`] as const),
    );
    expect(body.entries).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'caseFile.closed', reason: 'Wegzug', actorId: anna.workerId }),
        expect.objectContaining({ action: 'caseFile.reopened', reason: 'Widerspruch eingegangen' }),
      ]),
    );
    const teams = "update scope_grant set level = 'write' where principal_id = $1";
    await office.central.database.query(teams, [office.teamId]);
    expect(await turn(await office.desk('clara'), 'closeCaseFile', { seen: opened.id })).toMatchObject({
      result: 'ok',
    });
  });

  test('not by whoever has no right in it, only reads it, audits or scans', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const { file, turn } = await twoAtAFile(office);
    // Clara leads the team but has only been given the right to read here.
    for (const name of ['dora', 'clara', 'audit', 'post'] as const) {
      const { result } = await turn(await office.desk(name), 'closeCaseFile', { seen: null });
      expect([name, result]).toEqual([name, 'forbidden']);
    }
    expect((await file()).state).toBe('running');
  });

  test('the second of two changes nothing and is told by whom, when and why, also when both come at once', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const { anna, bernd, file, turn } = await twoAtAFile(office);
    const both = await Promise.all([
      turn(anna, 'closeCaseFile', { seen: null, reason: 'Wegzug nach Kiel' }),
      turn(bernd, 'closeCaseFile', { seen: null, reason: 'Leistung beendet' }),
    ]);
    const [done, refused] = [both.find(({ result }) => result === 'ok'), both.find(({ result }) => result !== 'ok')];
    expect((await file()).stateChange?.id).toBe(done?.id);
    const { reason, by } = (await file()).stateChange!;
    const who = by === anna.workerId ? 'anna' : 'bernd';
    expect(refused).toMatchObject({ result: 'refused', code: 'changedMeanwhile' });
    expect(refused?.message).toMatch(new RegExp(`von Test ${who} am .* Uhr geschlossen\\. Grund: „${reason}“`));
    // Opened by one who had seen the closing, the other's stale opening does nothing.
    const seen = done!.id;
    expect(await turn(bernd, 'reopenCaseFile', { seen })).toMatchObject({ result: 'ok' });
    expect(await turn(anna, 'reopenCaseFile', { seen })).toMatchObject({ result: 'refused', code: 'changedMeanwhile' });
    expect((await file()).state).toBe('running');
  });

  test('sent again under the same id after a lost answer it is known, though the file was opened since', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const { anna, bernd, caseFileId, file, turn } = await twoAtAFile(office);
    const args = { caseFileId, seen: null, reason: 'Wegzug' };
    const commands = anna.number([{ name: 'closeCaseFile', args }]);
    await anna.send(commands);
    expect(await turn(bernd, 'reopenCaseFile', { seen: commands[0]!.id })).toMatchObject({ result: 'ok' });
    expect((await anna.send(commands)).results).toMatchObject([{ result: 'dup' }]);
    expect((await file()).state).toBe('running');
  });
});

// S53: closed, only the cover is shut; whatever else comes is taken
describe('what comes from a desk that did not know that the file was closed, and before', () => {
  const orders = [
    { order: 'after', isFirst: false },
    { order: 'before', isFirst: true },
  ];
  test.each(orders)('note, document, letter and follow-up that come $order are taken', async ({ isFirst }) => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const { anna, bernd, rows, file, turn, act } = await twoAtAFile(office);
    if (!isFirst) expect((await turn(anna, 'closeCaseFile', { seen: null })).result).toBe('ok');
    for (const name of ['note', 'document', 'followUp'] as const)
      expect([name, (await act[name](bernd)).result]).toEqual([name, 'ok']);
    expect((await act.letter(bernd)).result).toBe('ok');
    if (isFirst) expect((await turn(anna, 'closeCaseFile', { seen: null })).result).toBe('ok');
    const isAfter = !isFirst;
    expect((await rows<BodyOf<'note'>>('note')).map((note) => note.writtenAfterClosing ?? false)).toEqual([isAfter]);
    const documents = await rows<BodyOf<'document'>>('document');
    expect(documents.map(({ arrivedAfterClosing }) => arrivedAfterClosing)).toEqual([isAfter, isAfter]);
    expect(await rows('followUp')).toMatchObject([{ subject: 'Rückforderung?', completedAt: null }]);
    expect(await file()).toMatchObject({ state: 'closed', nextSheet: 3 });
  });

  test('a change of the cover that comes before stands, one that comes after is refused and kept in quarantine with its words', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const { anna, bernd, file, turn, act } = await twoAtAFile(office);
    const closed = await turn(anna, 'closeCaseFile', { seen: null });
    expect(await act.cover(bernd)).toMatchObject({ result: 'refused', code: 'changedMeanwhile' });
    expect((await file()).title).toBe('Petersen, Anna');
    const { rows } = await office.central.database.query(
      `select command_id from quarantine where args::text like '%Petersen, A.%'`,
    );
    expect(rows).toHaveLength(1);
    await turn(anna, 'reopenCaseFile', { seen: closed.id });
    expect((await act.cover(bernd)).result).toBe('ok');
    await turn(anna, 'closeCaseFile', { seen: (await file()).stateChange!.id });
    expect(await file()).toMatchObject({ title: 'Petersen, A.', state: 'closed' });
  });
});
