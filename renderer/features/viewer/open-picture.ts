import { AppError } from '../../../core/domain/errors.ts';
import { type ByteSource, readAll } from './content-source.ts';
import type { Size } from './picture-layout.ts';

const broken = 'Dieses Bild ist beschädigt. Es ist unverändert abgelegt und kann heruntergeladen werden.';
const tooLarge =
  'Dieses Bild hat so viele Bildpunkte, dass es hier nicht angezeigt wird. Es ist unverändert abgelegt und kann heruntergeladen werden.';
/** Most pixels shown; each takes 4 bytes of memory. */
const mostPixels = 150_000_000;

/** A picture as an address within the page, with its size as it is seen; `close` ends the address. */
export type OpenPicture = { address: string; size: Size; close(): void };

/** Reads a picture and finds out how large it is. Throws AppError `invalid_input` when it cannot be shown. */
export async function openPicture(source: ByteSource, signal: AbortSignal): Promise<OpenPicture> {
  const bytes = await readAll(source, signal);
  const address = URL.createObjectURL(new Blob([bytes], { type: source.mediaType }));
  const close = () => URL.revokeObjectURL(address);
  try {
    return { address, size: await measure(address), close };
  } catch (error) {
    close();
    throw error;
  }
}

function measure(address: string): Promise<Size> {
  return new Promise((done, failed) => {
    const picture = new Image();
    picture.onerror = () => failed(new AppError('invalid_input', broken));
    picture.onload = () => {
      const { naturalWidth: width, naturalHeight: height } = picture;
      if (width === 0 || height === 0) failed(new AppError('invalid_input', broken));
      else if (width * height > mostPixels) failed(new AppError('invalid_input', tooLarge));
      else done({ width, height });
    };
    picture.src = address;
  });
}

/** The same with its pixels unpacked already, for the picture that comes next; it stands there at once then. */
export async function openPictureAhead(source: ByteSource, signal: AbortSignal): Promise<OpenPicture> {
  const opened = await openPicture(source, signal);
  const picture = new Image();
  picture.src = opened.address;
  await picture.decode().catch(() => undefined); // told when it is shown
  return opened;
}
