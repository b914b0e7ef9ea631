import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';

const linuxSizes = [16, 32, 48, 64, 128, 256, 512];
const windowsSizes = [16, 24, 32, 48, 64, 256];

/** Draws the icons of window and installers from the one SVG of the page: `<n>x<n>.png` for Linux, `icon.ico` for Windows. */
export async function drawIcons(svg: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const source = await readFile(svg);
  const pictures = new Map<number, Buffer>();
  for (const size of new Set([...linuxSizes, ...windowsSizes])) pictures.set(size, await draw(source, size));
  for (const size of linuxSizes) await writeFile(join(folder, `${size}x${size}.png`), pictures.get(size) as Buffer);
  await writeFile(join(folder, 'icon.ico'), icoOf(windowsSizes.map((size) => [size, pictures.get(size) as Buffer])));
}

async function draw(svg: Buffer, size: number): Promise<Buffer> {
  // A size on the element itself, so that the picture is drawn at it and not enlarged.
  const sized = svg.toString('utf8').replace('<svg ', `<svg width="${size}" height="${size}" `);
  const canvas = createCanvas(size, size);
  canvas.getContext('2d').drawImage(await loadImage(Buffer.from(sized)), 0, 0, size, size);
  return canvas.toBuffer('image/png');
}

/** An ICO of PNG pictures, as Windows takes it since Vista: header, one entry of 16 bytes per picture, the pictures. */
function icoOf(pictures: [size: number, png: Buffer][]): Buffer {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [index, [size, png]] of pictures.entries()) {
    const entry = 6 + 16 * index;
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...pictures.map(([, png]) => png)]);
}
