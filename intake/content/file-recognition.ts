import { hasSignature, indexOfText, latin1 } from './byte-reading.ts';
import { compoundFileNames } from './compound-file.ts';
import type { ContentKind } from './content-report.ts';
import { decodeText, textEncoding } from './plain-text.ts';
import { fileExtension } from './safe-file-name.ts';
import { openZip } from './zip-archive.ts';

/** How the desk reads a file; several formats share a kind. */
export type FileFormat =
  | 'pdf'
  | 'png'
  | 'jpeg'
  | 'gif'
  | 'webp'
  | 'bmp'
  | 'avif'
  | 'tiff'
  | 'eml'
  | 'msg'
  | 'tnef'
  | 'docx'
  | 'xlsx'
  | 'pptx'
  | 'odf'
  | 'rtf'
  | 'office-encrypted'
  | 'zip'
  | 'text'
  | 'html'
  | 'program'
  | 'not-shown'
  | 'unknown'
  | 'empty';

/** `label` is the German name of the format for sentences. */
export type Recognised = { kind: ContentKind; format: FileFormat; mediaType: string; label: string };

type Signature = [
  offset: number,
  signature: string,
  kind: ContentKind,
  format: FileFormat,
  mediaType: string,
  label: string,
];

const SIGNATURES: Signature[] = [
  [0, '\x89PNG\r\n\x1a\n', 'image', 'png', 'image/png', 'PNG-Bild'],
  [0, '\xff\xd8\xff', 'image', 'jpeg', 'image/jpeg', 'JPEG-Bild'],
  [0, 'GIF87a', 'image', 'gif', 'image/gif', 'GIF-Bild'],
  [0, 'GIF89a', 'image', 'gif', 'image/gif', 'GIF-Bild'],
  [8, 'WEBP', 'image', 'webp', 'image/webp', 'WebP-Bild'],
  [0, 'II*\0', 'tiff', 'tiff', 'image/tiff', 'TIFF-Bild'],
  [0, 'MM\0*', 'tiff', 'tiff', 'image/tiff', 'TIFF-Bild'],
  [0, 'II+\0', 'image', 'not-shown', 'image/tiff', 'BigTIFF-Bild'],
  [0, 'MM\0+', 'image', 'not-shown', 'image/tiff', 'BigTIFF-Bild'],
  [4, 'ftypavif', 'image', 'avif', 'image/avif', 'AVIF-Bild'],
  [4, 'ftypheic', 'image', 'not-shown', 'image/heic', 'HEIC-Bild'],
  [4, 'ftypheix', 'image', 'not-shown', 'image/heic', 'HEIC-Bild'],
  [4, 'ftypmif1', 'image', 'not-shown', 'image/heif', 'HEIF-Bild'],
  [4, 'ftypmsf1', 'image', 'not-shown', 'image/heif', 'HEIF-Bild'],
  [4, 'ftyp', 'unknown', 'not-shown', 'video/mp4', 'Film- oder Tonaufnahme'],
  [0, '\0\0\0\x0cJXL ', 'image', 'not-shown', 'image/jxl', 'JPEG-XL-Bild'],
  [0, '\0\0\0\x0cjP  ', 'image', 'not-shown', 'image/jp2', 'JPEG-2000-Bild'],
  [0, '8BPS', 'image', 'not-shown', 'image/vnd.adobe.photoshop', 'Photoshop-Bild'],
  [0, '\xd7\xcd\xc6\x9a', 'image', 'not-shown', 'image/wmf', 'WMF-Bild'],
  [0, 'x\x9f\x3e\x22', 'mail', 'tnef', 'application/ms-tnef', 'Outlook-Anlage (winmail.dat)'],
  [0, '{\\rtf', 'office', 'rtf', 'application/rtf', 'RTF-Dokument'],
  [0, 'MZ', 'unknown', 'program', 'application/vnd.microsoft.portable-executable', 'Programm'],
  [0, '\x7fELF', 'unknown', 'program', 'application/x-elf', 'Programm'],
  [0, '\xcf\xfa\xed\xfe', 'unknown', 'program', 'application/x-mach-binary', 'Programm'],
  [0, 'L\0\0\0\x01\x14\x02\0', 'unknown', 'program', 'application/x-ms-shortcut', 'Verknüpfung'],
  [0, '7z\xbc\xaf\x27\x1c', 'archive', 'not-shown', 'application/x-7z-compressed', '7z-Archiv'],
  [0, 'Rar!\x1a\x07', 'archive', 'not-shown', 'application/vnd.rar', 'RAR-Archiv'],
  [0, '\x1f\x8b', 'archive', 'not-shown', 'application/gzip', 'GZIP-Archiv'],
  [0, 'BZh', 'archive', 'not-shown', 'application/x-bzip2', 'BZIP2-Archiv'],
  [0, '\xfd7zXZ\0', 'archive', 'not-shown', 'application/x-xz', 'XZ-Archiv'],
  [0, 'MSCF', 'archive', 'not-shown', 'application/vnd.ms-cab-compressed', 'CAB-Archiv'],
  [257, 'ustar', 'archive', 'not-shown', 'application/x-tar', 'TAR-Archiv'],
  [0, 'ID3', 'unknown', 'not-shown', 'audio/mpeg', 'Tonaufnahme'],
  [0, 'OggS', 'unknown', 'not-shown', 'audio/ogg', 'Tonaufnahme'],
  [8, 'WAVE', 'unknown', 'not-shown', 'audio/wav', 'Tonaufnahme'],
  [0, '%!PS', 'unknown', 'not-shown', 'application/postscript', 'PostScript-Datei'],
  [0, 'SQLite format 3\0', 'unknown', 'unknown', 'application/vnd.sqlite3', 'Datenbank'],
];

/** Tells what the bytes are. The name only helps where content alone is not decisive (text, mail, broken archives). */
export function recognise(bytes: Uint8Array, fileName: string): Recognised {
  if (bytes.length === 0) return of('empty', 'empty', 'application/octet-stream', 'leere Datei');
  if (indexOfText(bytes, '%PDF-', 0, 1100) >= 0) return of('pdf', 'pdf', 'application/pdf', 'PDF');
  for (const [offset, signature, kind, format, mediaType, label] of SIGNATURES) {
    if (hasSignature(bytes, offset, signature)) return of(kind, format, mediaType, label);
  }
  if (hasSignature(bytes, 0, 'PK\x03\x04') || hasSignature(bytes, 0, 'PK\x05\x06'))
    return recogniseZip(bytes, fileName);
  if (hasSignature(bytes, 0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return recogniseCompound(bytes);
  if (isBitmap(bytes)) return of('image', 'bmp', 'image/bmp', 'BMP-Bild');
  return recogniseText(bytes, fileName);
}

function of(kind: ContentKind, format: FileFormat, mediaType: string, label: string): Recognised {
  return { kind, format, mediaType, label };
}

function isBitmap(bytes: Uint8Array): boolean {
  return (
    hasSignature(bytes, 0, 'BM') && bytes.length > 30 && bytes[14] !== undefined && bytes[14] >= 12 && bytes[15] === 0
  );
}

const OOXML = 'application/vnd.openxmlformats-officedocument.';
const OPEN_XML: [part: string, extension: string, format: FileFormat, mediaType: string, label: string][] = [
  ['word/document.xml', 'docm', 'docx', 'application/vnd.ms-word.document.macroEnabled.12', 'Word-Dokument mit Makros'],
  ['xl/workbook.xml', 'xlsm', 'xlsx', 'application/vnd.ms-excel.sheet.macroEnabled.12', 'Excel-Tabelle mit Makros'],
  [
    'ppt/presentation.xml',
    'pptm',
    'pptx',
    'application/vnd.ms-powerpoint.presentation.macroEnabled.12',
    'Präsentation mit Makros',
  ],
  ['word/document.xml', 'docx', 'docx', `${OOXML}wordprocessingml.document`, 'Word-Dokument'],
  ['xl/workbook.xml', 'xlsx', 'xlsx', `${OOXML}spreadsheetml.sheet`, 'Excel-Tabelle'],
  ['ppt/presentation.xml', 'pptx', 'pptx', `${OOXML}presentationml.presentation`, 'Präsentation'],
];

function recogniseZip(bytes: Uint8Array, fileName: string): Recognised {
  const archive = openZip(bytes);
  if (typeof archive === 'string') return recogniseBrokenZip(bytes, fileName);
  const names = new Set(archive.entries.map((entry) => entry.name));
  const macros = archive.entries.some((entry) => /vbaProject\.bin$/i.test(entry.name));
  for (const [part, extension, format, mediaType, label] of OPEN_XML) {
    if (names.has(part) && macros === extension.endsWith('m')) return of('office', format, mediaType, label);
  }
  // OpenDocument stores its media type uncompressed as the first entry.
  const stored = /^application\/vnd\.oasis\.opendocument\.[a-z-]+/.exec(latin1(bytes, 38, 110));
  if (stored && names.has('content.xml'))
    return of('office', 'odf', stored[0].replace(/(-template)?$/, '$1'), 'OpenDocument-Datei');
  if (names.has('[Content_Types].xml') && names.has('xl/workbook.bin')) {
    return of('office', 'not-shown', 'application/vnd.ms-excel.sheet.binary.macroEnabled.12', 'Excel-Tabelle (xlsb)');
  }
  return of('archive', 'zip', 'application/zip', 'ZIP-Archiv');
}

// A zip that was cut off has lost its directory; the names of its first parts still tell what it was.
function recogniseBrokenZip(bytes: Uint8Array, fileName: string): Recognised {
  const extension = fileExtension(fileName);
  const looksOffice =
    indexOfText(bytes, '[Content_Types].xml', 0, 4096) >= 0 || indexOfText(bytes, 'word/', 0, bytes.length) >= 0;
  const match = OPEN_XML.find((candidate) => candidate[1] === extension);
  if (looksOffice && match) return of('office', match[2], match[3], match[4]);
  if (latin1(bytes, 30, 38) === 'mimetype')
    return of('office', 'odf', latin1(bytes, 38, 84).replace(/[^\w./+-].*$/s, ''), 'OpenDocument-Datei');
  return of('archive', 'zip', 'application/zip', 'ZIP-Archiv');
}

function recogniseCompound(bytes: Uint8Array): Recognised {
  const names = new Set(compoundFileNames(bytes) ?? []);
  if (names.has('__properties_version1.0')) return of('mail', 'msg', 'application/vnd.ms-outlook', 'Outlook-Nachricht');
  if (names.has('EncryptedPackage'))
    return of('office', 'office-encrypted', 'application/x-ole-storage', 'Office-Dokument mit Kennwort');
  if (names.has('WordDocument')) return of('office', 'not-shown', 'application/msword', 'Word-Dokument vor 2007');
  if (names.has('Workbook') || names.has('Book'))
    return of('office', 'not-shown', 'application/vnd.ms-excel', 'Excel-Tabelle vor 2007');
  if (names.has('PowerPoint Document'))
    return of('office', 'not-shown', 'application/vnd.ms-powerpoint', 'Präsentation vor 2007');
  return of('unknown', 'unknown', 'application/x-ole-storage', 'unbekannt');
}

const MAIL_HEADER =
  /^(?:from|to|subject|date|received|return-path|delivered-to|mime-version|message-id|content-type|reply-to|x-[\w-]+|dkim-signature|arc-[\w-]+|authentication-results|cc|sender|references|in-reply-to|thread-\w+|content-[\w-]+):/i;

function recogniseText(bytes: Uint8Array, fileName: string): Recognised {
  const extension = fileExtension(fileName);
  const encoding = textEncoding(bytes);
  const mailName = extension === 'eml' || extension === 'msg' || extension === 'mht' || extension === 'mhtml';
  const head = decodeText(bytes.subarray(0, 8192))
    .replace(/^\ufeff/, '')
    .trimStart();
  if (looksLikeMail(head, mailName)) return of('mail', 'eml', 'message/rfc822', 'E-Mail');
  if (encoding === null) return of('unknown', 'unknown', 'application/octet-stream', 'unbekannt');
  const markup = head.replace(/^(?:<\?xml[^>]*>|<!--[^]*?-->|\s)+/, '');
  if (/^<!doctype html|^<(?:html|head|body)[\s>]/i.test(markup)) return of('html', 'html', 'text/html', 'HTML-Seite');
  if (/^(?:<!DOCTYPE svg[^>]*>\s*)?<(?:svg|\w+:svg)[\s>]/i.test(markup))
    return of('unknown', 'not-shown', 'image/svg+xml', 'SVG-Grafik');
  if (['html', 'htm', 'xhtml', 'hta'].includes(extension) && /<\w/.test(markup))
    return of('html', 'html', 'text/html', 'HTML-Seite');
  if (head.startsWith('<?xml')) return of('text', 'text', 'application/xml', 'XML-Datei');
  return of('text', 'text', TEXT_TYPES[extension] ?? 'text/plain', 'Textdatei');
}

function looksLikeMail(head: string, mailName: boolean): boolean {
  const lines = head.split(/\r?\n/, 40);
  const first = (lines[0] ?? '').startsWith('From ') ? (lines[1] ?? '') : (lines[0] ?? '');
  if (mailName) return /^[!-9;-~]+:/.test(first);
  if (!MAIL_HEADER.test(first)) return false;
  const end = lines.findIndex((line) => line.trim() === '');
  const headers = (end < 0 ? lines : lines.slice(0, end))
    .filter((line) => MAIL_HEADER.test(line))
    .map((line) => line.split(':')[0]?.toLowerCase());
  const strong = headers.some(
    (header) =>
      header === 'mime-version' || header === 'received' || header === 'message-id' || header === 'return-path',
  );
  return strong && headers.length >= 3;
}

const TEXT_TYPES: Record<string, string> = {
  csv: 'text/csv',
  json: 'application/json',
  ics: 'text/calendar',
  vcf: 'text/vcard',
  md: 'text/markdown',
};
