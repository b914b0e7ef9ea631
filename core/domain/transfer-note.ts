import { z } from 'zod';
import { idSchema } from './ids.ts';
import { momentSchema } from './moments.ts';

// The note that says how paper became this document (Transfervermerk, BSI TR-RESISCAN). It travels with the version it speaks of.

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256');

/** What was done to the pages; `pages` count from 1 in the file as it came. */
export const transferStepSchema = z.looseObject({
  step: z.enum(['split', 'blankDropped', 'turned', 'straightened', 'recognised', 'corrected', 'rearranged']),
  pages: z.array(z.int().min(1)).max(20_000),
  /** Of `turned`: a person of the scan station said so. */
  isByHand: z.boolean().optional(),
});

export const transferNoteSchema = z.looseObject({
  stackId: idSchema,
  /** When the file was taken over, by the clock of whoever took it. */
  takenAt: momentSchema,
  /** Who handed the file in; null: a device laid it into a folder. */
  takenBy: idSchema.nullable(),
  source: z.enum(['folder', 'upload', 'command', 'mail', 'fachverfahren', 'branchOffice']),
  station: z.string().max(200),
  fileName: z.string().max(255),
  original: z.looseObject({ sha256: sha256Schema, size: z.int().min(0), pageCount: z.int().min(0).nullable() }),
  /** Pages of the original this document was made of. */
  pages: z.array(z.int().min(1)).max(20_000),
  /** Dots per inch, the least of all pages; null when the file does not say. */
  resolution: z.int().min(1).nullable(),
  colour: z.enum(['colour', 'grey', 'blackWhite']).nullable(),
  resultSha256: sha256Schema,
  steps: z.array(transferStepSchema).max(20),
  /** How sure recognition is of the words, 0 to 100; null where nothing was recognised. */
  confidence: z.number().min(0).max(100).nullable(),
  concerns: z.array(z.string().max(300)).max(100),
  visualCheck: z.looseObject({
    state: z.enum(['open', 'done']),
    by: idSchema.nullable(),
    at: momentSchema.nullable(),
  }),
});
export type TransferNote = z.infer<typeof transferNoteSchema>;

/**
 * The file a document was scanned from, where it may be read by whoever may read the document: scanned at a desk, so that no scan station
 * has it, and holding nothing else. A stack that was parted holds other people's letters.
 */
export function originalToRead(content: { sha256: string; transferNote?: TransferNote | undefined }) {
  const { transferNote: note, sha256 } = content;
  if (note?.source !== 'branchOffice' || note.original.sha256 === sha256) return null;
  const isParted = note.steps.some(({ step }) => step === 'split' || step === 'corrected');
  return isParted ? null : { ...note.original, fileName: note.fileName };
}
