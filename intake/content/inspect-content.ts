import type { AttachmentFact, ContentReport, Explanation } from './content-report.ts';
import { isClaimMismatched } from './claimed-type.ts';
import { damaged, explain, formatNotShown, WARNINGS } from './explanations.ts';
import { recognise } from './file-recognition.ts';
import type { Recognised } from './file-recognition.ts';
import { htmlToText, safeHtml } from './html-safety.ts';
import { imageFacts, isImageTooLarge } from './image-facts.ts';
import { inspectArchive } from './inspect-archive.ts';
import { inspectPdf } from './inspect-pdf.ts';
import { hasBody, mailToContent, readMail } from './mail-document.ts';
import { pageToText } from './office-blocks.ts';
import { readOffice } from './office-document.ts';
import { explained, showable } from './reports.ts';
import type { PdfiumSource } from './pdfium-engine.ts';
import { decodeText, MAX_PAGE_CHARACTERS, textPages } from './plain-text.ts';
import { fileExtension } from './safe-file-name.ts';
import { decodeTiffPage, MAX_TIFF_PIXELS, tiffDirectories } from './tiff-document.ts';

/** Largest file that is opened, in bytes; larger ones are kept and explained. */
const MAX_FILE_BYTES = 400 * 1024 * 1024;
const MAX_PARSED_BYTES = 128 * 1024 * 1024;
const SCRIPT_EXTENSIONS = /^(?:js|jse|vbs|vbe|wsf|wsh|hta|bat|cmd|ps1|psm1|sh|reg|scf|url|py|pl|php)$/;

/** Tells what a file is and whether it can be shown. Does not protect against hanging or memory: run it in the pool. */
export async function inspectContent(
  bytes: Uint8Array,
  fileName: string,
  pdfium: PdfiumSource,
): Promise<ContentReport> {
  const recognised = recognise(bytes, fileName);
  const report = await inspectRecognised(bytes, fileName, recognised, pdfium);
  if (isClaimMismatched(recognised, fileName)) {
    report.claimedMismatch = true;
    report.warnings.unshift(WARNINGS.mismatch(recognised.label));
  }
  return report;
}

async function inspectRecognised(
  bytes: Uint8Array,
  fileName: string,
  recognised: Recognised,
  pdfium: PdfiumSource,
): Promise<ContentReport> {
  const limit = recognised.format === 'pdf' ? MAX_FILE_BYTES : MAX_PARSED_BYTES;
  if (bytes.length > limit && recognised.kind !== 'image' && recognised.kind !== 'unknown')
    return explained(recognised, explain('too-large'));
  switch (recognised.kind) {
    case 'empty':
      return explained(recognised, explain('empty'));
    case 'pdf':
      return inspectPdf(await pdfium(), bytes, '');
    case 'image':
      return inspectImage(bytes, recognised);
    case 'tiff':
      return inspectTiff(bytes, recognised);
    case 'mail':
      return inspectMail(bytes, recognised);
    case 'office':
      return inspectOffice(bytes, recognised);
    case 'text':
      return inspectText(bytes, fileName, recognised);
    case 'html':
      return inspectHtml(bytes, recognised);
    case 'archive':
      return inspectArchive(bytes, recognised);
    case 'unknown':
      return explained(recognised, unknownExplanation(recognised));
  }
}

function unknownExplanation(recognised: Recognised): Explanation {
  if (recognised.format === 'program') return explain('program');
  return recognised.format === 'not-shown' ? formatNotShown(recognised.label) : explain('format-unknown');
}

function inspectImage(bytes: Uint8Array, recognised: Recognised): ContentReport {
  if (recognised.format === 'not-shown')
    return explained(recognised, formatNotShown(recognised.label), { pageCount: 1 });
  const facts = imageFacts(bytes, recognised.format);
  if (facts === null) return explained(recognised, damaged(`kein gültiges ${recognised.label}`));
  const { width, height } = facts;
  if (isImageTooLarge(facts)) return explained(recognised, explain('too-large'), { pageCount: 1, width, height });
  const orientation = facts.orientation === 1 ? {} : { orientation: facts.orientation };
  return showable(recognised, {
    width,
    height,
    ...orientation,
    warnings: facts.complete ? [] : [WARNINGS.incompleteImage],
  });
}

// Whether a page can be decoded is only known by decoding it; the first one stands for the document.
function inspectTiff(bytes: Uint8Array, recognised: Recognised): ContentReport {
  const directories = tiffDirectories(bytes);
  const first = directories[0];
  if (!first) return explained(recognised, damaged('kein gültiges TIFF-Bild'));
  const facts = { pageCount: directories.length, width: first.width, height: first.height };
  const page = decodeTiffPage(bytes, 0);
  if ('explanation' in page && directories.length === 1) return explained(recognised, page.explanation, facts);
  const unreadable =
    'explanation' in page || directories.some((directory) => directory.width * directory.height > MAX_TIFF_PIXELS);
  return showable(recognised, { ...facts, warnings: unreadable ? [WARNINGS.firstPageUnreadable] : [] });
}

async function inspectMail(bytes: Uint8Array, recognised: Recognised): Promise<ContentReport> {
  const mail = await readMail(bytes, recognised);
  if ('explanation' in mail) return explained(recognised, mail.explanation);
  const content = mailToContent(mail);
  const { subject, from, to, date } = content.headers;
  const attachments: AttachmentFact[] = content.attachments.map(({ name, mediaType, size }) => ({
    name,
    mediaType,
    size,
  }));
  const { messageId } = mail;
  const facts = {
    ...{ subject, from, to: to.join(', ') },
    ...(date === null ? {} : { date }),
    ...(messageId === null ? {} : { messageId }),
  };
  return showable(recognised, { ...facts, attachments, hasText: hasBody(mail), warnings: content.warnings });
}

function inspectOffice(bytes: Uint8Array, recognised: Recognised): ContentReport {
  const read = readOffice(bytes, recognised);
  if ('explanation' in read) return explained(recognised, read.explanation);
  const hasText = read.pages.some((page) => /\S/.test(pageToText(page)));
  return showable(recognised, { pageCount: read.pages.length, hasText, warnings: read.warnings });
}

function inspectText(bytes: Uint8Array, fileName: string, recognised: Recognised): ContentReport {
  const pages = textPages(bytes);
  const warnings: string[] = [];
  if (SCRIPT_EXTENSIONS.test(fileExtension(fileName))) warnings.push(WARNINGS.scriptText);
  if (pages.some((page) => page.length > MAX_PAGE_CHARACTERS)) warnings.push(WARNINGS.truncated);
  return showable(recognised, { pageCount: pages.length, hasText: pages.some((page) => /\S/.test(page)), warnings });
}

function inspectHtml(bytes: Uint8Array, recognised: Recognised): ContentReport {
  const html = decodeText(bytes);
  const safe = safeHtml(html);
  const warnings: string[] = [];
  if (safe.truncated) warnings.push(WARNINGS.truncated);
  if (safe.removedRemote > 0) warnings.push(WARNINGS.remoteRemoved);
  if (/<script[\s>]|\son[a-z]+\s*=/i.test(html)) warnings.push(WARNINGS.scripts);
  return showable(recognised, { hasText: htmlToText(html) !== '', warnings });
}
