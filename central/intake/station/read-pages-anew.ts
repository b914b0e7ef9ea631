import type { PageFinding, ReadDocument, StackReading } from '../../../intake/station/stack-reading.ts';
import type { Turn } from '../../../core/contract/station-shapes.ts';
import { ActRefusedError } from './acts.ts';
import type { Intake } from './intake.ts';
import { bytesOfContent } from './rearrange.ts';
import type { Stack } from './stacks.ts';

/** Pages of the file read once more: their words, and a PDF that holds them, and perhaps others; `pages` are those asked for. */
export type ReadAnew = {
  reading: StackReading;
  read: ReadDocument;
  findings: PageFinding[];
  pages: ReadonlySet<number>;
};

const notReadable =
  'Diese Seite lässt sich nicht in ein Schreiben aufnehmen. Die Datei können Sie unverändert speichern.';

const notTurned =
  'Diese Seite lässt sich nicht drehen: Die Datei ist signiert oder lässt sich nicht neu schreiben. Es wurde nichts geändert.';

/**
 * Reads pages of the file as it came that were taken for blank pages or sheets and are none, or that stand otherwise than it was thought:
 * `turns` has those somebody has turned, now or before. The same steps as for all others, so that they are upright, straight and can be
 * searched. Null when there are none. Throws ActRefusedError.
 */
export async function readPagesAnew(
  intake: Intake,
  stack: Stack,
  { pages, turns }: { pages: readonly number[]; turns: ReadonlyMap<number, Turn> },
): Promise<ReadAnew | null> {
  if (pages.length === 0) return null;
  const bytes = await bytesOfContent(intake.blobs, stack.sha256);
  const options = { onlyPages: pages, turns, priority: 'waitedFor' as const };
  const reading = await intake.reader().readStack(bytes, stack.fileName, options);
  const [read, ...more] = reading.documents;
  const isWhole = read && more.length === 0 && pages.every((page) => read.pages.includes(page));
  if (!isWhole) throw new ActRefusedError(notReadable);
  const findings = reading.pages.flatMap((finding) => {
    if (!pages.includes(finding.page)) return [];
    return turns.has(finding.page) ? { ...finding, isTurnedByHand: true } : finding;
  });
  const isTurned = findings.every(({ page, turned }) => turned === (turns.get(page) ?? turned));
  // A file that was left as it came has nothing turned in it.
  const mustTurn = findings.some(({ page, turned }) => turns.has(page) && turned !== 0);
  if (!isTurned || (mustTurn && read.isAsItCame)) throw new ActRefusedError(notTurned);
  return { reading, read, findings, pages: new Set(pages) };
}
