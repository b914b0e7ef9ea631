import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { letterSheet } from '../../intake/pages/test-pages.ts';
import { type BackendDesk, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld } from '../../tests/support/desk-world.ts';
import { canMount, fillUp, smallDisk } from '../../tests/support/small-disk.ts';

const inTime = { timeout: 60_000, interval: 50 };

let world: DeskWorld;
let desk: BackendDesk | null = null;
beforeEach(() => {
  world = new DeskWorld();
});
afterEach(async () => {
  await desk?.close();
  await world.close();
});

test.runIf(canMount())(
  'with a full disk a scan waits and the page says why; with room again it lies in the Postkorb, once',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aktenpult-full-'));
    smallDisk(folder, 40);
    desk = await startBackendDesk(world, folder);
    await logIn(desk, world.thomsen);
    const { branchScans, inbox } = desk.client;
    const paper = new Uint8Array(letterSheet('Kündigung').toBuffer('image/jpeg', 95));
    const { uploadId } = await branchScans.begin({ fileName: 'Scan.jpg', size: paper.length, source: 'upload' });
    await branchScans.part({ uploadId, offset: 0, bytes: paper });
    await branchScans.finish({ uploadId });
    const free = fillUp(folder);
    const stated = () => branchScans.overview({});
    await vi.waitFor(async () => expect((await stated()).problem).toMatch(/kein Speicherplatz/), inTime);
    expect((await stated()).scans).toMatchObject([{ state: 'waiting', fileName: 'Scan.jpg' }]);
    free();
    await vi.waitFor(
      async () => expect(await stated()).toMatchObject({ problem: null, scans: [{ state: 'done' }] }),
      inTime,
    );
    const { rows } = await inbox.list({ inboxId: world.thomsen.inboxId, show: 'open' });
    expect(rows).toHaveLength(1);
    // Of other work that met the full disk the log may tell; of nothing else.
    expect(desk.faults.filter((fault) => (fault as { code?: unknown }).code !== 'ENOSPC')).toEqual([]);
  },
  180_000,
);
