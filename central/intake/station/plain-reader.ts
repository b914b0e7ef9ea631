import { createInspectionPool } from '../../../intake/content/inspection-pool.ts';
import type { PageWords } from '../../../core/letters/page-words.ts';
import type { StackReader } from '../../../intake/station/stack-reading.ts';

/** Reads a file as one document, as it came, with the text that stands in it: nothing is recognised, split or turned. */
export function createPlainReader(): StackReader {
  const pool = createInspectionPool();
  return {
    close: () => pool.close(),
    async readStack(bytes, fileName, options = {}) {
      const report = await pool.inspect(bytes, fileName);
      options.signal?.throwIfAborted();
      const isScan = report.kind === 'pdf' || report.kind === 'tiff' || report.kind === 'image';
      if (report.state === 'explained' || !isScan) return { report, pageCount: 0, pages: [], documents: [] };
      const words: PageWords[] = [];
      for await (const { number, text } of pool.pageTexts(bytes, report)) words.push({ number, text, words: [] });
      const pageCount = report.pageCount ?? 1;
      const numbers = Array.from({ length: pageCount }, (_, index) => index + 1);
      const untouched = { use: 'document' as const, codes: [], turned: 0, skew: 0, resolution: null, confidence: null };
      const pages = numbers.map((page) => ({ page, ...untouched, milliseconds: 0 }));
      const facts = { mediaType: report.mediaType, isAsItCame: true, confidence: null, concerns: [] };
      options.onProgress?.(pageCount, pageCount);
      return { report, pageCount, pages, documents: [{ ...facts, pages: numbers, coverSheet: null, bytes, words }] };
    },
  };
}
