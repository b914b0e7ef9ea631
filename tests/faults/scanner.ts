import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { separatorSheetsPdf } from '../../intake/codes/cover-sheet-pdf.ts';
import type { Random } from '../worlds/simulation/random.ts';
import type { Findings } from './findings.ts';
import { newId } from './house.ts';

/** A file laid into the folder: what it is called there, its bytes, and what stands on the first page of each letter in it. */
export type LaidFile = { name: string; sha256: string; bytes: Uint8Array; letters: string[]; isBroken: boolean };

export type ScannerParts = {
  /** Of one station, watched by the centre. */
  folder: string;
  random: Random;
  found: Findings;
  /** Where the centre keeps a content. */
  fileOf: (sha256: string) => string;
};

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
/** Files that wait at most: a scanner that is faster than the centre would only make the run longer. */
const mostWaiting = 6;
const lookEvery = 15; // milliseconds

/** A scanner with people at it: lays stacks into its folder, and watches that none leaves it before its bytes are safe. */
export class Scanner {
  readonly laid: LaidFile[] = [];
  readonly parts: ScannerParts;
  readonly #waiting = new Set<LaidFile>();
  readonly #sheet: Promise<Uint8Array> = separatorSheetsPdf(1);
  #made = 0;
  #gone = 0;

  constructor(parts: ScannerParts) {
    this.parts = parts;
  }

  /** Files that have left the folder so far. */
  get gone(): number {
    return this.#gone;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  async open(): Promise<void> {
    await mkdir(this.parts.folder, { recursive: true });
  }

  /** Lays files while `isOn`; waits for none of them. */
  async run(isOn: () => boolean): Promise<void> {
    const watching = this.#watch(isOn);
    while (isOn()) {
      await pause(this.parts.random.wait(250));
      if (this.#waiting.size < mostWaiting) await this.#lay(await this.#nextFile());
    }
    await watching;
  }

  async #watch(isOn: () => boolean): Promise<void> {
    while (isOn()) {
      await this.look();
      await pause(lookEvery);
    }
  }

  /** Sees which files have gone; the bytes of one that has must be in the store of the centre at this moment. */
  async look(): Promise<void> {
    for (const file of this.#waiting) {
      if (await isThere(path.join(this.parts.folder, file.name))) continue;
      this.#waiting.delete(file);
      this.#gone += 1;
      if ((await hashOf(this.parts.fileOf(file.sha256))) === file.sha256) continue;
      this.parts.found.add('lost', `${file.name} left its folder before its bytes were in the store`);
    }
  }

  async #nextFile(): Promise<LaidFile> {
    const { random } = this.parts;
    const kind = random.weighted({ stack: 5, letter: 2, broken: 1, again: 2 });
    const before = kind === 'again' ? this.#layAgain() : null;
    if (before) return before;
    this.#made += 1;
    const name = `Scan ${this.#made}.pdf`;
    if (kind === 'broken') {
      const bytes = Buffer.from(`%PDF-1.7\n${newId()}\nstartxref\n0\n%%EOF\n`);
      return { name, bytes, sha256: sha256Of(bytes), letters: [], isBroken: true };
    }
    const count = kind === 'stack' ? random.between(2, 3) : 1;
    const letters = Array.from({ length: count }, (_, index) => `schrift-${this.#made}-${index}-${newId()}`);
    const bytes = await this.#pdfOf(letters);
    return { name, bytes, sha256: sha256Of(bytes), letters, isBroken: false };
  }

  /** A file that was laid before, once more: under the name it had, or beside it. */
  #layAgain(): LaidFile | null {
    const { random } = this.parts;
    const whole = this.laid.filter(({ isBroken }) => !isBroken);
    if (whole.length === 0) return null;
    const file = random.pick(whole.slice(-10));
    const isFree = [...this.#waiting].every(({ name }) => name !== file.name);
    if (isFree && random.chance(0.5)) return { ...file };
    this.#made += 1;
    return { ...file, name: `Scan ${this.#made} noch einmal.pdf` };
  }

  /** A stack with a sheet before each letter but the first. */
  async #pdfOf(letters: string[]): Promise<Uint8Array> {
    const stack = await PDFDocument.create();
    const font = await stack.embedFont(StandardFonts.Helvetica);
    const sheets = await PDFDocument.load(await this.#sheet);
    for (const [index, letter] of letters.entries()) {
      if (index > 0) for (const page of await stack.copyPages(sheets, [0])) stack.addPage(page);
      for (const text of [letter, `Rückseite von ${letter}`]) {
        const page = stack.addPage([595, 842]);
        page.drawText(text, { x: 50, y: 760, size: 10, font });
        page.drawText('Sehr geehrte Damen und Herren, anbei die Abrechnung.', { x: 50, y: 730, size: 10, font });
      }
    }
    return stack.save();
  }

  /** As scanners do: in pieces under its name, or beside and renamed. */
  async #lay(file: LaidFile): Promise<void> {
    const { folder, random } = this.parts;
    const target = path.join(folder, file.name);
    const isBeside = random.chance(0.3);
    const handle = await open(isBeside ? `${target}.part` : target, 'w');
    const middle = random.below(file.bytes.length);
    await handle.write(file.bytes.subarray(0, middle));
    await pause(random.wait(20));
    await handle.write(file.bytes.subarray(middle), 0, null, middle);
    await handle.close();
    if (isBeside) await rename(`${target}.part`, target);
    this.laid.push(file);
    this.#waiting.add(file);
  }
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** Null when it is not there. */
export async function hashOf(file: string): Promise<string | null> {
  const hash = createHash('sha256');
  return pipeline(createReadStream(file), hash).then(
    () => hash.digest('hex'),
    () => null,
  );
}
