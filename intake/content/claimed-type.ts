import { fileExtension } from './safe-file-name.ts';
import type { Recognised } from './file-recognition.ts';

// What each extension may honestly contain. Extensions not listed promise nothing.
const PROMISES: Record<string, (found: Recognised) => boolean> = {
  pdf: (found) => found.format === 'pdf',
  jpg: (found) => found.format === 'jpeg',
  jpeg: (found) => found.format === 'jpeg',
  png: (found) => found.format === 'png',
  gif: (found) => found.format === 'gif',
  webp: (found) => found.format === 'webp',
  bmp: (found) => found.format === 'bmp',
  heic: (found) => found.mediaType.startsWith('image/hei'),
  tif: (found) => found.mediaType === 'image/tiff',
  tiff: (found) => found.mediaType === 'image/tiff',
  eml: (found) => found.format === 'eml',
  msg: (found) => found.kind === 'mail',
  docx: (found) => found.format === 'docx' || found.format === 'office-encrypted',
  docm: (found) => found.format === 'docx' || found.format === 'office-encrypted',
  xlsx: (found) => found.format === 'xlsx' || found.format === 'office-encrypted',
  xlsm: (found) => found.format === 'xlsx' || found.format === 'office-encrypted',
  pptx: (found) => found.format === 'pptx' || found.format === 'office-encrypted',
  doc: (found) => found.kind === 'office',
  xls: (found) => found.kind === 'office' || found.kind === 'text' || found.kind === 'html',
  ppt: (found) => found.kind === 'office',
  rtf: (found) => found.format === 'rtf',
  odt: (found) => found.mediaType.includes('opendocument.text'),
  ods: (found) => found.mediaType.includes('opendocument.spreadsheet'),
  odp: (found) => found.mediaType.includes('opendocument.presentation'),
  zip: (found) => found.format === 'zip' || found.kind === 'office',
  txt: (found) => found.kind === 'text' || found.kind === 'html' || found.kind === 'mail',
  csv: (found) => found.kind === 'text',
  html: (found) => found.kind === 'html' || found.kind === 'text',
  htm: (found) => found.kind === 'html' || found.kind === 'text',
  xml: (found) => found.kind === 'text' || found.kind === 'html',
  svg: (found) => found.mediaType === 'image/svg+xml',
};

/** True when the file name promises another type than the content has; empty files promise nothing. */
export function isClaimMismatched(found: Recognised, fileName: string): boolean {
  if (found.kind === 'empty') return false;
  const keeps = PROMISES[fileExtension(fileName)];
  return keeps !== undefined && !keeps(found);
}
