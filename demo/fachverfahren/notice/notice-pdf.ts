import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fontkit from '@cantoo/fontkit';
import { PDFDocument } from '@cantoo/pdf-lib';
import { noticeKinds } from './notice-request.ts';
import type { NoticeKind } from './notice-request.ts';
import type { Notice } from './notice-content.ts';
import {
  breakLines,
  createSheet,
  drawAt,
  ensureRoom,
  mm,
  newPage,
  writeFooters,
  writeList,
  writeRule,
  writeTable,
  writeText,
} from './pdf-sheet.ts';
import type { Fonts, Sheet } from './pdf-sheet.ts';

const fontFolder = join(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'standard_fonts');

/** The notice as a PDF: business letter after DIN 5008 (form B), embedded fonts, "Seite x von y" on every page. */
export async function createNoticePdf(notice: Notice, kind: NoticeKind): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.registerFontkit(fontkit);
  setMetadata(document, notice, kind);
  const sheet = createSheet(document, await embedFonts(document), runningHeadOf(notice, kind));
  drawLetterhead(sheet, notice);
  drawAddress(sheet, notice);
  drawInfo(sheet, notice);
  sheet.y = mm(297 - 103);
  writeText(sheet, notice.subject, { size: 11.5, bold: true, after: mm(5) });
  writeText(sheet, notice.salutation, { after: mm(3) });
  writeBlocks(sheet, notice);
  writeFooters(sheet, footerOf(notice));
  return document.save();
}

async function embedFonts(document: PDFDocument): Promise<Fonts> {
  const load = (name: string) => document.embedFont(readFileSync(join(fontFolder, name)), { subset: true });
  return { regular: await load('LiberationSans-Regular.ttf'), bold: await load('LiberationSans-Bold.ttf') };
}

function setMetadata(document: PDFDocument, notice: Notice, kind: NoticeKind): void {
  document.setTitle(`${noticeKinds[kind].title} ${notice.bgNumber}`, { showInWindowTitleBar: true });
  document.setAuthor(notice.office.name);
  document.setSubject(notice.subject);
  document.setLanguage('de-DE');
  document.setProducer('Muster-Fachverfahren');
  document.setCreator('Muster-Fachverfahren');
}

function runningHeadOf(notice: Notice, kind: NoticeKind): string {
  const date = notice.info.at(-1)?.[1] ?? '';
  return `${notice.office.name} · ${noticeKinds[kind].title} vom ${date} · BG-Nummer ${notice.bgNumber}`;
}

function drawLetterhead(sheet: Sheet, { office }: Notice): void {
  drawAt(sheet, office.name, mm(25), mm(297 - 20), 16, true);
  if (office.branch) drawAt(sheet, office.branch, mm(25), mm(297 - 26), 10.5);
  sheet.y = mm(297 - 30);
  writeRule(sheet);
}

function drawAddress(sheet: Sheet, notice: Notice): void {
  const { office } = notice;
  const sender = [office.name, office.street, `${office.postalCode} ${office.city}`].join(' · ');
  const size = Math.min(7, (7 * mm(82)) / sheet.fonts.regular.widthOfTextAtSize(sender, 7));
  drawAt(sheet, sender, mm(25), mm(297 - 50), size);
  notice.recipient.forEach((text, index) => {
    drawAt(sheet, text, mm(25), mm(297 - 61) - index * 14, 10.5);
  });
}

function drawInfo(sheet: Sheet, notice: Notice): void {
  let y = mm(297 - 50);
  for (const [label, value] of notice.info) {
    drawAt(sheet, label, mm(125), y, 8.5);
    for (const text of breakLines(value, sheet.fonts.regular, 9.5, mm(190 - 151))) {
      drawAt(sheet, text, mm(151), y, 9.5);
      y -= 13.5;
    }
  }
}

function writeBlocks(sheet: Sheet, notice: Notice): void {
  let signed = false;
  for (const block of notice.blocks) {
    if (block.kind === 'heading') {
      if (block.newPage) {
        // The annex follows the signature, so the letter itself ends before it.
        if (!signed) writeSignature(sheet, notice);
        signed = true;
        newPage(sheet);
      }
      ensureRoom(sheet, 48);
      writeText(sheet, block.text, { size: block.newPage ? 13 : 11, bold: true, after: mm(1.6) });
    } else if (block.kind === 'paragraph') {
      if (block.strong) ensureRoom(sheet, 120);
      writeText(sheet, block.text, { bold: block.strong === true });
    } else if (block.kind === 'list') {
      writeList(sheet, block.items);
    } else {
      writeTable(sheet, block.caption, block.columns, block.rows);
    }
  }
  if (!signed) writeSignature(sheet, notice);
}

function writeSignature(sheet: Sheet, notice: Notice): void {
  ensureRoom(sheet, 70);
  sheet.y -= mm(3);
  writeText(sheet, 'Mit freundlichen Grüßen', { after: mm(4) });
  writeText(sheet, 'Im Auftrag', { after: mm(4) });
  writeText(sheet, notice.signature, { after: mm(1) });
  writeText(sheet, 'Dieses Schreiben wurde maschinell erstellt und ist ohne Unterschrift gültig.', { size: 8.5 });
}

function footerOf({ office }: Notice): string {
  const parts = [office.name, `${office.street}, ${office.postalCode} ${office.city}`];
  if (office.phone) parts.push(`Telefon ${office.phone}`);
  if (office.email) parts.push(office.email);
  return parts.join(' · ');
}
