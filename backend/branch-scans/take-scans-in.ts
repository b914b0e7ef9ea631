import type { EscrowedCommand } from '../../core/contract/escrow.ts';
import { scanInEscrowSchema } from '../../core/contract/scan-in-escrow.ts';
import { addBranchScan, readBranchScan, settleBranchScan } from '../../db/branch-scans.ts';
import { inTransaction } from '../../db/sql.ts';
import { safeFileName } from '../../intake/content/safe-file-name.ts';
import type { Desk } from '../commands/desk.ts';

const bytesAreElsewhere =
  'Diese Datei wurde an einem Gerät eingescannt, das verloren gemeldet oder entfernt wurde. Hier liegt nur noch ihr Eintrag. Bitte scannen Sie das Schreiben noch einmal ein.';

/**
 * Files scanned at a store that is gone are in the list of this one, under their old ids, so that what was delivered before is not delivered
 * twice. One whose bytes are nowhere is in the list with the reason. Gives how many came in.
 */
export function takeScansIn(desk: Desk, scans: readonly EscrowedCommand[]): number {
  const { db, blobs } = desk.store;
  return inTransaction(db, () => {
    let taken = 0;
    for (const { id, at, args } of scans) {
      const told = scanInEscrowSchema.safeParse(args);
      if (!told.success || readBranchScan(db, id)) continue;
      addBranchScan(db, { ...told.data, id, takenAt: at, fileName: safeFileName(told.data.fileName) }, null);
      if (!blobs.has(told.data.sha256))
        settleBranchScan(db, id, { state: 'needsLook', reason: bytesAreElsewhere }, desk.now());
      taken += 1;
    }
    return taken;
  });
}
