import type { PDFDocumentProxy } from 'pdfjs-dist';
import type { TextItem } from 'pdfjs-dist/types/src/display/api';
import { findOnPage, type PageWords, pageWords, type Sought, type TextSpan } from '../../../shared/find/page-words.ts';

/** A hit: its page, the how-manieth on it, and where it stands. */
export type Hit = { page: number; index: number; span: TextSpan };

/** Texts kept per document, so that the next letter typed does not read them anew. */
const mostKept = 200;
const kept = new WeakMap<PDFDocumentProxy, Map<number, PageWords>>();

async function wordsOfPage(pdf: PDFDocumentProxy, number: number): Promise<PageWords> {
  const pages = kept.get(pdf) ?? new Map<number, PageWords>();
  kept.set(pdf, pages);
  const known = pages.get(number);
  if (known) return known;
  const page = await pdf.getPage(number);
  const content = await page.getTextContent();
  const words = pageWords(content.items.filter((item): item is TextItem => 'str' in item));
  if (pages.size < mostKept) pages.set(number, words);
  return words;
}

/** The hits on one page; none when it cannot be read. */
async function hitsOnPage(pdf: PDFDocumentProxy, page: number, sought: Sought): Promise<Hit[]> {
  const text = await wordsOfPage(pdf, page).catch(() => null);
  return text ? findOnPage(text, sought).map((span, index) => ({ page, index, span })) : [];
}

/** The pages in the order they are looked through: from the one being read to the end, then from the first. */
export function searchOrder(pageCount: number, from: number): number[] {
  return Array.from({ length: pageCount }, (_, index) => ((from - 1 + index) % pageCount) + 1);
}

/** Where a hit belongs in the order of the document. */
export const compareHits = (left: Hit, right: Hit): number => left.page - right.page || left.index - right.index;

/** Looks through all pages and tells the hits page by page; a page that cannot be read is passed over. */
export async function findInPdf(
  pdf: PDFDocumentProxy,
  sought: Sought,
  from: number,
  onHits: (hits: Hit[]) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const page of searchOrder(pdf.numPages, from)) {
    const found = await hitsOnPage(pdf, page, sought);
    if (signal.aborted) return;
    if (found.length > 0) onHits(found);
  }
}
