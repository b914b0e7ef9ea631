import { createCanvas, loadImage } from '@napi-rs/canvas';
import { hasSignature, latin1, viewOf } from '../content/byte-reading.ts';
import { recognise } from '../content/file-recognition.ts';
import { imageFacts } from '../content/image-facts.ts';
import { decodeTiffPage } from '../content/tiff-document.ts';
import { readTiffTags, tiffDirectoryPlaces, type TiffTags } from '../content/tiff-tags.ts';
import { type GreyPicture, mirrorPicture, resizePicture, turnPicture, type Turn } from './grey-picture.ts';
import { canvasOf, type ColourPage } from './page-as-jpeg.ts';
import { type ColourPicture, guessResolution, isScanResolution, mostPixels, type PagePicture } from './page-picture.ts';

/** EXIF's eight ways a picture may lie: mirrored first, then turned clockwise. */
const orientations: Record<number, { mirrored: boolean; turned: Turn }> = {
  1: { mirrored: false, turned: 0 },
  2: { mirrored: true, turned: 0 },
  3: { mirrored: false, turned: 180 },
  4: { mirrored: true, turned: 180 },
  5: { mirrored: true, turned: 270 },
  6: { mirrored: false, turned: 90 },
  7: { mirrored: true, turned: 90 },
  8: { mirrored: false, turned: 270 },
};

/** A JPEG, PNG or other single picture, upright as it says itself; null when it cannot be decoded. */
export async function readPictureFile(bytes: Uint8Array): Promise<PagePicture | null> {
  const facts = imageFacts(bytes, recognise(bytes, '').format);
  if (facts === null || facts.width * facts.height > mostPixels) return null;
  try {
    // Turned by the decoder as the picture itself says.
    const { width, height, rgba } = await decodePicture(bytes);
    const picture = toGrey(rgba, width, height);
    const said = pictureResolutionOf(bytes);
    const isResolutionKnown = said !== null && isScanResolution(said);
    const resolution = isResolutionKnown ? said : guessResolution(width, height);
    return {
      picture,
      resolution,
      isResolutionKnown,
      ...(orientations[facts.orientation] ?? { mirrored: false, turned: 0 }),
    };
  } catch {
    return null;
  }
}

/** A JPEG, PNG or other single picture in its colours; null when it cannot be decoded. */
export async function seePictureFile(bytes: Uint8Array): Promise<ColourPage | null> {
  const facts = imageFacts(bytes, recognise(bytes, '').format);
  if (facts === null || facts.width * facts.height > mostPixels) return null;
  try {
    // Turned and mirrored by the decoder as the picture itself says.
    const picture = await loadImage(Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength));
    const turned = orientations[facts.orientation]?.turned ?? 0;
    const { width, height } = picture;
    return { picture, width, height, mirrored: false, turned, alreadyTurned: turned };
  } catch {
    return null;
  }
}

/** Page `index` of a TIFF in its colours; null when it cannot be decoded. */
export function seeTiffPage(bytes: Uint8Array, index: number): ColourPage | null {
  const page = decodeTiffPage(bytes, index);
  const place = tiffDirectoryPlaces(bytes)[index];
  if ('explanation' in page || !place) return null;
  const tags = readTiffTags(bytes, place);
  const lying = orientations[tags.t274?.[0] ?? 1] ?? { mirrored: false, turned: 0 };
  const { across, down } = scanResolution(tags) ?? { across: 1, down: 1 };
  const height = Math.round((page.height * across) / down);
  return { picture: canvasOf(page), width: page.width, height, ...lying, alreadyTurned: 0 };
}

/** Colours of a picture file on white paper, turned as it says itself. Throws when it cannot be decoded. */
export async function decodePicture(bytes: Uint8Array): Promise<ColourPicture> {
  const image = await loadImage(Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength));
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0);
  return { width, height, rgba: context.getImageData(0, 0, width, height).data };
}

/** Page `index` of a TIFF with square dots; null when it cannot be decoded. */
export function readTiffPicture(bytes: Uint8Array, index: number): PagePicture | null {
  const page = decodeTiffPage(bytes, index);
  const place = tiffDirectoryPlaces(bytes)[index];
  if ('explanation' in page || !place) return null;
  const tags = readTiffTags(bytes, place);
  const { width, height, rgba } = page;
  const said = scanResolution(tags);
  const grey = toGrey(rgba, width, height);
  const lying = orientations[tags.t274?.[0] ?? 1] ?? { mirrored: false, turned: 0 };
  // A fax has more dots across than down.
  const square =
    said && Math.abs(said.across / said.down - 1) > 0.02
      ? resizePicture(grey, width, Math.min(mostPixels / width, Math.round((height * said.across) / said.down)))
      : grey;
  const resolution = said?.across ?? guessResolution(square.width, square.height);
  const picture = turnPicture(lying.mirrored ? mirrorPicture(square) : square, lying.turned);
  return { picture, resolution, isResolutionKnown: said !== null, ...lying };
}

// Dots per inch of a scan; null when the file says nothing or what no scanner would have.
function scanResolution(tags: TiffTags): { across: number; down: number } | null {
  const factor = tags.t296?.[0] === 3 ? 2.54 : 1;
  const value = (fraction: number[] | undefined) =>
    fraction?.[0] && fraction[1] ? (fraction[0] / fraction[1]) * factor : 0;
  const [across, down] = [value(tags.t282), value(tags.t283)];
  return isScanResolution(across) && isScanResolution(down) ? { across, down } : null;
}

function toGrey(rgba: Uint8Array | Uint8ClampedArray, width: number, height: number): GreyPicture {
  const grey = new Uint8Array(width * height);
  for (let index = 0, at = 0; index < grey.length; index += 1, at += 4)
    grey[index] = ((rgba[at] ?? 0) * 77 + (rgba[at + 1] ?? 0) * 150 + (rgba[at + 2] ?? 0) * 29) >> 8;
  return { width, height, grey };
}

/** Dots per inch as a JPEG or PNG says; null when it does not. */
function pictureResolutionOf(bytes: Uint8Array): number | null {
  const view = viewOf(bytes);
  if (hasSignature(bytes, 0, '\xff\xd8') && bytes.length > 18 && latin1(bytes, 6, 10) === 'JFIF') {
    const unit = bytes[13];
    return unit === 1 ? view.getUint16(14) : unit === 2 ? view.getUint16(14) * 2.54 : null;
  }
  if (!hasSignature(bytes, 0, '\x89PNG')) return null;
  for (let at = 8; at + 21 < Math.min(bytes.length, 4096); at += 12 + view.getUint32(at)) {
    if (latin1(bytes, at + 4, at + 8) === 'pHYs' && bytes[at + 16] === 1)
      return Math.round(view.getUint32(at + 8) * 0.0254);
  }
  return null;
}
