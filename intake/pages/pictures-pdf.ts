import { PDFDocument } from '@cantoo/pdf-lib';

const pageWidth = 595.28; // points: A4, since photos do not say how large the paper was

/** A PDF with one JPEG a page, its bytes unchanged. Throws when one is no JPEG. */
export async function picturesPdf(jpegs: readonly Uint8Array[]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (const jpeg of jpegs) {
    const picture = await document.embedJpg(jpeg);
    const isAside = picture.width > picture.height;
    const width = isAside ? (pageWidth * picture.width) / picture.height : pageWidth;
    const height = (width * picture.height) / picture.width;
    document.addPage([width, height]).drawImage(picture, { x: 0, y: 0, width, height });
  }
  return document.save();
}
