import type { InputOf, useDesk } from '../../shared/backend.tsx';

/** A page of a TIFF as a canvas takes it: four bytes a pixel. */
export type RasterPage = { width: number; height: number; rgba: Uint8ClampedArray<ArrayBuffer> };

/** Asks for a page (`number` from 1) and unpacks it. Throws AppError with the sentence that says why it cannot be shown. */
export async function readTiffPage(
  desk: ReturnType<typeof useDesk>,
  place: InputOf<'content', 'tiffPage'>,
  signal: AbortSignal,
): Promise<RasterPage> {
  const { width, height, rgba, isDeflated } = await desk.content.tiffPage(place, { signal });
  const bytes = isDeflated ? await inflated(rgba as Uint8Array<ArrayBuffer>) : (rgba as Uint8Array<ArrayBuffer>);
  return { width, height, rgba: new Uint8ClampedArray(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

async function inflated(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
