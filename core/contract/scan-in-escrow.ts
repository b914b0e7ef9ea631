import { z } from 'zod';

/** The name under which a file scanned at a desk waits in the escrow; no command has it. */
export const scanInEscrow = 'branchScan';

/** What is sealed of such a file beside its moment and its bytes. */
export const scanInEscrowSchema = z.object({
  fileName: z.string().min(1).max(500),
  source: z.enum(['folder', 'upload', 'camera']),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.int().min(0),
});
export type ScanInEscrow = z.infer<typeof scanInEscrowSchema>;
