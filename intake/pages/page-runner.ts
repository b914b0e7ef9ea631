import type { PDFDocument } from '@cantoo/pdf-lib';
import { createCodeReader, type CodeReader } from '../codes/code-reader.ts';
import type { ContentReport } from '../content/content-report.ts';
import { recognise } from '../content/file-recognition.ts';
import { inspectContent } from '../content/inspect-content.ts';
import { readPageTexts } from '../content/page-texts.ts';
import { closePdf, openPdf, type OpenPdf } from '../content/pdf-document.ts';
import { loadPdfium, type Pdfium } from '../content/pdfium-engine.ts';
import { decodeTiffPage } from '../content/tiff-document.ts';
import { drawPdfPage, seePdfPage } from './draw-pdf-page.ts';
import { lookAtPage, textPage } from './look-at-page.ts';
import { type ColourPage, pageAsJpeg } from './page-as-jpeg.ts';
import { coloursOf, embedColours, embedJpeg, type PageImage } from './page-image.ts';
import { type PageColour, pictureColour, tiffColour } from './picture-colour.ts';
import type { Turn } from './grey-picture.ts';
import type { LookedAtPage, OpenedFile, PageAnswer, PageJob, PageWorkerSettings, SharedFile } from './page-jobs.ts';
import type { PagePicture } from './page-picture.ts';
import { pdfPageFacts } from './pdf-pages.ts';
import { decodePicture, readPictureFile, readTiffPicture, seePictureFile, seeTiffPage } from './picture-files.ts';
import { writeSearchablePdf } from './searchable-pdf.ts';
import { unreadablePage } from './unreadable-page.ts';

/** Pages beyond this number are not taken apart: no scanner's feeder holds so many, and the file says itself what it is. */
export const mostStackPages = 2_000;

type LookJob = { index: number; isAskedFor: boolean; turned: Turn | null };
type OpenFile = { number: number; bytes: Uint8Array; format: string; pdf: OpenPdf | null };

// WebAssembly memory never shrinks: beyond this a new PDFium is loaded for the next file.
const keptPdfiumBytes = 256 * 1024 * 1024;

/** Answers page jobs in the calling thread, one after the other; the file last asked about stays open. */
export class PageRunner {
  readonly #settings: PageWorkerSettings;
  #pdfium: Pdfium | null = null;
  #readCodes: CodeReader | null = null;
  #open: OpenFile | null = null;

  constructor(settings: PageWorkerSettings) {
    this.#settings = settings;
  }

  /** Throws when a reader fails unexpectedly. */
  async run(job: PageJob): Promise<PageAnswer> {
    if (job.task === 'open') return this.#inspect(job.file);
    const open = await this.#openFile(job.file);
    if (job.task === 'page') return this.#look(open, job);
    if (job.task === 'draw') {
      const page = await coloursOfPage(open, job);
      return { jpeg: page && pageAsJpeg(page, job) };
    }
    const source = {
      pdf: open.format === 'pdf' ? open.bytes : null,
      image: (document: PDFDocument, index: number) => imageOf(open, document, index),
    };
    return { pdf: await writeSearchablePdf(source, job.pages) };
  }

  async #inspect(file: SharedFile): Promise<OpenedFile> {
    // Readers get bytes of their own: most cannot read memory that others see.
    const bytes = Uint8Array.from(file.bytes);
    const report = await inspectContent(bytes, file.fileName, () => this.#loadPdfium());
    const none: OpenedFile = { report, form: 'none', pageCount: report.pageCount ?? 0, texts: [], isSigned: false };
    if (report.state !== 'showable' || report.kind === 'archive') return none;
    if (report.kind === 'pdf' || report.kind === 'tiff' || report.kind === 'image')
      return this.#inspectPaged(file, none);
    const texts: string[] = [];
    for await (const { text } of readPageTexts(bytes, report, '', () => this.#loadPdfium())) texts.push(text);
    return { ...none, form: 'whole', texts, pageCount: Math.max(1, texts.length) };
  }

  async #inspectPaged(file: SharedFile, none: OpenedFile): Promise<OpenedFile> {
    if (none.pageCount > mostStackPages) return { ...none, report: tooManyPages(none.report, none.pageCount) };
    const { pdf } = await this.#openFile(file);
    const isSigned = pdf !== null && pdf.pdfium.FPDF_GetSignatureCount(pdf.document) > 0;
    return { ...none, form: 'paged', isSigned };
  }

  async #loadPdfium(): Promise<Pdfium> {
    this.#pdfium ??= await loadPdfium(this.#settings.pdfiumWasmPath);
    return this.#pdfium;
  }

  async #openFile(file: SharedFile): Promise<OpenFile> {
    if (this.#open?.number === file.number) return this.#open;
    if (this.#open?.pdf) closePdf(this.#open.pdf);
    this.#open = null;
    if (this.#pdfium && this.#pdfium.memory.bytes().length > keptPdfiumBytes) this.#pdfium = null;
    const bytes = Uint8Array.from(file.bytes);
    const { format } = recognise(bytes, file.fileName);
    const pdf = format === 'pdf' ? openPdf(await this.#loadPdfium(), bytes, '') : null;
    if (typeof pdf === 'string') throw new Error('The PDF cannot be opened');
    this.#open = { number: file.number, bytes, format, pdf };
    return this.#open;
  }

  async #look(open: OpenFile, { index, isAskedFor, turned }: LookJob): Promise<LookedAtPage> {
    const facts = open.pdf ? pdfPageFacts(open.pdf, index) : null;
    if (open.pdf && facts === null) return unreadablePage();
    if (facts?.words && !facts.mayHoldCode) return textPage(facts, turned);
    const page = await pictureOf(open, index);
    if (page === null) return facts?.words ? textPage(facts, turned) : unreadablePage();
    this.#readCodes ??= createCodeReader(this.#settings.zxingWasmPath);
    const looked = await lookAtPage(page, this.#readCodes, { facts, isAskedFor, turned });
    return { ...looked, colour: facts ? facts.colour : colourOf(open, index) };
  }
}

const colourOf = ({ format, bytes }: OpenFile, index: number): PageColour | null =>
  format === 'tiff' ? tiffColour(bytes, index) : pictureColour(bytes);

async function pictureOf(open: OpenFile, index: number): Promise<PagePicture | null> {
  if (open.pdf) return drawPdfPage(open.pdf, index);
  return open.format === 'tiff' ? readTiffPicture(open.bytes, index) : readPictureFile(open.bytes);
}

async function coloursOfPage(
  open: OpenFile,
  { index, longSide }: { index: number; longSide: number },
): Promise<ColourPage | null> {
  if (open.pdf) return seePdfPage(open.pdf, index, longSide);
  return open.format === 'tiff' ? seeTiffPage(open.bytes, index) : seePictureFile(open.bytes);
}

async function imageOf(open: OpenFile, document: PDFDocument, index: number): Promise<PageImage | null> {
  const page = await pictureOf(open, index);
  if (page === null) return null;
  const { mirrored, turned } = page;
  const [width, height] = [page.picture.width, page.picture.height].map((side) => (side * 72) / page.resolution);
  const displayed = { width: width ?? 1, height: height ?? 1 };
  const stored = turned % 180 === 0 ? displayed : { width: displayed.height, height: displayed.width };
  if (open.format === 'jpeg') {
    const ref = await embedJpeg(document, open.bytes).catch(() => null);
    if (ref) return { ref, ...stored, mirrored, alreadyTurned: 0 };
  }
  if (open.format === 'tiff') {
    const decoded = decodeTiffPage(open.bytes, index);
    if (!('rgba' in decoded)) return null;
    return { ref: await embedColours(document, decoded), ...stored, mirrored, alreadyTurned: 0 };
  }
  const colours = open.pdf ? coloursOf(page.picture) : await decodePicture(open.bytes);
  return { ref: await embedColours(document, colours), ...displayed, mirrored: false, alreadyTurned: turned };
}

function tooManyPages(report: ContentReport, pageCount: number): ContentReport {
  const message = `Diese Datei hat ${pageCount.toLocaleString('de-DE')} Seiten; verarbeitet werden bis zu ${mostStackPages.toLocaleString('de-DE')}. Sie bleibt unverändert erhalten. Bitte teilen Sie den Stapel und scannen Sie ihn erneut, oder legen Sie die Datei von Hand ab.`;
  return { ...report, state: 'explained', explanation: { code: 'too-expensive', message } };
}
