import { deflateRawSync } from 'node:zlib';
import type { TiffPage } from './content-report.ts';

const leftAsIs = 64 * 1024;
const triedBytes = 1024 * 1024;
const worthwhile = 1 / 8;

/**
 * A page of a fax or a black-and-white scan, made small for its way to the page: 280 MB of pixels become some hundred kilobytes, which
 * would otherwise hold up every other answer on the same line. Colour scans stay as they are: packing them takes longer than the way.
 */
export function packTiffPage(page: TiffPage): TiffPage {
  if (page.rgba.length <= leftAsIs) return page;
  const middle = Math.max(0, (page.rgba.length - triedBytes) >> 1);
  const tried = page.rgba.subarray(middle, middle + triedBytes);
  if (deflateRawSync(tried, { level: 1 }).length > tried.length * worthwhile) return page;
  return { ...page, rgba: new Uint8Array(deflateRawSync(page.rgba, { level: 1 })), isDeflated: true };
}
