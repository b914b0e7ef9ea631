import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Office } from '../../central/testing/office.ts';
import { uploadPartSize } from '../../core/contract/central.ts';
import { temporaryStore } from '../../db/test-support/temporary-store.ts';
import { openCutOffice } from '../support/cut-office.ts';
import { contentFile } from '../../central/store/blob-folder.ts';

const size = uploadPartSize + 300_000;
/** Requests and answers around a content: heads, JSON. */
const talk = 16 * 1024;
/** What lies in buffers of sockets and of the client when a line breaks is lost with it. */
const buffers = 256 * 1024;

const storedAt = ({ blobsFolder }: Office, sha256: string) => readFile(contentFile(blobsFolder, sha256));
const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Around each place, and somewhere between them. */
const cutsAround = (places: readonly number[], total: number): number[] => {
  const all = places.flatMap((place) => [place - 1, place, place + 100_003]);
  return [...new Set(all)].filter((cut) => cut > 0 && cut < total).sort((left, right) => left - right);
};

// S36: uploads and downloads go on where they stopped, whole by their SHA-256
describe('a content on a line that is cut', { timeout: 300_000 }, () => {
  test('goes up whole and once, wherever it was cut, and hardly anything of it is sent again', async () => {
    const { office, line, store } = await openCutOffice();
    const sendNew = async (direction: 'up' | 'down', cut: number | null, marks?: number[]) => {
      const bytes = randomBytes(size);
      const { sha256 } = await store.blobs.put(bytes, 'uploading');
      const from = line.proxy.passed[direction];
      const { uploadPart } = line.central;
      if (marks) {
        line.central.uploadPart = (...asked) => {
          marks.push(line.proxy.passed[direction] - from);
          return uploadPart(...asked);
        };
      }
      const cuts = line.proxy.cuts;
      if (cut !== null) line.proxy.cutAfter(direction, cut);
      const up = await line.passing('up', () => line.send(store.blobs, sha256));
      line.central.uploadPart = uploadPart;
      expect(line.proxy.cuts, `cut after ${cut} bytes ${direction}`).toBe(cuts + (cut === null ? 0 : 1));
      expect(sha256Of(await storedAt(office, sha256))).toBe(sha256);
      return up;
    };
    const places: Record<'up' | 'down', number[]> = { up: [], down: [] };
    const whole = await sendNew('up', null, places.up);
    await sendNew('down', null, places.down);
    expect(places.up).toHaveLength(2);
    for (const cut of cutsAround([...places.up, whole - 1], whole)) {
      const again = (await sendNew('up', cut)) - whole;
      expect(again, `sent again after a cut at ${cut}`).toBeLessThanOrEqual(talk + buffers);
    }
    // The answers: the centre has what the desk believes lost.
    for (const cut of cutsAround(places.down, Math.max(...places.down) + 300)) {
      const again = (await sendNew('down', cut)) - whole;
      expect(again, `sent again after an answer cut at ${cut}`).toBeLessThanOrEqual(talk + buffers);
    }
    expect(await readdir(path.join(office.blobsFolder, 'incoming'))).toEqual([]);
    const { rows } = await office.central.database.query(`select state, count(*)::integer from upload group by 1`);
    expect(rows.map(({ state }) => state as string)).toEqual(['done']);
  });

  test('comes down whole, wherever it was cut, and hardly anything of it is sent again', async () => {
    const { line, store } = await openCutOffice();
    const bytes = randomBytes(size);
    const { sha256 } = await store.blobs.put(bytes, 'uploading');
    await line.send(store.blobs, sha256);
    const fetchNew = async (cut: number | null) => {
      const empty = temporaryStore();
      try {
        const cuts = line.proxy.cuts;
        if (cut !== null) line.proxy.cutAfter('down', cut);
        const down = await line.passing('down', () => line.fetch(empty.blobs, sha256));
        expect(line.proxy.cuts, `cut after ${cut} bytes`).toBe(cuts + (cut === null ? 0 : 1));
        expect(sha256Of(await empty.blobs.readAll(sha256))).toBe(sha256);
        return down;
      } finally {
        empty.discard();
      }
    };
    const whole = await fetchNew(null);
    const frame = 1024 * 1024;
    const places = Array.from({ length: Math.floor(size / frame) + 1 }, (_, index) => whole - size + index * frame);
    for (const cut of cutsAround(places, whole)) {
      const again = (await fetchNew(cut)) - whole;
      expect(again, `sent again after a cut at ${cut}`).toBeLessThanOrEqual(talk + buffers);
    }
  });
});
