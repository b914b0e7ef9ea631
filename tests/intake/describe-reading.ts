import type { FoundCode, PageFinding, StackReading } from '../../intake/station/stack-reading.ts';

/** What became of one file. `explained`: kept, with the reason why there is no document. */
export type IntakeOutcome = {
  file: string;
  outcome: 'read' | 'explained' | 'failed';
  kind: string | null;
  pages: number;
  codes: FoundCode[];
  documents: {
    pages: number[];
    text: { page: number; text: string }[];
    confidence: number | null;
    concerns: string[];
  }[];
  /** Pages that are in no document, and why. */
  leftOut: { page: number; use: PageFinding['use'] }[];
  milliseconds: number;
  reason: string | null;
};

/** Puts a reading into the form of the report. */
export function describeReading(file: string, reading: StackReading, milliseconds: number): IntakeOutcome {
  const { report, pageCount, pages, documents } = reading;
  const leftOut = pages.filter(({ use }) => use !== 'document').map(({ page, use }) => ({ page, use }));
  const isRead = documents.length > 0 || leftOut.length > 0;
  return {
    file,
    outcome: isRead ? 'read' : 'explained',
    kind: report.kind,
    pages: pageCount,
    codes: pages.flatMap(({ codes }) => codes),
    documents: documents.map((document) => ({
      pages: document.pages,
      // Numbered as in the file that came.
      text: document.words.map(({ text }, index) => ({ page: document.pages[index] ?? index + 1, text })),
      confidence: document.confidence,
      concerns: document.concerns,
    })),
    leftOut,
    milliseconds: Math.round(milliseconds),
    reason: isRead ? null : (report.explanation?.message ?? 'Es wurde kein Schriftstück gefunden.'),
  };
}
