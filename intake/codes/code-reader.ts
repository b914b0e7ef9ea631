import { readFileSync } from 'node:fs';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { type GreyPicture, greyFile } from '../pages/grey-picture.ts';

/** Finds the codes on a page. */
export type CodeReader = (picture: GreyPicture) => Promise<{ format: string; value: string }[]>;

// What stands on letters, forms and cover sheets. Codes of goods are left out: on ruled paper they are found where none are.
const formats = ['QRCode', 'Code128', 'Code39', 'DataMatrix', 'PDF417', 'Aztec'] as const;
/** Shorter line codes are lines of a table more often than codes. */
const shortestLineCode = 3;
const mostCodes = 20;

/** A reader that works with the packaged program at `wasmPath` and fetches nothing. */
export function createCodeReader(wasmPath: string): CodeReader {
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasmPath)).buffer } });
  return async (picture) => {
    const found = await readBarcodes(greyFile(picture), {
      formats: [...formats],
      tryHarder: true,
      maxNumberOfSymbols: mostCodes,
    });
    return found
      .filter(({ isValid, format, text }) => isValid && (format !== 'Code39' || text.length >= shortestLineCode))
      .map(({ format, text }) => ({ format, value: text }));
  };
}
