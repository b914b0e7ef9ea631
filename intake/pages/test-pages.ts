import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Canvas, createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import type { GreyPicture } from './grey-picture.ts';

/** Made pages for tests: A4 at 200 dots per inch, as office scanners deliver them. */
export const testResolution = 200;
export const sheet = { width: 1654, height: 2339 };

const face = 'IntakeTestSans';
const folder = join(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'standard_fonts');

/** An empty sheet and what draws on it; lengths in millimetres from the upper left. */
export function newSheet(paper = '#fff'): { canvas: Canvas; context: SKRSContext2D } {
  if (!GlobalFonts.has(face)) GlobalFonts.registerFromPath(join(folder, 'LiberationSans-Regular.ttf'), face);
  const canvas = createCanvas(sheet.width, sheet.height);
  const context = canvas.getContext('2d');
  context.fillStyle = paper;
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.scale(testResolution / 25.4, testResolution / 25.4);
  context.fillStyle = '#111';
  return { canvas, context };
}

/** Lines of a letter, 11 points high. */
export function writeLines(context: SKRSContext2D, lines: string[], top = 40, colour = '#111'): void {
  context.font = `3.9px ${face}`;
  context.fillStyle = colour;
  for (const [row, line] of lines.entries()) context.fillText(line, 25, top + row * 6.2);
}

/** A letter of one page with these words in its first line. */
export function letterSheet(subject: string): Canvas {
  const { canvas, context } = newSheet();
  writeLines(context, [subject, ...letterLines]);
  return canvas;
}

export const letterLines = [
  'Sehr geehrte Damen und Herren,',
  'hiermit beantrage ich die Übernahme der Kosten für Unterkunft und Heizung.',
  'Die Abrechnung meines Vermieters über die Betriebskosten lege ich bei.',
  'Außerdem teile ich mit, dass sich meine Bankverbindung geändert hat.',
  'Bitte überweisen Sie die Leistungen künftig auf das neue Konto.',
  'Für Rückfragen stehe ich Ihnen gerne zur Verfügung.',
  'Mit freundlichen Grüßen',
  'Käthe Großmüller, Straße der Jugend 12, 24937 Flensburg',
];

/** The same canvas turned clockwise by so many degrees; quarter turns change its form, others keep it. */
export function turnedCanvas(canvas: Canvas, degrees: number): Canvas {
  const isAside = degrees % 180 !== 0 && degrees % 90 === 0;
  const turned = createCanvas(isAside ? canvas.height : canvas.width, isAside ? canvas.width : canvas.height);
  const context = turned.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, turned.width, turned.height);
  context.translate(turned.width / 2, turned.height / 2);
  context.rotate((degrees * Math.PI) / 180);
  context.drawImage(canvas, -canvas.width / 2, -canvas.height / 2);
  return turned;
}

/** Brightness of what was drawn. */
export function greyOf(canvas: Canvas): GreyPicture {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const grey = new Uint8Array(width * height);
  for (let index = 0; index < grey.length; index += 1) grey[index] = data[index * 4] ?? 255;
  return { width, height, grey };
}
