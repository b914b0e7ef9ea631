import { degrees, PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { createInspectionPool } from '../../../intake/content/inspection-pool.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { dayOf, momentOf } from '../../../core/domain/moments.ts';
import type { ContentFacts } from '../../../core/domain/records.ts';
import {
  type GeneratedOffice,
  generatedNow,
  pulled,
  writeScope,
} from '../../../db/queries/test-support/generated-store.ts';
import type { Store } from '../../../db/store.ts';
import { generateOffice as generateSample } from '../../../demo/sample/generate.ts';
import { newId } from '../large-desk.ts';

type Row = ReturnType<typeof pulled>;
type Content = ContentFacts & { title: string; pageTexts: string[] };
/** What the page is measured with: ids of real documents, in the order the list shows them. */
export type MeasuredDocuments = {
  mixedCaseId: Id;
  mixedIds: Id[];
  /** A PDF of 1,000 pages in the same file, the last of the list. */
  longPdfId: Id;
  longPdf: Uint8Array;
  letter: Uint8Array;
  longCaseId: Id;
  inboxId: Id;
};
export const longPages = 1_000;
export const longCaseDocuments = 2_000;

/** Adds real documents to a generated store: a file of mixed ones, one of 2,000, and letters in the Postkorb; all their bytes are here. */
export async function addMeasuredDocuments(store: Store, office: GeneratedOffice): Promise<MeasuredDocuments> {
  const pool = createInspectionPool();
  const take = async (bytes: Uint8Array, fileName: string, title: string): Promise<Content> => {
    const report = await pool.inspect(bytes, fileName);
    const blob = await store.blobs.put(bytes, 'present');
    const { mediaType, kind, pageCount, encrypted, hasText, explanation = null } = report;
    // Kept with the document, as when it is filed; of the long PDF nothing is looked for here.
    const pageTexts: string[] = [];
    if (hasText && (pageCount ?? 1) < 50)
      for await (const page of pool.pageTexts(bytes, report)) pageTexts.push(page.text);
    return {
      fileName,
      mediaType,
      ...blob,
      kind,
      pageCount,
      encrypted,
      hasText,
      explanation,
      attachments: [],
      title,
      pageTexts,
    };
  };
  try {
    const samples = await readSamples();
    const contents: Content[] = [];
    for (const { bytes, fileName, title } of samples) contents.push(await take(bytes, fileName, title));
    const longPdf = await pdfOfPages(longPages);
    const long = await take(longPdf, 'akte.pdf', 'Akte der Vorbehörde');
    const letter = samples.find(({ fileName }) => fileName.endsWith('.pdf'))?.bytes ?? longPdf;
    const mixed = writeCase(store, office, 9_000_001, [...contents, ...contents, long]);
    const first = contents.find(({ kind }) => kind === 'pdf') ?? long;
    const many = writeCase(
      store,
      office,
      9_000_002,
      Array.from({ length: longCaseDocuments }, () => first),
    );
    writeLetters(store, office, [...contents, ...contents, ...contents, ...contents], mixed.caseFileId);
    return {
      mixedCaseId: mixed.caseFileId,
      mixedIds: mixed.documentIds.slice(0, -1),
      longPdfId: mixed.documentIds.at(-1) as Id,
      longPdf,
      letter,
      longCaseId: many.caseFileId,
      inboxId: office.inboxId,
    };
  } finally {
    await pool.close();
  }
}

/** One of each form in which post comes, from the sample office: digital and scanned PDFs, a photo, a mail, a text. */
async function readSamples(): Promise<{ bytes: Uint8Array; fileName: string; title: string }[]> {
  const sample = generateSample({ households: 6 });
  const taken = new Map<string, { bytes: Uint8Array; fileName: string; title: string }>();
  for (let index = 0; index < 6; index += 1) {
    for (const document of sample.caseFile(index).documents) {
      const mostOfForm = document.form === 'digital' || document.form === 'scanWithText' ? 4 : 1;
      const name = Array.from({ length: mostOfForm }, (_, number) => `${document.form}/${number}`).find(
        (free) => !taken.has(free),
      );
      if (!name) continue;
      taken.set(name, { bytes: await document.bytes(), fileName: document.fileName, title: document.title });
    }
  }
  return [...taken.values()];
}

/** A PDF as a program writes it: pages full of text, some lying across. */
export async function pdfOfPages(count: number): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  for (let number = 1; number <= count; number += 1) {
    const page = pdf.addPage([595, 842]);
    page.drawText(`Blatt ${number}`, { x: 60, y: 780, size: 16, font });
    for (let line = 0; line < 45; line += 1) {
      const text = `${line + 1}. Die Kosten der Unterkunft betragen im Monat ${300 + line * 7 + number} Euro, Vorgang ${number}/${line}.`;
      page.drawText(text, { x: 60, y: 745 - line * 15, size: 10, font });
    }
    if (number % 50 === 0) page.setRotation(degrees(90));
  }
  return pdf.save();
}

function writeCase(store: Store, office: GeneratedOffice, number: number, contents: readonly Content[]) {
  const caseFileId = newId();
  const documentIds = contents.map(() => newId());
  const rows: Row[] = [
    pulled('caseFile', caseFileId, {
      fileNumber: `31402BG${number}`,
      kind: 'benefit',
      title: `Messung, ${number}`,
      householdId: newId(),
      workerId: office.workerId,
      state: 'running',
      approvedFrom: null,
      approvedUntil: null,
      openedOn: '2019-05-02',
      nextSheet: 5_000,
    }),
  ];
  contents.forEach((content, index) => {
    rows.push(...documentRows(office, documentIds[index] as Id, content, index));
  });
  writeScope(store.db, caseFileId, 'c', rows);
  return { caseFileId, documentIds };
}

/** The list is sorted by the letter's date, the newest first: each is dated a day before the one above it. */
function documentRows(office: GeneratedOffice, documentId: Id, content: Content, index: number): Row[] {
  const filedAt = momentOf(Date.parse(generatedNow) - index * 86_400_000);
  const day = dayOf(filedAt);
  const { title, pageTexts, ...facts } = content;
  const versionId = newId();
  return [
    pulled('document', documentId, {
      title: `${title} ${index + 1}`,
      letterDate: day,
      receivedDate: day,
      sender: 'Wohnungsbau Husum',
      direction: 'incoming',
      versionId,
      pageCount: facts.pageCount,
      sheetFrom: index * 2 + 1,
      sheetTo: index * 2 + 2,
      isProtected: false,
      state: 'filed',
      stateReason: null,
      movedTo: null,
      filedAt,
      filedBy: office.workerId,
      inboxItemId: null,
      arrivedAfterClosing: false,
    }),
    pulled('documentKeyword', newId(), {
      documentId,
      keywordId: office.keywordIds[index % office.keywordIds.length] as Id,
      addedAt: filedAt,
      addedBy: office.workerId,
    }),
    pulled('version', versionId, { ...facts, ownerId: documentId, createdAt: filedAt, createdBy: office.workerId }),
    ...pageRows(versionId, pageTexts),
  ];
}

function pageRows(versionId: Id, pageTexts: readonly string[]): Row[] {
  return pageTexts.map((text, index) => pulled('page', newId(), { versionId, number: index + 1, text }));
}

/** Letters with both proposals sure, so that Enter files each. */
function writeLetters(store: Store, office: GeneratedOffice, contents: readonly Content[], caseFileId: Id): void {
  const rows = contents.flatMap(({ title, pageTexts, ...facts }, index): Row[] => {
    const [itemId, versionId] = [newId(), newId()];
    const at = momentOf(Date.parse(generatedNow) - index * 3_600_000);
    const proposal = { confidence: 'sure' as const, explanation: 'BG-Nummer auf Seite 1' };
    return [
      pulled('inboxItem', itemId, {
        title: `${title} ${index + 1}`,
        letterDate: null,
        receivedDate: null,
        sender: 'Wohnungsbau Husum',
        direction: 'incoming',
        versionId,
        pageCount: facts.pageCount,
        source: 'scan',
        deliveredAt: at,
        state: 'open',
        proposedCase: { ...proposal, caseFileId, fileNumber: '31402BG9000001', title: 'Messung, 9000001' },
        proposedKeyword: { ...proposal, keywordId: office.keywordIds[0] as Id },
        remark: null,
        forwardedBy: null,
        doneAt: null,
        doneBy: null,
        filedCaseFileId: null,
        filedDocumentId: null,
        forwardedTo: null,
      }),
      pulled('version', versionId, { ...facts, ownerId: itemId, createdAt: at, createdBy: office.workerId }),
      ...pageRows(versionId, pageTexts),
    ];
  });
  writeScope(store.db, office.inboxId, 'o', rows);
}
