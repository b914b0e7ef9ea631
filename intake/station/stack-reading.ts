import type { CoverSheet } from '../../core/letters/cover-sheet.ts';
import type { PageWords } from '../../core/letters/page-words.ts';
import type { ContentReport, Explained } from '../content/content-report.ts';
import type { Turn } from '../pages/grey-picture.ts';
import type { PageColour } from '../pages/picture-colour.ts';
import type { DrawnPage, PageToDraw } from './draw-page.ts';

/** Turns files from a scanner into documents. Every call answers; what a file is not good for stands in the answer. */
export type StackReader = {
  /** Reads one file as it came. Rejects only when closed or aborted. */
  readStack(bytes: Uint8Array, fileName: string, options?: ReadStackOptions): Promise<StackReading>;
  /** The words of every page of a file, recognised where it has none; makes no document of it. Empty for what cannot be read. Rejects only when closed or aborted. */
  readText(bytes: Uint8Array, fileName: string, options?: ReadStackOptions): Promise<PageWords[]>;
  /** A page as a picture, before everything that waits; or why there is none. Rejects only when closed or when the bytes cannot be read. */
  drawPage(wanted: PageToDraw): Promise<DrawnPage | Explained>;
  close(): Promise<void>;
};

export type ReadStackOptions = {
  /** What somebody waits for goes before what nobody waits for. */
  priority?: 'waitedFor' | 'ordinary';
  onProgress?: (pagesDone: number, pagesTotal: number) => void;
  signal?: AbortSignal;
  /** Only these pages, from 1, and each of them whatever it seems to be: somebody has said that they are no blanks and no sheets. */
  onlyPages?: readonly number[];
  /** How pages stand upright, by their number, because somebody has said so: degrees clockwise, as `PageFinding` has them. */
  turns?: ReadonlyMap<number, Turn>;
  /** Letters a program printed: they may lie one behind the other in a file, without sheets between them. */
  isPrintRun?: boolean;
};

export type StackReading = {
  /** What the file is; a file that cannot be read has its explanation here, and no documents. */
  report: ContentReport;
  pageCount: number;
  /** What stands on each page of the file, in order. */
  pages: PageFinding[];
  /** Empty also when a readable file holds nothing but blank pages and sheets: somebody has to look at it then. */
  documents: ReadDocument[];
};

export type FoundCode = { format: string; value: string; page: number };

export type PageFinding = {
  /** From 1, in the file as it came. */
  page: number;
  /** `discarded`: a person took it out. */
  use: 'document' | 'blank' | 'separator' | 'coverSheet' | 'discarded';
  codes: FoundCode[];
  /** Degrees it was turned clockwise to stand upright: 0, 90, 180 or 270. */
  turned: number;
  /** A person turned it: reading it again leaves it so. */
  isTurnedByHand?: boolean;
  /** Degrees it was straightened by. */
  skew: number;
  /** Dots per inch of the scan; null when unknown. */
  resolution: number | null;
  /** How it was scanned; missing or null when unknown. */
  colour?: PageColour | null;
  /** How sure recognition is of the page's words on average, 0 to 100; null where nothing was recognised. */
  confidence: number | null;
  milliseconds: number;
};

export type ReadDocument = {
  /** Pages of the file it was made of, in order, from 1. */
  pages: number[];
  coverSheet: CoverSheet | null;
  /** A PDF with the pages upright and the recognised text behind them; the file itself when it needed nothing. */
  bytes: Uint8Array;
  mediaType: string;
  isAsItCame: boolean;
  words: PageWords[];
  confidence: number | null;
  /** What somebody should look at before it counts, in German sentences: "Seite 3 ist kaum lesbar." */
  concerns: string[];
};
