import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { afterAll, expect, test, vi } from 'vitest';
import { addBranchScan, listBranchScans } from '../../db/branch-scans.ts';
import { inTransaction } from '../../db/sql.ts';
import { createStackReader } from '../../intake/station/stack-reader.ts';
import { DeskWorld } from '../../tests/support/desk-world.ts';
import { systemTimers } from '../sync/environment.ts';
import { startScanDesk } from './scan-desk.ts';

const reader = createStackReader({ recognition: 'packaged', size: 1 });
afterAll(() => reader.close());

async function letter(): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  document.addPage([595, 842]).drawText('Mietbescheinigung', { x: 60, y: 780, size: 11, font });
  return document.save();
}

test('while the first fetch is under way scans wait and the page says why; then they are read into the Postkorb', async () => {
  const world = new DeskWorld();
  const { desk } = world.openDesk(world.jensen);
  const { db, blobs } = desk.store;
  const { sha256, size } = await blobs.put(await letter(), 'uploading');
  const scan = {
    id: desk.newId(),
    fileName: 'Brief.pdf',
    source: 'upload' as const,
    takenAt: desk.now(),
    sha256,
    size,
  };
  inTransaction(db, () => addBranchScan(db, scan, null));
  let isFetched = false;
  const isReady = () => isFetched;
  const faults: unknown[] = [];
  const parts = {
    desk,
    reader: () => reader,
    timers: systemTimers,
    isReady,
    onFault: (one: unknown) => faults.push(one),
  };
  const scans = startScanDesk(parts);
  try {
    scans.wake();
    expect(scans.underway()).toBeNull();
    expect(scans.problem()).toContain('zum ersten Mal geholt');

    isFetched = true;
    scans.wake();
    await vi.waitFor(() => expect(listBranchScans(db)[0]?.state).not.toBe('waiting'), { timeout: 60_000 });
    expect(listBranchScans(db)).toMatchObject([{ state: 'done', documents: [{ inboxId: world.jensen.inboxId }] }]);
    expect(scans.problem()).toBeNull();
    expect(faults).toEqual([]);
  } finally {
    await scans.stop();
    await world.close();
  }
}, 90_000);
