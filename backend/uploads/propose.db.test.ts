import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { expect, test } from 'vitest';
import type { LetterToPropose } from '../../core/contract/station-shapes.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { type BackendDesk, deskForEachTest, logIn } from '../../tests/support/backend-desk.ts';
import type { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest(async (opened) => {
  ({ world, desk } = opened);
  await logIn(desk, world.jensen);
});

const letter = [
  'Wohnungsbau Husum · Norderstr. 4 · 25813 Husum',
  'Husum, den 03.11.2026',
  'BG-Nummer: 13102BG0004710',
  '',
  'Mieterhöhung zum 01.02.2027',
  'Sehr geehrte Damen und Herren,',
  'bitte zahlen Sie bis zum 15.12.2026.',
];

async function pdf(lines: string[]): Promise<Uint8Array<ArrayBuffer>> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const page = document.addPage([595, 842]);
  for (const [index, line] of lines.entries()) page.drawText(line, { x: 60, y: 780 - index * 20, size: 11, font });
  return new Uint8Array(await document.save());
}

async function upload(place: { caseFileId: string } | { inboxId: string }, fileName: string) {
  const bytes = await pdf(letter);
  const { uploads } = desk.client;
  const { uploadId } = await uploads.begin({ ...place, fileName, size: bytes.length } as Parameters<
    typeof uploads.begin
  >[0]);
  await uploads.part({ uploadId, offset: 0, bytes });
  return uploads.finish({ uploadId });
}

async function delivered(title: string | null) {
  const inboxId = world.jensen.inboxId;
  const { uploadId, suggestedTitle } = await upload({ inboxId }, 'scan0001.pdf');
  await desk.client.uploads.deliver({ uploadId, inboxId, title: title ?? suggestedTitle, parts: [] });
  const [row] = (await desk.client.inbox.list({ inboxId, show: 'open' })).rows;
  if (!row) throw new Error('nothing was delivered');
  return desk.client.inbox.item({ inboxId, itemId: row.itemId });
}

test('what is dropped into the Postkorb without the centre is proposed like scanned post, each part with its reason', async () => {
  desk.isOnline = false;
  expect(await delivered(null)).toMatchObject({
    title: 'Mieterhöhung zum 01.02.2027',
    ...{ letterDate: '2026-11-03', sender: 'Wohnungsbau Husum', source: 'upload' },
    proposedCase: {
      caseFileId: world.caseFileId,
      confidence: 'sure',
      explanation: 'BG-Nummer auf Seite 1, in der Mitte',
    },
    deadlines: [{ day: '2026-12-15' }],
    reasons: {
      title: 'Betreff auf Seite 1',
      letterDate: '„03.11.2026“ auf Seite 1, oben',
      sender: 'Absenderzeile über der Anschrift auf Seite 1',
    },
  });
});

test('a title of her own stays, and no reason is told for it', async () => {
  desk.isOnline = false;
  const { title, reasons } = await delivered('Meine Notiz');
  expect([title, reasons.title]).toEqual(['Meine Notiz', null]);
});

test('the keyword that is dropped comes from what the whole office has filed where the centre answers, and is asked for with the words', async () => {
  const keywordId = world.newId();
  const rules = {
    copyHint: null,
    isProtected: false,
    retentionYears: 10,
    courtDocumentClass: null,
    followUpDays: null,
  };
  const body = { registerId: world.newId(), name: 'Mieterhöhung', rules, validFrom: '2020-01-01', validTo: null };
  world.centre.write([{ kind: 'keyword', id: keywordId, scopeId: houseScopeId, body }]);
  await desk.client.sync.now({});
  const asked: LetterToPropose[] = [];
  const proposedKeyword = {
    keywordId,
    confidence: 'sure' as const,
    explanation: 'Wortlaut wie bei 9 früheren Schreiben',
  };
  world.centre.proposeLetter = (one) => {
    asked.push(one);
    const words = { title: 'Mieterhöhung', letterDate: '2026-11-03', sender: 'Wohnungsbau Husum eG' };
    return {
      ...words,
      reasons: { sender: 'Wie früher' },
      proposedCase: null,
      proposedKeyword,
      keywordAlternatives: [],
    };
  };
  const { caseFileId } = world;
  const { uploadId } = await upload({ caseFileId }, 'scan0001.pdf');
  const proposal = await desk.client.uploads.propose({ uploadId });
  expect(proposal).toMatchObject({
    proposedKeyword,
    sender: 'Wohnungsbau Husum eG',
    reasons: { sender: 'Wie früher' },
  });
  expect(await desk.client.uploads.propose({ uploadId })).toEqual(proposal);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.pages[0]?.text).toContain('Mieterhöhung zum 01.02.2027');
  const item = await delivered(null);
  expect(item).toMatchObject({ proposedKeyword, sender: 'Wohnungsbau Husum eG', proposedCase: { caseFileId } });
});
