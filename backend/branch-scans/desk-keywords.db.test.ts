import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { expect, test, vi } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { type BackendDesk, deskForEachTest, logIn } from '../../tests/support/backend-desk.ts';
import type { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest(async (opened) => {
  ({ world, desk } = opened);
});

const inTime = { timeout: 60_000, interval: 50 };
const rent = (name: string) =>
  `Mietbescheinigung\nWohnung von ${name}\nGrundmiete Heizkosten Wohnfläche Vermieter Kaution`;
const wage = (name: string) =>
  `Entgeltabrechnung\nfür ${name}\nLohnsteuer Bruttolohn Sozialabgaben Auszahlung Arbeitgeber`;

/** A keyword of the house. */
function addKeyword(name: string): Id {
  const id = world.newId();
  const rules = {
    copyHint: null,
    isProtected: false,
    retentionYears: 10,
    courtDocumentClass: null,
    followUpDays: null,
  };
  const body = { registerId: world.newId(), name, rules, validFrom: '2020-01-01', validTo: null };
  world.centre.write([{ kind: 'keyword', id, scopeId: houseScopeId, body }]);
  return id;
}

/** A letter that somebody has filed before. */
function file(keywordId: Id, text: string, direction: 'incoming' | 'outgoing' = 'incoming'): void {
  const bytes = new TextEncoder().encode(`${text}\n${world.newId()}`);
  const content = { ...world.content(world.centre.keepBlob(bytes), bytes.length), pageCount: 1 };
  const { caseFileId } = world;
  const filing = { ...world.filing('Brief'), keywordIds: [keywordId], direction };
  const result = world.centre.decide(world.jensen.workerId, {
    ...{ id: world.newId(), name: 'addDocument', at: world.now() },
    args: { caseFileId, documentId: world.newId(), filing, content, pageTexts: [text] },
  });
  if (result.result !== 'ok') throw new Error(`not filed: ${result.message}`);
}

async function scan(text: string): Promise<void> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const page = document.addPage([595, 842]);
  for (const [index, line] of text.split('\n').entries())
    page.drawText(line, { x: 60, y: 780 - index * 20, size: 11, font });
  const bytes = await document.save();
  const { branchScans } = desk.client;
  const { uploadId } = await branchScans.begin({ fileName: 'Scan.pdf', size: bytes.length, source: 'upload' });
  await branchScans.part({ uploadId, offset: 0, bytes: new Uint8Array(bytes) });
  await branchScans.finish({ uploadId });
}

/** The letters in her Postkorb when there are so many, the newest first. */
const letters = (count: number) =>
  vi.waitFor(async () => {
    const { inboxId } = world.thomsen;
    const { rows } = await desk.client.inbox.list({ inboxId, show: 'open' });
    expect(rows).toHaveLength(count);
    return Promise.all(rows.map(({ itemId }) => desk.client.inbox.item({ inboxId, itemId })));
  }, inTime);

test('a letter scanned without a line and without a sheet gets the keyword of those filed here before, with the reason in one line', async () => {
  const [flat, work] = [addKeyword('Mietangelegenheit'), addKeyword('Einkommen')];
  for (const name of ['Ahrens', 'Behrens', 'Carstens', 'Dircks', 'Ehlers', 'Feddersen']) {
    file(flat, rent(name));
    file(work, wage(name));
    // What goes out is another kind of letter.
    file(addKeyword(`Bescheid ${name}`), rent(name), 'outgoing');
  }
  await logIn(desk, world.thomsen);
  desk.isOnline = false;
  await scan(rent('Frau Neu'));
  const [letter] = await letters(1);
  expect(letter?.proposedKeyword).toMatchObject({
    ...{ keywordId: flat, confidence: 'sure' },
    explanation: expect.stringMatching(/^(Überschrift „Mietbescheinigung“|Wortlaut wie bei 6 früheren Schreiben)/),
  });
  expect(letter?.keywordAlternatives.map(({ keywordId }) => keywordId)).toContain(work);
});

test('what is filed under another keyword meanwhile counts for the next letter; where nothing is filed yet, nothing is sure', async () => {
  const flat = addKeyword('Mietangelegenheit');
  await logIn(desk, world.thomsen);
  await scan(rent('Herrn Erst'));
  const [first] = await letters(1);
  expect(first?.proposedKeyword?.confidence).not.toBe('sure');
  for (const name of ['Ahrens', 'Behrens', 'Carstens', 'Dircks', 'Ehlers']) file(flat, rent(name));
  await desk.client.sync.now({});
  await scan(rent('Frau Neu'));
  const found = await letters(2);
  expect(found.filter(({ proposedKeyword }) => proposedKeyword?.keywordId === flat)).not.toEqual([]);
});
