import type { PDFDocumentProxy } from 'pdfjs-dist';
import type { TextItem } from 'pdfjs-dist/types/src/display/api';
import { foldGerman } from '../../../../core/domain/folding.ts';

/** A hit: page number and the n-th hit on that page. */
export type Hit = { page: number; index: number };

/** All text of a page in reading order, for finding and for the text view. */
export async function textOfPage(pdf: PDFDocumentProxy, number: number): Promise<string> {
  const page = await pdf.getPage(number);
  const content = await page.getTextContent();
  return content.items
    .filter((item): item is TextItem => 'str' in item)
    .map((item) => item.str + (item.hasEOL ? '\n' : ''))
    .join('');
}

/** How often the words stand in a text, in any spelling of umlauts; hits do not overlap. */
export function countHits(text: string, words: string): number {
  const needle = foldGerman(words.trim().replace(/\s+/g, ' '));
  if (needle === '') return 0;
  const hay = foldGerman(text.replace(/\s+/g, ' '));
  let count = 0;
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + needle.length)) count += 1;
  return count;
}

/** Looks through all pages from the first; tells after each page, so that a long file answers at once. */
export async function findInPdf(
  pdf: PDFDocumentProxy,
  words: string,
  onHits: (hits: Hit[], pagesDone: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const hits: Hit[] = [];
  for (let page = 1; page <= pdf.numPages && !signal.aborted; page += 1) {
    const count = countHits(await textOfPage(pdf, page), words);
    for (let index = 0; index < count; index += 1) hits.push({ page, index });
    if (!signal.aborted && (count > 0 || page % 20 === 0 || page === pdf.numPages)) onHits([...hits], page);
  }
}
