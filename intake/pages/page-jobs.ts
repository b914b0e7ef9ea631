import type { Word } from '../../core/letters/page-words.ts';
import type { ContentReport } from '../content/content-report.ts';
import type { GreyPicture, Turn } from './grey-picture.ts';
import type { PageColour } from './picture-colour.ts';

/** A file whose pages are asked for. `bytes` are shared by all workers; `number` tells one file from the next. */
export type SharedFile = { number: number; bytes: Uint8Array; fileName: string };

/** What can be asked of a page worker. */
export type PageJob =
  | { task: 'open'; file: SharedFile }
  /** `isAskedFor`: somebody wants to have the page read, however empty it seems. `turned`: how she says that it stands upright. */
  | { task: 'page'; file: SharedFile; index: number; isAskedFor: boolean; turned: Turn | null }
  | { task: 'draw'; file: SharedFile; index: number; turned: number | null; longSide: number }
  | { task: 'write'; file: SharedFile; pages: PageToWrite[] };

/** `paged`: pages are pictures or PDF pages; `whole`: mail, Office, text, with the text of its pages; `none`: not readable. */
export type OpenedFile = {
  report: ContentReport;
  form: 'paged' | 'whole' | 'none';
  pageCount: number;
  texts: string[];
  isSigned: boolean;
};

/** One page, looked at. */
export type LookedAtPage = {
  codes: { format: string; value: string }[];
  isBlank: boolean;
  hasPatchBars: boolean;
  /** Dots per inch of the scan; null when unknown or when it is no scan. */
  resolution: number | null;
  /** How it was scanned; null when unknown or when it is no scan. */
  colour: PageColour | null;
  turned: Turn;
  /** What of that the file says itself. */
  turnedBefore: Turn;
  skew: number;
  /** False when the way it stands should be proven by reading it. */
  isStandingSure: boolean;
  /** Words that are in the file; null when they must be recognised from the picture. */
  words: { text: string; words: Word[] } | null;
  /** The page upright and straight, `pictureResolution` dots per inch; null when nothing is to be recognised. */
  picture: GreyPicture | null;
  isUnreadable: boolean;
};

/** A page of a searchable PDF: what to take from the file, how it must be turned, and what stands on it. */
export type PageToWrite = { index: number; turned: Turn; skew: number; words: Word[] | null };

/** `jpeg`: null when the page cannot be drawn. */
export type PageAnswer = OpenedFile | LookedAtPage | { pdf: Uint8Array } | { jpeg: Uint8Array | null };

/** Dots per inch of the pictures given to recognition. */
export const pictureResolution = 300;

/** What a page worker is given when it starts. */
export type PageWorkerSettings = { pdfiumWasmPath: string; zxingWasmPath: string };
