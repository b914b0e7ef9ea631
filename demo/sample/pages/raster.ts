import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Canvas, createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import { createRandom, type Random } from '../random.ts';
import type { FontName } from './fonts.ts';
import { textWidth } from './fonts.ts';
import { type Page, PAGE_HEIGHT, PAGE_WIDTH } from './page.ts';
import { inkCurves, type ScannedPage } from './pdf.ts';

// Liberation Sans comes with pdfjs-dist, so pictures look the same on every machine; system fonts are never used.
const FACES: Record<FontName, string> = {
  sans: 'SampleSansRegular',
  sansBold: 'SampleSansBold',
  sansItalic: 'SampleSansItalic',
  serif: 'SampleSansRegular',
  serifBold: 'SampleSansBold',
  serifItalic: 'SampleSansItalic',
};
const DOTS_PER_INCH = 110;
const SCALE = DOTS_PER_INCH / 72;
const WIDTH = Math.round(PAGE_WIDTH * SCALE);
const HEIGHT = Math.round(PAGE_HEIGHT * SCALE);
const JPEG_QUALITY = 45;

let fontsReady = false;
function registerFonts(): void {
  if (fontsReady) return;
  const folder = join(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'standard_fonts');
  for (const weight of ['Regular', 'Bold', 'Italic']) {
    const path = join(folder, `LiberationSans-${weight}.ttf`);
    if (!GlobalFonts.registerFromPath(path, `SampleSans${weight}`)) throw new Error(`font ${path} could not be read`);
  }
  fontsReady = true;
}

/** Draws a page in points onto a context. */
function drawPage(context: SKRSContext2D, page: Page): void {
  registerFonts();
  context.lineCap = 'round';
  for (const item of page.items) {
    if (item.kind === 'text') {
      context.font = `${item.size}px ${FACES[item.font]}`;
      context.fillStyle = item.color;
      // Times is drawn with the sans face, squeezed into the width the layout gave it.
      if (item.font.startsWith('serif'))
        context.fillText(item.text, item.x, item.y, textWidth(item.text, item.font, item.size));
      else context.fillText(item.text, item.x, item.y);
    } else if (item.kind === 'box') {
      if (item.fill) {
        context.fillStyle = item.fill;
        context.fillRect(item.x, item.y, item.width, item.height);
      }
      if (item.stroke) {
        context.strokeStyle = item.stroke;
        context.lineWidth = 0.7;
        context.strokeRect(item.x, item.y, item.width, item.height);
      }
    } else {
      context.strokeStyle = item.color;
      context.lineWidth = item.width;
      context.beginPath();
      if (item.kind === 'line') {
        context.moveTo(item.x1, item.y1);
        context.lineTo(item.x2, item.y2);
      } else {
        context.moveTo(item.points[0] ?? 0, item.points[1] ?? 0);
        for (const [cx, cy, x, y] of inkCurves(item.points)) context.quadraticCurveTo(cx, cy, x, y);
      }
      context.stroke();
    }
  }
}

type ReceiptStamp = { office: string; date: string };

function drawStamp(context: SKRSContext2D, stamp: ReceiptStamp, random: Random): void {
  context.save();
  context.translate(PAGE_WIDTH - 215 + random.int(-14, 14), 118 + random.int(-20, 14));
  context.rotate((random.next() - 0.5) * 0.16);
  context.globalAlpha = 0.78;
  context.strokeStyle = '#8c1d2f';
  context.fillStyle = '#8c1d2f';
  context.lineWidth = 1.6;
  context.strokeRect(0, 0, 148, 54);
  context.textAlign = 'center';
  context.font = `8.5px ${FACES.sansBold}`;
  context.fillText('Kreis Nordermarsch', 74, 13);
  context.fillText(stamp.office, 74, 24);
  context.font = `12px ${FACES.sansBold}`;
  context.fillText(`Eingang ${stamp.date}`, 74, 39);
  context.font = `6.5px ${FACES.sans}`;
  context.fillText(`Anl.: ${random.int(0, 4)}     Hz.: ........`, 74, 50);
  context.restore();
  context.textAlign = 'left';
}

let noiseTile: Canvas | null = null;
function noise(): Canvas {
  if (noiseTile) return noiseTile;
  const size = 256;
  noiseTile = createCanvas(size, size);
  const context = noiseTile.getContext('2d');
  const pixels = context.createImageData(size, size);
  const random = createRandom('scanner-noise');
  for (let i = 0; i < pixels.data.length; i += 4) {
    const grey = random.chance(0.0004) ? random.int(90, 170) : 255 - random.int(0, 6);
    pixels.data.set([grey, grey, grey, 255], i);
  }
  context.putImageData(pixels, 0, 0);
  return noiseTile;
}

let scanCanvas: Canvas | null = null;

/** A page as a flatbed scanner sees it: slightly crooked, grey paper, dust; `stamp` sets the stamp of receipt on it. */
export function scanPage(page: Page, random: Random, stamp: ReceiptStamp | null): ScannedPage {
  scanCanvas ??= createCanvas(WIDTH, HEIGHT);
  const context = scanCanvas.getContext('2d');
  registerFonts();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalCompositeOperation = 'source-over';
  context.globalAlpha = 1;
  context.fillStyle = '#fbfbf9';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.translate(WIDTH / 2, HEIGHT / 2);
  context.rotate((random.next() - 0.5) * 0.022);
  context.scale(SCALE, SCALE);
  context.translate(-PAGE_WIDTH / 2 + random.int(-3, 3), -PAGE_HEIGHT / 2 + random.int(-3, 3));
  drawPage(context, page);
  if (stamp) drawStamp(context, stamp, random);
  context.setTransform(1, 0, 0, 1, 0, 0);
  const shade = context.createLinearGradient(0, 0, 34, 0);
  shade.addColorStop(0, 'rgba(90,90,90,0.35)');
  shade.addColorStop(1, 'rgba(90,90,90,0)');
  context.fillStyle = shade;
  context.fillRect(0, 0, 34, HEIGHT);
  context.globalCompositeOperation = 'multiply';
  const [offsetX, offsetY] = [random.int(0, 255), random.int(0, 255)];
  for (let x = -offsetX; x < WIDTH; x += 256)
    for (let y = -offsetY; y < HEIGHT; y += 256) context.drawImage(noise(), x, y);
  return { jpeg: scanCanvas.toBuffer('image/jpeg', JPEG_QUALITY), width: WIDTH, height: HEIGHT };
}

/** A page as a phone takes it on a table: turned a little, lit from one side; JPEG bytes of 1200 x 1600 pixels. */
export function photographPage(page: Page, random: Random): Uint8Array {
  registerFonts();
  const [width, height] = [1200, 1600];
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  drawTable(context, width, height, random);
  const scale = (height * (0.84 + random.next() * 0.06)) / PAGE_HEIGHT;
  context.translate(width / 2 + random.int(-25, 25), height / 2 + random.int(-25, 25));
  context.rotate((random.next() - 0.5) * 0.14);
  context.transform(1, (random.next() - 0.5) * 0.03, (random.next() - 0.5) * 0.05, 1, 0, 0);
  context.scale(scale, scale);
  context.translate(-PAGE_WIDTH / 2, -PAGE_HEIGHT / 2);
  context.shadowColor = 'rgba(0,0,0,0.55)';
  context.shadowBlur = 30;
  context.shadowOffsetX = 8;
  context.shadowOffsetY = 10;
  context.fillStyle = '#f6f3ea';
  context.fillRect(0, 0, PAGE_WIDTH, PAGE_HEIGHT);
  context.shadowColor = 'rgba(0,0,0,0)';
  drawPage(context, page);
  drawFolds(context);
  context.setTransform(1, 0, 0, 1, 0, 0);
  const light = context.createRadialGradient(width * random.next(), height * 0.2, 200, width / 2, height / 2, 1300);
  light.addColorStop(0, 'rgba(255,250,230,0.05)');
  light.addColorStop(1, 'rgba(20,15,10,0.5)');
  context.fillStyle = light;
  context.fillRect(0, 0, width, height);
  return canvas.toBuffer('image/jpeg', 62);
}

function drawFolds(context: SKRSContext2D): void {
  for (const third of [1, 2]) {
    const y = (PAGE_HEIGHT * third) / 3;
    const fold = context.createLinearGradient(0, y - 7, 0, y + 7);
    fold.addColorStop(0, 'rgba(0,0,0,0)');
    fold.addColorStop(0.5, 'rgba(0,0,0,0.13)');
    fold.addColorStop(0.55, 'rgba(255,255,255,0.3)');
    fold.addColorStop(1, 'rgba(255,255,255,0)');
    context.fillStyle = fold;
    context.fillRect(0, y - 7, PAGE_WIDTH, 14);
  }
}

function drawTable(context: SKRSContext2D, width: number, height: number, random: Random): void {
  const [base, grain] = random.pick([
    ['#7a5a3c', '#5e4329'],
    ['#94785a', '#78603f'],
    ['#55606a', '#48525b'],
  ] as const);
  context.fillStyle = base;
  context.fillRect(0, 0, width, height);
  context.strokeStyle = grain;
  for (let i = 0; i < 90; i++) {
    const y = random.int(0, height);
    context.globalAlpha = 0.15 + random.next() * 0.25;
    context.lineWidth = 1 + random.next() * 3;
    context.beginPath();
    context.moveTo(0, y);
    context.bezierCurveTo(
      width / 3,
      y + random.int(-14, 14),
      (width * 2) / 3,
      y + random.int(-14, 14),
      width,
      y + random.int(-10, 10),
    );
    context.stroke();
  }
  context.globalAlpha = 1;
}
