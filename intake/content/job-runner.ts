import type { PageText } from './content-report.ts';
import { damaged } from './explanations.ts';
import { recognise } from './file-recognition.ts';
import { inspectContent } from './inspect-content.ts';
import { inspectPdf, pdfAttachmentBytes } from './inspect-pdf.ts';
import type { InspectionAnswers, InspectionJob } from './inspection-jobs.ts';
import { mailAttachmentBytes, mailToContent, mailToParts, readMail } from './mail-document.ts';
import { officeToHtml } from './office-document.ts';
import { readPageTexts } from './page-texts.ts';
import { loadPdfium } from './pdfium-engine.ts';
import type { Pdfium } from './pdfium-engine.ts';
import { decodeTiffPage } from './tiff-document.ts';
import { packTiffPage } from './tiff-packing.ts';
import type { JobResult as Handed } from '../workers/answer-jobs.ts';

type JobResult = Handed<InspectionAnswers[InspectionJob['task']]>;

/** Runs jobs one after the other in the calling thread. */
type JobRunner = {
  /** `onPage` is told each page of text; it returns false to stop. Rejects when a reader fails unexpectedly. */
  run: (job: InspectionJob, onPage: (page: PageText) => boolean) => Promise<JobResult>;
};

// WebAssembly memory never shrinks: beyond this a new PDFium is loaded for the next PDF (60 ms).
const KEPT_PDFIUM_BYTES = 128 * 1024 * 1024;

/** Makes a runner that loads PDFium from `pdfiumWasmPath` when the first PDF comes. */
export function createJobRunner(pdfiumWasmPath: string): JobRunner {
  let loaded: Promise<Pdfium> | undefined;
  const pdfium = () => {
    loaded ??= loadPdfium(pdfiumWasmPath);
    return loaded;
  };
  const release = async () => {
    if (loaded && (await loaded).memory.bytes().length > KEPT_PDFIUM_BYTES) loaded = undefined;
  };
  return {
    run: async (job, onPage) => {
      try {
        return await runJob(job, onPage, pdfium);
      } catch (error) {
        loaded = undefined;
        throw error;
      } finally {
        await release();
      }
    },
  };
}

async function runJob(
  job: InspectionJob,
  onPage: (page: PageText) => boolean,
  pdfium: () => Promise<Pdfium>,
): Promise<JobResult> {
  switch (job.task) {
    case 'inspect':
      return whole(await inspectContent(job.bytes, job.fileName, pdfium));
    case 'openWithPassword':
      return whole(inspectPdf(await pdfium(), job.bytes, job.password));
    case 'pageTexts':
      for await (const page of readPageTexts(job.bytes, job.report, job.password, pdfium)) if (!onPage(page)) break;
      return whole(null);
    case 'mailContent': {
      const mail = await readMail(job.bytes, recogniseMail(job.bytes));
      return whole('explanation' in mail ? mail : mailToContent(mail));
    }
    case 'mailParts': {
      const mail = await readMail(job.bytes, recogniseMail(job.bytes));
      if ('explanation' in mail) return whole(mail);
      const answer = mailToParts(mail);
      return { answer, transfer: answer.attachments.map(({ bytes }) => bytes.buffer as ArrayBuffer) };
    }
    case 'mailAttachment': {
      const mail = await readMail(job.bytes, recogniseMail(job.bytes));
      return handedOver('explanation' in mail ? mail : mailAttachmentBytes(mail, job.index));
    }
    case 'pdfAttachment':
      return handedOver(pdfAttachmentBytes(await pdfium(), job.bytes, job.index, job.password));
    case 'officeHtml': {
      const recognised = recognise(job.bytes, '');
      return whole(
        recognised.kind === 'office'
          ? await officeToHtml(job.bytes, recognised)
          : { explanation: damaged('kein Office-Dokument') },
      );
    }
    case 'tiffPage': {
      const decoded = decodeTiffPage(job.bytes, job.index);
      const page = 'rgba' in decoded ? packTiffPage(decoded) : decoded;
      return {
        answer: page,
        transfer: 'rgba' in page && page.rgba.buffer instanceof ArrayBuffer ? [page.rgba.buffer] : [],
      };
    }
  }
}

// Whoever asks for a mail knows it is one, so the weakest signs of an internet message are enough.
function recogniseMail(bytes: Uint8Array) {
  return recognise(bytes, 'mail.eml');
}

function whole(answer: JobResult['answer']): JobResult {
  return { answer, transfer: [] };
}

// Attachments are parts of larger buffers: a copy of their own is handed over.
function handedOver(answer: InspectionAnswers['mailAttachment']): JobResult {
  if ('explanation' in answer) return whole(answer);
  const bytes = new Uint8Array(answer.bytes);
  return { answer: { ...answer, bytes }, transfer: [bytes.buffer] };
}
