import { degrees, PDFDocument } from '@cantoo/pdf-lib';
import type { StackReader } from '../../intake/station/stack-reading.ts';
import { createTextReader } from './text-reader.ts';

/**
 * Reads like the text reader, but makes real PDFs, so that pages can be put together anew: page N of the stack is 100 + N points high, and turned as somebody
 * has said.
 */
export function createPdfReader(): StackReader {
  const texts = createTextReader();
  return {
    ...texts,
    async readStack(bytes, name, options) {
      const reading = await texts.readStack(bytes, name, options);
      for (const document of reading.documents) {
        const pdf = await PDFDocument.create();
        for (const page of document.pages) {
          pdf.addPage([100, 100 + page]).setRotation(degrees(options?.turns?.get(page) ?? 0));
        }
        document.bytes = await pdf.save();
      }
      return reading;
    },
  };
}
