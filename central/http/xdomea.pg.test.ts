import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import type { ImportLine } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { newId } from '../testing/desk.ts';
import { openEvents } from '../testing/events.ts';
import { openOffice, type Office, password } from '../testing/office.ts';
import { openSchemaCheck } from '../xdomea/schema-check.ts';
import { createMessage, fileMessage, type MadeCase, packageOf, showMessage } from '../xdomea/testing/made-messages.ts';

const schemas = fileURLToPath(new URL('../../../shared/samples/xdomea-xsd-3.0.0', import.meta.url));
const hasSchemas = existsSync(schemas);
if (!hasSchemas)
  console.log('SKIPPED: the schemas of xdomea (shared/samples) are not here; answers were not compared with them.');
const schemaCheck = hasSchemas ? openSchemaCheck(schemas) : null;

const numbers = { anna: '12344BG0000001', bernd: '12345BG0000001' };
const name0605 = 'FVDaten.SGOAblegen.0605';

async function notice(text: string): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  pdf.addPage([595, 842]).drawText(text, { x: 60, y: 700, size: 14, font });
  return pdf.save();
}

/** The small house with keywords and a Postkorb that is known by name. */
async function openHouse(connectionString: string): Promise<Office & { keywordId: Id; send: Send }> {
  const office = await openOffice(connectionString);
  const [registerId, keywordId] = [newId(), newId()];
  const rules = {
    copyHint: null,
    isProtected: false,
    retentionYears: 10,
    courtDocumentClass: null,
    followUpDays: null,
  };
  const valid = { validFrom: '2020-01-01', validTo: null };
  const scopeId = houseScopeId;
  const lines: ImportLine[] = [
    {
      line: 'record',
      kind: 'register',
      id: registerId,
      scopeId,
      body: { number: 1, name: 'Bescheide', isProtected: false, ...valid },
    },
    {
      line: 'record',
      kind: 'keyword',
      id: keywordId,
      scopeId,
      body: { registerId, name: 'Bewilligungsbescheid', rules, ...valid },
    },
  ];
  for (const name of ['anna', 'bernd'] as const) {
    const inboxId = office.inboxes[name];
    const body = {
      familyName: name,
      givenName: 'Test',
      signature: name.slice(0, 2).toUpperCase(),
      role: 'worker',
      teamId: office.teamId,
      inboxId,
      isActive: true,
    };
    lines.push({ line: 'record', kind: 'worker', id: office.ids[name], scopeId, body });
    lines.push({
      line: 'record',
      kind: 'inbox',
      id: inboxId,
      scopeId,
      body: { kind: 'worker', ownerId: office.ids[name], name },
    });
  }
  await office.import(lines);
  await office.desk('post'); // makes the account
  return {
    ...office,
    keywordId,
    send: (body, more) => send(office.address, body, more),
    [Symbol.asyncDispose]: office[Symbol.asyncDispose],
  };
}

type Send = (
  body: Uint8Array | FormData,
  more?: { login?: string; type?: string },
) => Promise<{ status: number; xml: string; told: Told }>;
type Told = {
  general: string;
  done: boolean[];
  made: string[];
  places: string[];
  codes: string[];
  sentences: string[];
};

async function send(
  address: string,
  body: Uint8Array | FormData,
  { login = `post:${password}`, type = 'application/zip' } = {},
) {
  const headers = { authorization: `Basic ${btoa(unescape(encodeURIComponent(login)))}` };
  const typed = body instanceof FormData ? headers : { ...headers, 'content-type': type };
  const answer = await fetch(`${address}/v1/xdomea`, { method: 'POST', headers: typed, body: body as FormData });
  const xml = await answer.text();
  if (answer.status === 200) expect(schemaCheck?.problemsOf(new TextEncoder().encode(xml)) ?? []).toEqual([]);
  const all = (pattern: RegExp) => [...xml.matchAll(pattern)].map((match) => match[1] ?? '');
  const told: Told = {
    general: all(/AllgemeineRueckmeldung [^>]*><code>(\d+)</g)[0] ?? '',
    done: all(/Erfolgreich>(true|false)</g).map((text) => text === 'true'),
    made: all(/IDSGO>([^<]+)</g),
    places: all(/<xdomea:Wert>([^<]*)</g),
    codes: all(/SpezifischeFehlermeldung\d+ [^>]*><code>(\d+)</g),
    sentences: all(/SonstigeFehlermeldung>([^<]*)</g),
  };
  return { status: answer.status, xml, told };
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
