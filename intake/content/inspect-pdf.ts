import { indexOfText } from './byte-reading.ts';
import type { AttachmentBytes, AttachmentFact, ContentReport, Explained } from './content-report.ts';
import { damaged, explain, passwordNeeded, WARNINGS } from './explanations.ts';
import { recognise } from './file-recognition.ts';
import type { Recognised } from './file-recognition.ts';
import { explained, showable } from './reports.ts';
import { closePdf, openPdf, pdfAttachments, pdfPageText } from './pdf-document.ts';
import type { OpenPdf, PdfAttachment, PdfRefusal } from './pdf-document.ts';
import type { Pdfium } from './pdfium-engine.ts';
import { safeFileName } from './safe-file-name.ts';

const PDF: Recognised = { kind: 'pdf', format: 'pdf', mediaType: 'application/pdf', label: 'PDF' };
const MAX_ATTACHMENT_BYTES = 200 * 1024 * 1024;
const SEARCH_FOR_TEXT_MS = 5_000;
const SEARCH_FOR_ATTACHMENTS_MS = 5_000;
const PAGE_LIMIT = 100_000;
// Print, change, copy: bits 3, 4 and 5 of the permissions.
const USUAL_PERMISSIONS = 0b11100;

/** Report of a PDF opened with `password` (`''` for none); with a password given, a refusal for it is `'wrong password'`. */
export function inspectPdf(pdfium: Pdfium, bytes: Uint8Array, password: ''): ContentReport;
export function inspectPdf(pdfium: Pdfium, bytes: Uint8Array, password: string): ContentReport | 'wrong password';
export function inspectPdf(pdfium: Pdfium, bytes: Uint8Array, password: string): ContentReport | 'wrong password' {
  const pdf = openPdf(pdfium, bytes, password);
  if (typeof pdf === 'string')
    return password !== '' && pdf === 'password' ? 'wrong password' : explained(PDF, refusal(pdf));
  const report = reportOf(pdf, bytes, password !== '');
  closePdf(pdf);
  return report;
}

function refusal(reason: PdfRefusal) {
  if (reason === 'password') return passwordNeeded('pdf');
  return reason === 'damaged' ? damaged('kein gültiges PDF') : explain('encryption-unknown');
}

function reportOf(pdf: OpenPdf, bytes: Uint8Array, openedWithPassword: boolean): ContentReport {
  if (pdf.pageCount === 0) return explained(PDF, damaged('kein gültiges PDF, keine Seite'), { pageCount: 0 });
  if (pdf.pageCount > PAGE_LIMIT) return explained(PDF, explain('too-expensive'));
  const encrypted = pdf.pdfium.EPDF_IsEncrypted(pdf.document);
  const attachments = pdfAttachments(pdf, performance.now() + SEARCH_FOR_ATTACHMENTS_MS).map(attachmentFact);
  const warnings = warningsOf(pdf, bytes, encrypted);
  if (attachments.length > 0) warnings.push(WARNINGS.attachmentsContained(attachments.length));
  const state = encrypted ? (openedWithPassword ? 'password' : 'openable') : 'no';
  return showable(PDF, {
    pageCount: pdf.pageCount,
    encrypted: state,
    attachments,
    hasText: containsText(pdf),
    warnings,
  });
}

function warningsOf(pdf: OpenPdf, bytes: Uint8Array, encrypted: boolean): string[] {
  const { pdfium, document } = pdf;
  const warnings: string[] = [];
  // PDFium only counts scripts named in the catalogue; open actions are found by their key, unless compressed.
  const scripted =
    pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0 || indexOfText(bytes, '/JavaScript', 0, bytes.length) >= 0;
  if (scripted) warnings.push(WARNINGS.scripts);
  const signatures = pdfium.FPDF_GetSignatureCount(document);
  if (signatures > 0) warnings.push(WARNINGS.signatures(signatures));
  if (pdfium.FPDF_GetFormType(document) >= 2) warnings.push(WARNINGS.dynamicForm);
  if (!pdfium.FPDF_DocumentHasValidCrossReferenceTable(document)) warnings.push(WARNINGS.repaired);
  const allowed = pdfium.FPDF_GetDocUserPermissions(document) & USUAL_PERMISSIONS;
  if (encrypted && allowed !== USUAL_PERMISSIONS) warnings.push(WARNINGS.restricted);
  return warnings;
}

function containsText(pdf: OpenPdf): boolean {
  const deadline = performance.now() + SEARCH_FOR_TEXT_MS;
  for (let page = 0; page < pdf.pageCount && performance.now() < deadline; page += 1) {
    if (/\S/.test(pdfPageText(pdf, page))) return true;
  }
  return false;
}

function attachmentFact(attachment: PdfAttachment): AttachmentFact {
  const head = attachment.read(4 * 1024 * 1024);
  const found = head === null || head.length === 0 ? null : recognise(head, attachment.name);
  const claim = /^[\w.+-]+\/[\w.+-]+$/.test(attachment.claimedType)
    ? attachment.claimedType
    : 'application/octet-stream';
  const mediaType = found === null || found.format === 'unknown' ? claim : found.mediaType;
  return { name: safeFileName(attachment.name), mediaType, size: attachment.size };
}

/** Bytes of embedded file `index` (from 0, in the order of the report). */
export function pdfAttachmentBytes(
  pdfium: Pdfium,
  bytes: Uint8Array,
  index: number,
  password: string,
): AttachmentBytes | Explained {
  const pdf = openPdf(pdfium, bytes, password);
  if (typeof pdf === 'string') return { explanation: refusal(pdf) };
  const attachment = pdfAttachments(pdf, performance.now() + SEARCH_FOR_ATTACHMENTS_MS)[index];
  const content = attachment?.read(MAX_ATTACHMENT_BYTES) ?? null;
  const answer: AttachmentBytes | Explained = !attachment
    ? { explanation: explain('not-found') }
    : content === null
      ? { explanation: damaged('Anlage nicht lesbar') }
      : { ...attachmentFact(attachment), bytes: content };
  closePdf(pdf);
  return answer;
}
