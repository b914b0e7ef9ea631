import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { momentSchema } from '../domain/moments.ts';

// Paper scanned at a desk (Außenstelle): the stacks taken in there and what became of them.

export const branchScanStateSchema = z.enum(['waiting', 'inWork', 'done', 'needsLook']);
export const branchScanSourceSchema = z.enum(['folder', 'upload', 'camera']);

export const branchScanRow = z.object({
  scanId: idSchema,
  fileName: z.string(),
  source: branchScanSourceSchema,
  takenAt: momentSchema,
  size: z.int(),
  state: branchScanStateSchema,
  /** German sentence: why it needs a look. */
  reason: z.string().nullable(),
  pageCount: z.int().nullable(),
  /** Of a file in work. */
  pagesDone: z.int(),
  /** What was made of it and where it went. */
  documents: z.array(
    z.object({
      itemId: idSchema,
      inboxId: idSchema,
      title: z.string(),
      pageCount: z.int(),
      /** As its list is called: "Ihr Postkorb", "Postkorb Petersen". */
      inboxName: z.string(),
      isReadable: z.boolean(),
    }),
  ),
});

export const branchScans = z.object({
  /** Why nothing is read although files wait, as a German sentence. */
  problem: z.string().nullable(),
  folder: z.object({ path: z.string(), waitingFiles: z.int(), problem: z.string().nullable() }).nullable(),
  /** Not delivered ones, then those of the last days; the newest first in each. */
  scans: z.array(branchScanRow),
});

export const beginBranchScan = z.object({
  fileName: z.string().min(1).max(2_000),
  size: z
    .int()
    .min(0)
    .max(512 * 1024 ** 2),
  source: z.enum(['upload', 'camera']),
});
export const branchScanRef = z.object({ scanId: idSchema });
export const photosTaken = z.object({
  uploadIds: z.array(idSchema).min(1).max(100),
  fileName: z.string().min(1).max(200),
});
export const scanFolderInput = z.object({ path: z.string().trim().min(1).max(1_000).nullable() });
