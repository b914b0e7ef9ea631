import { randomFillSync } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { packTiffPage } from './tiff-packing.ts';

const pageOf = (rgba: Uint8Array) => ({ width: rgba.length / 4, height: 1, rgba, isDeflated: false });

it('packs a black-and-white page to a small part, and it unpacks to the same pixels', () => {
  const rgba = new Uint8Array(4_000_000).fill(255);
  for (let place = 0; place < rgba.length; place += 997) rgba[place] = 0;
  const packed = packTiffPage(pageOf(rgba));
  expect(packed.isDeflated).toBe(true);
  expect(packed.rgba.length).toBeLessThan(rgba.length / 20);
  expect(inflateRawSync(packed.rgba).equals(rgba)).toBe(true);
});

it('leaves a colour scan and a tiny picture as they are', () => {
  const colourful = pageOf(randomFillSync(new Uint8Array(400_000)));
  expect(packTiffPage(colourful)).toBe(colourful);
  const tiny = pageOf(new Uint8Array(400).fill(255));
  expect(packTiffPage(tiny)).toBe(tiny);
});
