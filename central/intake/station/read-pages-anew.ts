import type { PageFinding, ReadDocument, StackReading } from '../../../intake/station/stack-reading.ts';
import { ActRefusedError } from './acts.ts';
import type { Intake } from './intake.ts';
import { bytesOfContent } from './rearrange.ts';
import type { Stack } from './stacks.ts';

/** Pages that were in no document, read as if they had been kept: their words, and a PDF that holds them in order. */
export type ReadAnew = { reading: StackReading; read: ReadDocument; findings: PageFinding[] };

const notReadable =
  'Diese Seite lässt sich nicht in ein Schreiben aufnehmen. Die Datei können Sie unverändert speichern.';

/**
 * Reads pages of the file as it came that were taken for blank pages or sheets and are none. The same steps as for all others, so that
 * they are upright, straight and can be searched. Null when there are none. Throws ActRefusedError.
 */
export async function readPagesAnew(intake: Intake, stack: Stack, pages: readonly number[]): Promise<ReadAnew | null> {
  if (pages.length === 0) return null;
  const bytes = await bytesOfContent(intake.blobs, stack.sha256);
  const options = { onlyPages: pages, priority: 'waitedFor' as const };
  const reading = await intake.reader().readStack(bytes, stack.fileName, options);
  const [read, ...more] = reading.documents;
  const isWhole = read && more.length === 0 && pages.every((page) => read.pages.includes(page));
  if (!isWhole) throw new ActRefusedError(notReadable);
  return { reading, read, findings: reading.pages.filter(({ page }) => pages.includes(page)) };
}
