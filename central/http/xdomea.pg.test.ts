import { describe, expect, test } from 'vitest';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import type { Id } from '../../core/domain/ids.ts';
import { fachverfahrenWorkerId } from '../../core/domain/standing-ids.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { newId } from '../testing/desk.ts';
import { openEvents } from '../testing/events.ts';
import { type Office, password } from '../testing/office.ts';
import { createMessage, fileMessage, type MadeCase, packageOf, showMessage } from '../xdomea/testing/made-messages.ts';
import { openHouse } from '../xdomea/testing/message-house.ts';

const numbers = { anna: '12344BG0000001', bernd: '12345BG0000001' };
const name0605 = 'FVDaten.SGOAblegen.0605';

async function notice(text: string): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  pdf.addPage([595, 842]).drawText(text, { x: 60, y: 700, size: 14, font });
  return pdf.save();
}

const documentsIn = async (office: Office, caseFileId: Id) =>
  (
    await office.central.database.query<{ id: Id; body: { title: string; direction: string; letterDate: string } }>(
      `select id, body from record where scope_id = $1 and kind = 'document' and not deleted order by (body ->> 'sheetFrom')::int`,
      [caseFileId],
    )
  ).rows;

describe('a Fachverfahren files by xdomea 0605', () => {
  test('a notice lands in the file under its keyword, with its text; the answer names its id and follows the schema', async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    const processId = newId();
    const xml = fileMessage(processId, [{ container: '12344//0000001', fileName: 'b.pdf' }]);
    const { status, told } = await office.send(
      packageOf(processId, name0605, xml, { 'b.pdf': await notice('Regelbedarf 563 Euro') }),
    );
    expect([status, told.general, told.done]).toEqual([200, '0000000', [true]]);
    const [document] = await documentsIn(office, office.caseFiles.anna);
    expect(document).toMatchObject({
      id: told.made[0],
      body: { title: 'Bewilligungsbescheid', direction: 'outgoing', letterDate: '2026-11-25' },
    });
    const { rows } = await office.central.database.query(
      `select body ->> 'text' as text from record where scope_id = $1 and kind = 'page'`,
      [office.caseFiles.anna],
    );
    expect(rows).toMatchObject([{ text: expect.stringContaining('Regelbedarf 563 Euro') }]);
    const links = await office.central.database.query(
      `select body from record where kind = 'documentKeyword' and scope_id = $1`,
      [office.caseFiles.anna],
    );
    expect(links.rows).toMatchObject([{ body: { keywordId: office.keywordId, documentId: document?.id } }]);
  });

  test('the same message again is answered as before and files nothing twice, also when both come at once', async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    const processId = newId();
    const sent = packageOf(
      processId,
      name0605,
      fileMessage(processId, [{ container: numbers.anna, fileName: 'b.pdf' }]),
      { 'b.pdf': await notice('A') },
    );
    const both = await Promise.all([office.send(sent), office.send(sent)]);
    const again = await office.send(sent);
    expect(again.told.general).toBe('0000009');
    expect(new Set([...both, again].flatMap(({ told }) => told.made)).size).toBe(1);
    expect(await documentsIn(office, office.caseFiles.anna)).toHaveLength(1);
    const other = fileMessage(processId, [{ container: numbers.bernd, fileName: 'b.pdf' }]);
    const { told } = await office.send(packageOf(processId, name0605, other, { 'b.pdf': await notice('A') }));
    expect([told.general, told.sentences[0]]).toEqual([
      '0000499',
      expect.stringContaining('schon eine andere Nachricht'),
    ]);
  });

  test('of a batch each is told by itself: filed, into a Postkorb, unknown file, missing content', async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    const processId = newId();
    const xml = fileMessage(processId, [
      { container: numbers.anna, fileName: 'a.pdf' },
      { container: numbers.bernd, fileName: 'b.pdf', type: 'Ganz was Neues', title: 'Anhörung' },
      { container: '99999BG9999999', fileName: 'a.pdf' },
      { container: numbers.anna, fileName: 'fehlt.pdf' },
    ]);
    const files = { 'a.pdf': await notice('A'), 'b.pdf': await notice('B') };
    const { told } = await office.send(packageOf(processId, name0605, xml, files));
    expect(told).toMatchObject({ general: '0000499', done: [true, true, false, false], codes: ['0605001', '0605004'] });
    expect(told.places.slice(0, 2)).toEqual([`Akte ${numbers.anna}`, 'Postkorb bernd']);
    const { rows } = await office.central.database.query(
      `select body from record where scope_id = $1 and kind = 'inboxItem'`,
      [office.inboxes.bernd],
    );
    expect(rows).toMatchObject([
      {
        body: {
          title: 'Anhörung',
          source: 'fachverfahren',
          proposedCase: { caseFileId: office.caseFiles.bernd, confidence: 'sure' },
          proposedKeyword: null,
          reasons: { title: 'Vom Fachverfahren genannt' },
        },
      },
    ]);
    expect(await documentsIn(office, office.caseFiles.anna)).toHaveLength(1);
  });

  test('a message that failed as a whole may be sent again, mended', async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    const processId = newId();
    const xml = fileMessage(processId, [{ container: numbers.anna, fileName: 'a.pdf' }]);
    expect((await office.send(packageOf(processId, name0605, xml, {}))).told).toMatchObject({
      done: [false],
      codes: ['0605004'],
    });
    const { told } = await office.send(packageOf(processId, name0605, xml, { 'a.pdf': await notice('A') }));
    expect(told).toMatchObject({ general: '0000000', done: [true] });
  });

  test('it comes as a form, too; what is no message, and who is nobody, is told with a status', async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    const processId = newId();
    const sent = packageOf(
      processId,
      name0605,
      fileMessage(processId, [{ container: numbers.anna, fileName: 'a.pdf' }]),
      { 'a.pdf': await notice('A') },
    );
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(sent)]), `${processId}_${name0605}.zip`);
    expect((await office.send(form)).told.done).toEqual([true]);
    expect(await office.send(new Uint8Array([1, 2, 3]))).toMatchObject({
      status: 400,
      xml: expect.stringContaining('kein wohlgeformtes XML'),
    });
    expect((await office.send(sent, { type: 'text/plain' })).status).toBe(415);
    expect((await office.send(sent, { login: 'post:falsch' })).status).toBe(401);
    await office.desk('anna');
    expect((await office.send(sent, { login: `anna:${password}` })).status).toBe(403);
    const { rows } = await office.central.database.query('select count(*)::int as count from fachverfahren_message');
    expect(rows).toEqual([{ count: 1 }]);
  });
});

const made: MadeCase = {
  ...{ fileNumber: '32201BG0007777', title: 'Hansen, Ole', responsible: 'BE', familyName: 'Hansen', givenName: 'Ole' },
  ...{ birthDate: '1991-02-03', street: 'Deichweg' },
};

describe('a Fachverfahren makes files by xdomea 0604', () => {
  test('a file is made for the worker named, who sees it at once; named again its cover is brought up to date', async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    const bernd = await office.desk('bernd');
    const first = await office.send(createMessage(newId(), made), { type: 'application/xml' });
    expect(first.told).toMatchObject({ general: '0000000', places: ['Akte 32201BG0007777 angelegt'] });
    const caseFileId = first.told.made[0] as Id;
    const { rows } = await office.central.database.query(
      `select kind, body from record where scope_id = $1 and not deleted order by kind`,
      [caseFileId],
    );
    expect(rows).toMatchObject([
      {
        kind: 'caseFile',
        body: {
          fileNumber: '32201BG0007777',
          workerId: office.ids.bernd,
          approvedUntil: '2027-05-31',
          kind: 'benefit',
        },
      },
      { kind: 'household', body: { street: 'Deichweg 7', postcode: '25813', place: 'Husum' } },
      { kind: 'person', body: { familyName: 'Hansen', birthDate: '1991-02-03' } },
    ]);
    expect(
      (
        await bernd.run('addNote', {
          caseFileId,
          noteId: newId(),
          documentId: null,
          text: 'Neu',
          isPinned: false,
          isPhoneCall: false,
        })
      ).result,
    ).toBe('ok');
    const second = await office.send(
      createMessage(newId(), { ...made, familyName: 'Hansen-Voss', street: 'Am Siel', until: '2027-11-30' }),
      { type: 'application/xml' },
    );
    expect(second.told).toMatchObject({ made: [caseFileId], places: ['Akte 32201BG0007777 aktualisiert'] });
    const now = await office.central.database.query(
      `select body from record where scope_id = $1 and not deleted and kind in ('caseFile', 'household', 'person') order by kind`,
      [caseFileId],
    );
    expect(now.rows).toMatchObject([
      { body: { approvedUntil: '2027-11-30' } },
      { body: { street: 'Am Siel 7' } },
      { body: { familyName: 'Hansen-Voss' } },
    ]);
  });

  test('what a worker put right stays while it only says the same again; a new word of it stands, and she is told', async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    const bernd = await office.desk('bernd');
    const sent = async (more: Partial<MadeCase> = {}) =>
      (await office.send(createMessage(newId(), { ...made, ...more }), { type: 'application/xml' })).told;
    const caseFileId = (await sent()).made[0] as Id;
    const cover = { caseFile: {}, household: {}, persons: [] };
    const address = { street: 'Deichweg 7', postcode: '25813', place: 'Husum' };
    const changed = await bernd.run('changeCover', {
      caseFileId,
      before: { ...cover, household: address },
      after: { ...cover, household: { street: 'Deichweg 7a' } },
    });
    expect(changed).toMatchObject({ result: 'ok', hints: [] });
    const streets = async () =>
      (
        await office.central.database.query<{ street: string }>(
          `select body->>'street' as street from record where scope_id = $1 and kind = 'household'`,
          [caseFileId],
        )
      ).rows.map(({ street }) => street);
    const toldToBernd = async () =>
      (await bernd.pull({ scopeId: office.ids.bernd, after: 0 })).scopes[0]?.rows.filter(
        ({ kind, deleted }) => kind === 'overlap' && !deleted,
      ) ?? [];
    await sent();
    expect([await streets(), await toldToBernd()]).toEqual([['Deichweg 7a'], []]);
    await sent({ street: 'Am Siel' });
    expect(await streets()).toEqual(['Am Siel 7']);
    expect(await toldToBernd()).toMatchObject([
      { body: { cause: 'coverChanged', targetId: caseFileId, values: { 'household/street': 'Deichweg 7a' } } },
    ]);
    const { rows } = await office.central.database.query<{ line: string }>(
      `select concat_ws(' > ', body->>'oldValue', body->>'newValue') as line from record
       where scope_id = $1 and kind = 'historyEntry' and body->>'field' = 'household/street' order by ver`,
      [caseFileId],
    );
    expect(rows.map(({ line }) => line)).toEqual(['Deichweg 7 > Deichweg 7a', 'Deichweg 7a > Am Siel 7']);
  });

  test('it closes a file and opens it again; what it only says again undoes nothing a worker did meanwhile', async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    const bernd = await office.desk('bernd');
    const say = async (more: Partial<MadeCase> = {}) =>
      (await office.send(createMessage(newId(), { ...made, ...more }), { type: 'application/xml' })).told.made[0] as Id;
    const caseFileId = await say();
    type Standing = { state: string; id: Id | null; by: Id | null };
    const standing = async () =>
      (
        await office.central.database.query<Standing>(
          `select body->>'state' as state, body->'stateChange'->>'id' as id, body->'stateChange'->>'by' as by
           from record where scope_id = $1 and kind = 'caseFile'`,
          [caseFileId],
        )
      ).rows[0]!;
    const turn = async (name: string) =>
      (await bernd.run(name, { caseFileId, seen: (await standing()).id, reason: 'Wegzug' })).result;
    expect(await turn('closeCaseFile')).toBe('ok');
    await say({ isClosed: false });
    await say();
    expect(await standing()).toMatchObject({ state: 'closed', by: bernd.workerId });
    expect(await turn('reopenCaseFile')).toBe('ok');
    await say({ isClosed: true });
    expect(await standing()).toMatchObject({ state: 'closed', by: fachverfahrenWorkerId });
    expect(await turn('reopenCaseFile')).toBe('ok');
    await say({ isClosed: true });
    expect(await standing()).toMatchObject({ state: 'running', by: bernd.workerId });
    expect(await turn('closeCaseFile')).toBe('ok');
    await say({ isClosed: false });
    expect(await standing()).toMatchObject({ state: 'running', by: fachverfahrenWorkerId });
    const { body } = await bernd.call<{ entries: { action: string; actorId: Id }[] }>(
      ...(['GET', `/v1/journal?scopeId=${caseFileId}`] as const),
    );
    const turns = body.entries.filter(({ action }) => ['caseFile.closed', 'caseFile.reopened'].includes(action));
    expect(turns.filter(({ actorId }) => actorId === fachverfahrenWorkerId)).toHaveLength(2);
    expect(turns).toHaveLength(6);
  });

  test('two messages at once for one number make one file', async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    const answers = await Promise.all(
      [newId(), newId()].map((id) => office.send(createMessage(id, made), { type: 'application/xml' })),
    );
    expect(new Set(answers.flatMap(({ told }) => told.made)).size).toBe(1);
  });

  test('without a known worker, or of an unknown kind, nothing is made and it is said why', async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    const nobody = await office.send(createMessage(newId(), { ...made, responsible: 'XX' }), {
      type: 'application/xml',
    });
    expect(nobody.told).toMatchObject({ done: [false], codes: ['0604003'] });
    const kind = await office.send(createMessage(newId(), { ...made, type: 'Bauakte' }), { type: 'application/xml' });
    expect(kind.told).toMatchObject({ done: [false], codes: ['0604002'] });
  });
});

describe('a Fachverfahren shows files by xdomea 0602', () => {
  test('the desk of the worker who asked is told; of what she may not see nothing is told to anybody', async () => {
    await using database = await temporaryDatabase();
    await using office = await openHouse(database.connectionString);
    const administration = `update account set login = 'jensen' where worker_id = $1`;
    const anna = await office.desk('anna');
    await office.central.database.query(administration, [office.ids.anna]);
    const events = await openEvents(anna);
    const { told } = await office.send(showMessage(newId(), office.caseFiles.anna), { type: 'application/xml' });
    expect(told).toMatchObject({ general: '0000000', done: [true] });
    expect(await events.nextShow()).toEqual({ caseFileId: office.caseFiles.anna, documentId: null });
    const hidden = await office.send(showMessage(newId(), office.caseFiles.bernd), { type: 'application/xml' });
    const unknown = await office.send(showMessage(newId(), newId()), { type: 'application/xml' });
    expect(hidden.told).toMatchObject({ done: [false], codes: ['0602001'] });
    expect(hidden.told).toEqual(unknown.told);
  });
});
