import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ContentReport } from './content-report.ts';
import { createJobRunner } from './job-runner.ts';
import { greyTags, tiffOf } from './test-documents.ts';

const runner = createJobRunner('not needed for pictures');

async function inspect(bytes: Uint8Array, fileName: string): Promise<ContentReport> {
  const { answer } = await runner.run({ task: 'inspect', bytes, fileName }, () => true);
  return answer as ContentReport;
}

describe('inspecting TIFF scans', () => {
  const strip = Uint8Array.from({ length: 64 }, (_, index) => index * 4);

  it('counts pages and decodes each, also deflated', async () => {
    const bytes = tiffOf([
      { tags: greyTags(8, 8, 1), strip },
      { tags: greyTags(8, 8, 8), strip: deflateSync(strip) },
    ]);
    expect(await inspect(bytes, 'scan.tif')).toMatchObject({
      kind: 'tiff',
      pageCount: 2,
      state: 'showable',
      warnings: [],
    });
    for (const index of [0, 1]) {
      const { answer } = await runner.run({ task: 'tiffPage', bytes, index }, () => true);
      const page = answer as { width: number; height: number; rgba: Uint8Array };
      expect([page.width, page.height, ...page.rgba.subarray(40, 44)]).toEqual([8, 8, 40, 40, 40, 255]);
    }
  });

  it('does not walk in circles when the last page points to the first', async () => {
    expect(await inspect(tiffOf([{ tags: greyTags(8, 8, 1), strip }], 8), 'kreis.tif')).toMatchObject({
      pageCount: 1,
      state: 'showable',
    });
  });

  it('does not believe a field that claims to have a billion values', async () => {
    const bytes = tiffOf([{ tags: { ...greyTags(8, 8, 1), 320: 8, 330: 8 }, strip }]);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let field = 10; field < 10 + view.getUint16(8, true) * 12; field += 12) {
      if (view.getUint16(field, true) >= 320) view.setUint32(field + 4, 0x3fffffff, true);
    }
    expect(await inspect(bytes, 'a.tif')).toMatchObject({ pageCount: 1, state: 'showable' });
  });

  it('explains enormous pages, deflate bombs and camera formats instead of decoding them', async () => {
    const enormous = tiffOf([{ tags: greyTags(60_000, 60_000, 1), strip }]);
    expect(await inspect(enormous, 'a.tif')).toMatchObject({ state: 'explained', explanation: { code: 'too-large' } });
    const bomb = tiffOf([{ tags: greyTags(8, 8, 8), strip: deflateSync(new Uint8Array(64 * 1024 * 1024)) }]);
    expect(await inspect(bomb, 'a.tif')).toMatchObject({ state: 'explained', explanation: { code: 'damaged' } });
    const camera = tiffOf([{ tags: greyTags(8, 8, 34_713), strip }]);
    expect(await inspect(camera, 'a.tif')).toMatchObject({
      state: 'explained',
      explanation: { code: 'format-not-shown' },
    });
  });
});
