import { PDFDocument } from '@cantoo/pdf-lib';
import { answerJobs } from '../../../intake/workers/answer-jobs.ts';

/** Pages to put together: each from one of the sources, from 0. */
export type RearrangeJob = {
  sources: { bytes: Uint8Array; mediaType: string }[];
  pages: { source: number; page: number }[];
};

async function rearrange({ sources, pages }: RearrangeJob): Promise<Uint8Array> {
  const target = await PDFDocument.create();
  const loaded = new Map<number, PDFDocument>();
  const pdfOf = async (index: number): Promise<PDFDocument> => {
    const known = loaded.get(index);
    if (known) return known;
    const source = sources[index];
    if (!source) throw new Error('a source is missing');
    const made =
      source.mediaType === 'application/pdf' ? await PDFDocument.load(source.bytes) : await pictureAsPdf(source);
    loaded.set(index, made);
    return made;
  };
  for (const { source, page } of pages) {
    const [copied] = await target.copyPages(await pdfOf(source), [page]);
    if (copied) target.addPage(copied);
  }
  return target.save();
}

async function pictureAsPdf({ bytes, mediaType }: RearrangeJob['sources'][number]): Promise<PDFDocument> {
  const made = await PDFDocument.create();
  const picture = mediaType === 'image/png' ? await made.embedPng(bytes) : await made.embedJpg(bytes);
  const page = made.addPage([picture.width, picture.height]);
  page.drawImage(picture, { x: 0, y: 0, width: picture.width, height: picture.height });
  return made;
}

answerJobs<RearrangeJob, Uint8Array>(async (job) => {
  const answer = await rearrange(job);
  return { answer, transfer: answer.buffer instanceof ArrayBuffer ? [answer.buffer] : [] };
});
