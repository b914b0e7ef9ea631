import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createChangeNotices } from '../../backend/commands/changes.ts';
import { createBatchPace } from '../../backend/sync/batch-pace.ts';
import { fetchTogether } from '../../backend/sync/blob-transfer.ts';
import { uploadWaiting } from '../../backend/sync/uploads.ts';
import { headOf } from '../../core/contract/content-batch.ts';
import { addToOutbox } from '../../db/outbox.ts';
import { run } from '../../db/sql.ts';
import { newId, temporaryStore, testNow } from '../../db/test-support/temporary-store.ts';
import { openCutOffice } from '../support/cut-office.ts';
import { contentFile } from '../../central/store/blob-folder.ts';

const size = 60_000;
const count = 6;
const headSize = headOf({ sha256: '0'.repeat(64), size }).length;
/** Most that may pass again: the content in which the line broke, what lay in buffers, heads of requests and answers. */
const mostAgain = size + 256 * 1024 + 16 * 1024;
const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function openAll() {
  const { office, line, store } = await openCutOffice();
  const desk = { store, changes: createChangeNotices(), newId, now: testNow };
  /** Brings six new contents with one command each, as a desk does that tries again when the line is back. */
  const sendNew = async (): Promise<{ sha256s: string[]; passed: number }> => {
    run(store.db, 'DELETE FROM outbox');
    const sha256s: string[] = [];
    for (let number = 0; number < count; number += 1) {
      const { sha256 } = await store.blobs.put(randomBytes(size), 'uploading');
      const args = { content: { sha256, attachments: [] } };
      addToOutbox(store.db, { id: newId(), name: 'addDocument', args, at: testNow(), schema: 1, label: '' });
      sha256s.push(sha256);
    }
    const passed = await line.passing('up', async () => {
      const faults: unknown[] = [];
      const onFault = (error: unknown) => void faults.push(error);
      await uploadWaiting({ desk, central: line.central, pace: createBatchPace(), onFault });
      if (faults.length > 0) throw faults[0];
    });
    return { sha256s, passed };
  };
  return { office, line, store, sendNew };
}

// S61: in both directions what came whole stays
describe('several contents on a line that is cut', { timeout: 300_000 }, () => {
  test('all come to the centre, wherever it was cut, and at most one of them is sent again', async () => {
    const { office, line, store, sendNew } = await openAll();
    const whole = (await sendNew()).passed;
    const body = count * (headSize + size);
    const starts = Array.from({ length: count }, (_, index) => whole - body + index * (headSize + size));
    const cuts = starts.flatMap((start) => [start - 1, start + 1, start + 18, start + headSize, start + 31_003]);
    for (const cut of [...cuts, whole - 1]) {
      const before = line.proxy.cuts;
      line.proxy.cutAfter('up', cut);
      const { sha256s, passed } = await sendNew();
      expect(line.proxy.cuts, `cut after ${cut} bytes`).toBe(before + 1);
      expect(passed - whole, `sent again after a cut at ${cut}`).toBeLessThanOrEqual(mostAgain);
      for (const sha256 of sha256s) {
        const file = contentFile(office.blobsFolder, sha256);
        expect(sha256Of(await readFile(file))).toBe(sha256);
        expect(store.blobs.info(sha256)?.state).toBe('present');
      }
    }
    expect(await readdir(path.join(office.blobsFolder, 'incoming'))).toEqual([]);
  });

  test('an answer that is lost costs nothing but the question which are there', async () => {
    const { line, sendNew } = await openAll();
    const whole = (await sendNew()).passed;
    const { putBlobs } = line.central;
    line.central.putBlobs = async (contents) => {
      line.central.putBlobs = putBlobs;
      line.proxy.cutAfter('down', 30);
      return putBlobs(contents);
    };
    const before = line.proxy.cuts;
    const { passed } = await sendNew();
    expect(line.proxy.cuts).toBe(before + 1);
    expect(passed - whole).toBeLessThan(16 * 1024);
  });

  test('all come to the desk, wherever it was cut, and at most one of them comes again', async () => {
    const { line, sendNew } = await openAll();
    const { sha256s } = await sendNew();
    const fetchNew = async (cut: number | null) => {
      const empty = temporaryStore();
      try {
        const before = line.proxy.cuts;
        if (cut !== null) line.proxy.cutAfter('down', cut);
        const passed = await line.passing('down', async () => {
          const missing = sha256s.filter((sha256) => !empty.blobs.has(sha256));
          const parts = { signal: new AbortController().signal, onArrived: async () => undefined };
          await fetchTogether(line.central, empty.blobs, missing, parts);
        });
        expect(line.proxy.cuts, `cut after ${cut} bytes`).toBe(before + (cut === null ? 0 : 1));
        for (const sha256 of sha256s) expect(sha256Of(await empty.blobs.readAll(sha256))).toBe(sha256);
        return passed;
      } finally {
        empty.discard();
      }
    };
    const whole = await fetchNew(null);
    for (let cut = 40; cut < whole; cut += 17_011) {
      const again = (await fetchNew(cut)) - whole;
      expect(again, `came again after a cut at ${cut}`).toBeLessThanOrEqual(mostAgain);
    }
  });
});
