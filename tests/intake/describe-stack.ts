import type { StackDocument } from '../../central/intake/station/stack-documents.ts';
import { mostAttempts, type Stack } from '../../central/intake/station/stacks.ts';
import type { FoundCode, PageFinding } from '../../intake/station/stack-reading.ts';

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
    /** Whether it lies in a Postkorb now. */
    isDelivered: boolean;
  }[];
  /** Pages that are in no document, and why. */
  leftOut: { page: number; use: PageFinding['use'] }[];
  /** From the moment it lay in the folder until the journal said what became of it. */
  milliseconds: number;
  reason: string | null;
  /** Its name in the folder for broken files; null: it is not there. */
  laidDownAs: string | null;
};

/** What is known of a file whose stack is at its end. */
export type EndedStack = {
  stack: Stack;
  documents: StackDocument[];
  /** What the reader found the file to be; null when it was not read. */
  kind: string | null;
  laidDownAs: string | null;
  milliseconds: number;
};

/** Puts the journal's row of a file and its documents into the form of the report. */
export function describeStack(file: string, ended: EndedStack): IntakeOutcome {
  const { stack, documents, kind, laidDownAs, milliseconds } = ended;
  const findings = stack.findings ?? [];
  const isBroken = stack.state === 'failed' && stack.attempts >= mostAttempts;
  return {
    file,
    outcome: isBroken ? 'failed' : stack.state === 'failed' ? 'explained' : 'read',
    kind,
    pages: stack.pageCount ?? 0,
    codes: findings.flatMap(({ codes }) => codes),
    documents: documents.map(({ pages, pageTexts, confidence, concerns, state }) => ({
      pages,
      // Numbered as in the file that came.
      text: pageTexts.map((text, index) => ({ page: pages[index] ?? index + 1, text })),
      confidence,
      concerns,
      isDelivered: state === 'delivered',
    })),
    leftOut: findings.filter(({ use }) => use !== 'document').map(({ page, use }) => ({ page, use })),
    milliseconds: Math.round(milliseconds),
    reason: stack.reason,
    laidDownAs,
  };
}

/** A file that did not reach the journal. */
export function describeUntaken(file: string, outcome: 'explained' | 'failed', reason: string): IntakeOutcome {
  const nothing = { kind: null, pages: 0, codes: [], documents: [], leftOut: [], milliseconds: 0, laidDownAs: null };
  return { file, outcome, ...nothing, reason };
}
