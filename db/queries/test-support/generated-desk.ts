import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdSource } from '../../../core/domain/ids.ts';
import { updateMeta } from '../../meta.ts';
import { openStore, type Store } from '../../store.ts';
import { type GeneratedOffice, generateOffice, generatedNow, type OfficeSize } from './generated-store.ts';

export type GeneratedDesk = { store: Store; office: GeneratedOffice; close(): void };

/** An encrypted store in a folder of its own with a generated office, as its worker's desk holds it; `close` removes it. */
export function generateDesk(size: OfficeSize): GeneratedDesk {
  const folder = mkdtempSync(join(tmpdir(), 'aktenpult-generated-'));
  const newId = createIdSource(Date.now, (bytes) => crypto.getRandomValues(bytes));
  const store = openStore({ folder, key: new Uint8Array(32).fill(3), newId, now: () => generatedNow });
  const office = generateOffice(store.db, size);
  updateMeta(store.db, { workerId: office.workerId, role: 'worker' });
  return {
    store,
    office,
    close() {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
