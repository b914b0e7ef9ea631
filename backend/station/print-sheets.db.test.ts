import { expect, test } from 'vitest';
import { type BackendDesk, deskForEachTest, logIn } from '../../tests/support/backend-desk.ts';
import type { DeskWorld } from '../../tests/support/desk-world.ts';
import { pdfTexts, readSheetCodes } from '../../tests/support/sheets-on.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest(async (opened) => {
  ({ world, desk } = opened);
  await logIn(desk, world.jensen);
});

test('a printed sheet says number, keyword and recipient, in words and in both codes a scanner may read', async () => {
  const sheet = { fileNumber: '31402BG0001234', keywordId: world.keywordId, inboxId: world.thomsen.inboxId };
  const { bytes } = await desk.client.station.sheets({
    coverSheets: [{ ...sheet, responsible: 'Jensen, Grete' }],
    separators: 0,
  });
  const [codes = []] = await readSheetCodes(bytes);
  const read = { kind: 'coverSheet', sheet };
  expect(codes.find(({ format }) => format === 'QRCode')?.code).toEqual(read);
  expect(codes.find(({ format }) => format === 'Code128')?.code).toEqual(read);
  const [words] = await pdfTexts(bytes);
  for (const part of ['31402BG0001234', 'Nebenkosten', 'Thomsen, Grete']) expect(words).toContain(part);
});

test('a sheet without a Postkorb names whoever is responsible in words, and its code leaves the way to responsibility', async () => {
  const sheet = { fileNumber: '31402BG0001234', keywordId: null, inboxId: null };
  const { bytes } = await desk.client.station.sheets({
    coverSheets: [{ ...sheet, responsible: 'Jensen, Grete' }],
    separators: 0,
  });
  expect((await readSheetCodes(bytes))[0]?.map(({ code }) => code)).toContainEqual({ kind: 'coverSheet', sheet });
  expect((await pdfTexts(bytes))[0]).toContain('zuständig: Jensen, Grete');
});

test('several sheets and as many separators as asked for come in one print, without the centre', async () => {
  desk.isOnline = false;
  const sheetFor = (fileNumber: string) => ({ fileNumber, keywordId: null, inboxId: null, responsible: null });
  const coverSheets = [sheetFor('31402BG0000001'), sheetFor('31402BG0000002')];
  const { bytes } = await desk.client.station.sheets({ coverSheets, separators: 3 });
  const pages = (await readSheetCodes(bytes)).map((codes) => codes[0]?.code);
  expect(pages.map((code) => (code?.kind === 'coverSheet' ? code.sheet.fileNumber : code?.kind))).toEqual([
    ...['31402BG0000001', '31402BG0000002'],
    ...['separator', 'separator', 'separator'],
  ]);
  await expect(desk.client.station.sheets({ coverSheets: [], separators: 0 })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});
