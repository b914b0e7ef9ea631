import { describe, expect, test } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { afterAChangeOfShape, type OlderNote, olderNote } from '../../tests/support/older-shape.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { type Desk, newId } from '../testing/desk.ts';
import { nameTeamAndInboxes } from '../testing/machines.ts';
import { contentFacts, filing, noteArgs, type Office, openOffice } from '../testing/office.ts';

const moment = (fromNow: number): string => new Date(Date.now() + fromNow).toISOString();

type Row = { kind: string; id: Id; body: Record<string, unknown> | null };
const rowsOf = async (desk: Desk, scopeId: Id, kind: string): Promise<Row[]> => {
  const { scopes } = await desk.pull({ scopeId, after: 0 });
  return (scopes[0]?.rows ?? []).filter((row) => row.kind === kind && row.body) as Row[];
};

/** Bernd has stood in for Anna until now; what he did offline comes in afterwards. His own scope is there, as in a filled house. */
async function afterSubstitution(office: Office): Promise<{ anna: Desk; bernd: Desk; caseFileId: Id }> {
  const [anna, bernd] = [await office.desk('anna'), await office.desk('bernd')];
  await office.import([
    {
      ...{ line: 'scope', scopeId: bernd.workerId, kind: 'u' },
      grants: [{ principalId: bernd.workerId, level: 'write' }],
    },
  ]);
  const substitution = {
    ...{ substitutionId: newId(), absentWorkerId: anna.workerId, substituteWorkerId: bernd.workerId },
    ...{ reason: 'krank', from: moment(-1000), to: moment(86_400_000) },
  };
  expect((await bernd.run('startSubstitution', substitution)).result).toBe('ok');
  expect((await anna.run('endSubstitution', { substitutionId: substitution.substitutionId })).result).toBe('ok');
  return { anna, bernd, caseFileId: office.caseFiles.anna };
}

const settling = (row: Row) => ({
  placeId: row.body?.['placeId'],
  lateWorkId: row.id,
  authorId: row.body?.['authorId'],
});
const adopting = (row: Row) => ({ ...settling(row), name: row.body?.['name'], args: row.body?.['args'] });

describe('late work', () => {
  // S23, S24: in quarantine and in the file, not carried out by itself; adopted it is signed and journalled
  test('waits with the one responsible, who adopts it: an ordinary record signed by its author', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const { anna, bernd, caseFileId } = await afterSubstitution(office);
    const note = noteArgs(caseFileId, 'Miete geklärt');
    const result = await bernd.run('addNote', note);
    expect(result).toMatchObject({ result: 'forbidden', code: 'lateWork', details: { ownerId: anna.workerId } });
    const { rows } = await office.central.database.query('select code, args from quarantine');
    expect(rows).toMatchObject([{ code: 'lateWork', args: { text: 'Miete geklärt' } }]);
    const [waiting] = await rowsOf(anna, caseFileId, 'lateWork');
    expect(waiting?.body).toMatchObject({ authorId: bernd.workerId, state: 'open', args: { text: 'Miete geklärt' } });
    expect(await rowsOf(anna, caseFileId, 'note')).toEqual([]);
    expect(await rowsOf(bernd, bernd.workerId, 'lateWork')).toMatchObject([{ body: { state: 'open' } }]);
    expect((await bernd.pull({ scopeId: caseFileId, after: 0 })).denied).toEqual([caseFileId]);
    expect((await anna.run('adoptLateWork', adopting(waiting!))).result).toBe('ok');
    expect(await rowsOf(anna, caseFileId, 'note')).toMatchObject([
      { id: note.noteId, body: { text: 'Miete geklärt', createdBy: bernd.workerId } },
    ]);
    expect(await rowsOf(bernd, bernd.workerId, 'lateWork')).toMatchObject([
      { body: { state: 'adopted', settledBy: anna.workerId } },
    ]);
    const journal = await anna.call<{ entries: { action: string; actorId: Id }[] }>(
      'GET',
      `/v1/journal?scopeId=${caseFileId}`,
    );
    const lines = journal.body.entries.map(({ action, actorId }) => [action, actorId]);
    expect(lines.slice(-3)).toEqual([
      ['lateWork.received', bernd.workerId],
      ['note.added', anna.workerId],
      ['lateWork.adopted', anna.workerId],
    ]);
    const seen = { workerId: bernd.workerId, lateWorkId: waiting!.id };
    expect((await bernd.run('acknowledgeLateWork', seen)).result).toBe('ok');
    expect(await rowsOf(bernd, bernd.workerId, 'lateWork')).toEqual([]);
  });

  // S24: the reason is in the file and in the author's own scope
  test('declined with a reason it stays readable at its place, and its author is told', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const { anna, bernd, caseFileId } = await afterSubstitution(office);
    await bernd.run('addNote', noteArgs(caseFileId, 'Miete geklärt'));
    const [waiting] = await rowsOf(anna, caseFileId, 'lateWork');
    const declined = { ...settling(waiting!), reason: 'Ist anders entschieden' };
    expect((await anna.run('declineLateWork', declined)).result).toBe('ok');
    expect(await anna.run('adoptLateWork', adopting(waiting!))).toMatchObject({
      ...{ result: 'refused', code: 'changedMeanwhile', details: { by: anna.workerId } },
    });
    const outcome = { state: 'declined', settleReason: 'Ist anders entschieden', args: { text: 'Miete geklärt' } };
    expect(await rowsOf(anna, caseFileId, 'lateWork')).toMatchObject([{ body: outcome }]);
    expect(await rowsOf(bernd, bernd.workerId, 'lateWork')).toMatchObject([{ body: outcome }]);
  });

  // S23: contents come first
  test('brings its contents, which the one responsible can read before she decides', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const { anna, bernd, caseFileId } = await afterSubstitution(office);
    const bytes = new TextEncoder().encode('Mietvertrag');
    const missing = contentFacts('a'.repeat(64), 3);
    const document = { caseFileId, documentId: newId(), filing, pageTexts: ['Mietvertrag'] };
    const early = await bernd.push({ name: 'addDocument', args: { ...document, content: missing } });
    expect(early.results[0]?.result).toBe('needBlob');
    bernd.nextMid -= 1;
    const content = contentFacts(await bernd.upload(bytes), bytes.length);
    expect((await bernd.run('addDocument', { ...document, content })).code).toBe('lateWork');
    expect((await anna.call('GET', `/v1/blobs/${content.sha256}`)).status).toBe(200);
    const [waiting] = await rowsOf(anna, caseFileId, 'lateWork');
    expect((await anna.run('adoptLateWork', adopting(waiting!))).result).toBe('ok');
    expect(await rowsOf(anna, caseFileId, 'document')).toMatchObject([{ body: { filedBy: bernd.workerId } }]);
    expect(await rowsOf(anna, caseFileId, 'version')).toHaveLength(1);
    expect((await anna.call('GET', `/v1/blobs/${content.sha256}`)).status).toBe(200);
  });

  // S23: the substitutes of the one responsible see it, too, as long as they stand in for her
  test('is seen by whoever stands in for the one responsible now, who may adopt it, and by nobody else of her colleagues', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const { bernd, caseFileId } = await afterSubstitution(office);
    expect((await bernd.run('addNote', noteArgs(caseFileId, 'Miete geklärt'))).code).toBe('lateWork');
    const dora = await office.desk('dora');
    expect((await dora.pull({ scopeId: caseFileId, after: 0 })).denied).toEqual([caseFileId]);
    const substitution = {
      ...{ substitutionId: newId(), absentWorkerId: office.ids.anna, substituteWorkerId: dora.workerId },
      ...{ reason: 'krank', from: moment(-1000), to: moment(86_400_000) },
    };
    expect((await dora.run('startSubstitution', substitution)).result).toBe('ok');
    const [waiting] = await rowsOf(dora, caseFileId, 'lateWork');
    expect(waiting?.body).toMatchObject({ authorId: bernd.workerId, state: 'open', args: { text: 'Miete geklärt' } });
    expect((await dora.run('adoptLateWork', adopting(waiting!))).result).toBe('ok');
    expect(await rowsOf(dora, caseFileId, 'note')).toMatchObject([{ body: { createdBy: bernd.workerId } }]);
  });

  // S23: work in a Postkorb lies there, for whose it is and for who stands in for her
  test('in a Postkorb lies there, and the letter stays as it was until it is adopted', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    await nameTeamAndInboxes(office);
    const { anna, bernd } = await afterSubstitution(office);
    const { anna: inboxId, bernd: targetInboxId } = office.inboxes;
    const content = contentFacts(await anna.upload(new TextEncoder().encode('Brief')), 5);
    const letter = {
      ...{ inboxId, itemId: newId(), title: 'Brief', letterDate: null, receivedDate: null, sender: null, content },
      ...{ direction: 'incoming', source: 'scan', pageTexts: ['Brief'] },
      ...{ proposedCase: null, proposedKeyword: null, remark: null },
    };
    expect((await anna.run('deliverInboxItem', letter)).result).toBe('ok');
    const forward = { inboxId, itemId: letter.itemId, targetInboxId, newItemId: newId(), remark: 'Ihr Fall' };
    const result = await bernd.run('forwardInboxItem', forward);
    expect(result).toMatchObject({ result: 'forbidden', code: 'lateWork', details: { ownerId: anna.workerId } });
    const [waiting] = await rowsOf(anna, inboxId, 'lateWork');
    expect(waiting?.body).toMatchObject({ placeId: inboxId, placeKind: 'o', ownerId: anna.workerId, state: 'open' });
    expect(await rowsOf(bernd, targetInboxId, 'lateWork')).toEqual([]);
    expect(await rowsOf(anna, inboxId, 'inboxItem')).toMatchObject([{ body: { state: 'open' } }]);
    expect((await anna.run('adoptLateWork', adopting(waiting!))).result).toBe('ok');
    expect(await rowsOf(anna, inboxId, 'inboxItem')).toMatchObject([{ body: { state: 'forwarded' } }]);
    expect(await rowsOf(bernd, targetInboxId, 'inboxItem')).toMatchObject([{ id: forward.newItemId }]);
  });

  // S24: nothing of it is in the file
  test('of somebody who never had the right is refused and reaches nobody', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const [anna, dora] = [await office.desk('anna'), await office.desk('dora')];
    expect((await dora.run('addNote', noteArgs(office.caseFiles.anna))).code).toBe('notAllowed');
    expect(await rowsOf(anna, office.caseFiles.anna, 'lateWork')).toEqual([]);
  });

  // S23: also what was held until a denial
  test('of somebody shut out of the file waits too; she cannot adopt it herself, nor anybody adopt something else under its name', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const { anna, bernd, caseFileId } = await afterSubstitution(office);
    const { database: store } = office.central;
    await store.query("insert into scope_grant values ($1, $2, 'write')", [caseFileId, bernd.workerId]);
    await store.query('insert into scope_deny (scope_id, worker_id) values ($1, $2)', [caseFileId, bernd.workerId]);
    expect((await bernd.run('addNote', noteArgs(caseFileId, 'befangen'))).code).toBe('lateWork');
    await store.query('delete from scope_deny');
    const [waiting] = await rowsOf(anna, caseFileId, 'lateWork');
    expect(await bernd.run('adoptLateWork', adopting(waiting!))).toMatchObject({
      result: 'refused',
      code: 'notAllowed',
    });
    const other = { ...adopting(waiting!), args: noteArgs(caseFileId, 'etwas anderes') };
    expect(await anna.run('adoptLateWork', other)).toMatchObject({ result: 'refused', code: 'invalid' });
  });

  // S34: late work, quarantine and an adoption have name, args and schema as they came
  test('given in the shape of an older program keeps that shape and its schema, and is adopted as what it means today', async () => {
    afterAChangeOfShape();
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const { anna, bernd, caseFileId } = await afterSubstitution(office);
    const args: OlderNote = { file: caseFileId, note: newId(), words: 'Miete geklärt' };
    expect(await bernd.run(olderNote.name, args)).toMatchObject({ result: 'forbidden', code: 'lateWork' });
    const [waiting] = await rowsOf(anna, caseFileId, 'lateWork');
    expect(waiting?.body).toMatchObject({ name: olderNote.name, args, schema: 1 });
    const { rows } = await office.central.database.query('select name, args, schema from quarantine');
    expect(rows).toEqual([{ name: olderNote.name, args, schema: 1 }]);
    const wrong = { ...adopting(waiting!), schema: 2 };
    expect(await anna.run('adoptLateWork', wrong)).toMatchObject({ result: 'refused', code: 'invalid' });
    expect((await anna.run('adoptLateWork', { ...adopting(waiting!), schema: 1 })).result).toBe('ok');
    expect(await rowsOf(anna, caseFileId, 'note')).toMatchObject([
      { id: args.note, body: { text: 'Miete geklärt', createdBy: bernd.workerId } },
    ]);
  });
});
