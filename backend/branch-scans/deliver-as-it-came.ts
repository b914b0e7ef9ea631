import type { ReadDocument, StackReading } from '../../intake/station/stack-reading.ts';
import type { BranchScan } from '../../db/branch-scans.ts';
import type { Inspected } from '../../intake/content/content-facts.ts';

/** A file that cannot be taken apart as if it had been read: one document, just as it came. */
export function readingAsItCame(scan: BranchScan, inspected: Inspected, bytes: Uint8Array): StackReading {
  const { report, pageTexts } = inspected;
  const pageCount = report.pageCount ?? 0;
  const pages = Array.from({ length: pageCount }, (_, index) => index + 1);
  const document: ReadDocument = {
    ...{ pages, coverSheet: null, bytes, mediaType: report.mediaType, isAsItCame: true },
    words: pageTexts.map((text, index) => ({ number: index + 1, text, words: [] })),
    confidence: null,
    concerns: [`Die eingescannte Datei „${scan.fileName}“ liegt so bei, wie sie eingegangen ist.`],
  };
  return { report, pageCount, pages: [], documents: [document] };
}
