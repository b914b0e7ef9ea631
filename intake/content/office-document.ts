import { zipSync } from 'fflate';
import mammoth from 'mammoth';
import type { Explained, OfficeHtml } from './content-report.ts';
import { damaged, explain, formatNotShown, passwordNeeded, WARNINGS } from './explanations.ts';
import type { Recognised } from './file-recognition.ts';
import { safeHtml } from './html-safety.ts';
import { pagesToHtml } from './office-blocks.ts';
import type { OfficePage } from './office-blocks.ts';
import { readFlow } from './office-flow.ts';
import type { FlowWords } from './office-flow.ts';
import { readSpreadsheet } from './office-spreadsheet.ts';
import { OPEN_DOCUMENT, OPEN_DOCUMENT_SHEETS, OPEN_DOCUMENT_SLIDES, SLIDE, WORD } from './office-words.ts';
import { rtfToText } from './rtf-text.ts';
import { decodeXml, readXml } from './xml-reading.ts';
import { openZip, readZipEntry } from './zip-archive.ts';
import type { ZipArchive, ZipFault } from './zip-archive.ts';

/** An Office document read for text. */
type OfficeText = { pages: OfficePage[]; warnings: string[] };

/** Reads the text of an Office document page by page (letter, sheet, slide), or explains why not. */
export function readOffice(bytes: Uint8Array, recognised: Recognised): OfficeText | Explained {
  if (recognised.format === 'office-encrypted') return { explanation: passwordNeeded('office') };
  if (recognised.format === 'rtf') return rtfPages(bytes);
  if (recognised.format === 'not-shown') return { explanation: formatNotShown(recognised.label) };
  const archive = openZip(bytes);
  if (typeof archive === 'string') return { explanation: faultExplanation(archive, recognised.label) };
  if (isEncryptedOpenDocument(archive)) return { explanation: passwordNeeded('office') };
  const read = readParts(archive, recognised);
  if (typeof read === 'string') return { explanation: faultExplanation(read, recognised.label) };
  const warnings: string[] = read.truncated ? [WARNINGS.truncated] : [];
  if (archive.entries.some((entry) => /vbaProject\.bin$|^(?:Basic|Scripts)\/.+/i.test(entry.name) && !entry.directory))
    warnings.push(WARNINGS.macros);
  return { pages: read.pages, warnings };
}

/** An Office document as safe HTML: Word with its formatting, everything else as paragraphs and tables. */
export async function officeToHtml(bytes: Uint8Array, recognised: Recognised): Promise<OfficeHtml | Explained> {
  const read = readOffice(bytes, recognised);
  if ('explanation' in read) return read;
  if (recognised.format === 'docx') {
    const html = await wordToHtml(bytes);
    if (html !== null) return finished(html, read.warnings);
  }
  return finished(pagesToHtml(read.pages), read.warnings);
}

function finished(html: string, warnings: string[]): OfficeHtml {
  const safe = safeHtml(html);
  const all = [...warnings];
  if (safe.truncated && !all.includes(WARNINGS.truncated)) all.push(WARNINGS.truncated);
  return { html: safe.html, warnings: all };
}

function faultExplanation(fault: ZipFault, label: string) {
  return fault === 'unsafe' ? explain('unsafe') : damaged(`${label}, nicht lesbar`);
}

type Parts = { pages: OfficePage[]; truncated: boolean };

function readParts(archive: ZipArchive, recognised: Recognised): Parts | ZipFault {
  if (recognised.format === 'docx') return readWord(archive);
  if (recognised.format === 'xlsx') return readSpreadsheet(archive);
  if (recognised.format === 'pptx') return readSlides(archive);
  return readFlowPart(archive, 'content.xml', openDocumentWords(recognised.mediaType)) ?? 'damaged';
}

function isEncryptedOpenDocument(archive: ZipArchive): boolean {
  const manifest = readZipEntry(archive, 'META-INF/manifest.xml');
  return manifest instanceof Uint8Array && /<(?:\w+:)?encryption-data\b/.test(decodeXml(manifest));
}

function openDocumentWords(mediaType: string): FlowWords {
  if (mediaType.includes('spreadsheet')) return OPEN_DOCUMENT_SHEETS;
  return mediaType.includes('presentation') ? OPEN_DOCUMENT_SLIDES : OPEN_DOCUMENT;
}

function readFlowPart(archive: ZipArchive, name: string, words: FlowWords): Parts | ZipFault | null {
  const bytes = readZipEntry(archive, name);
  if (bytes === null || typeof bytes === 'string') return bytes;
  const flow = readFlow(decodeXml(bytes), words);
  return flow.outcome === 'unsafe' ? 'unsafe' : { pages: flow.pages, truncated: flow.truncated };
}

// The letterhead often stands in a header and the bank account in a footer: both belong to the text of a letter.
function readWord(archive: ZipArchive): Parts | ZipFault {
  const body = readFlowPart(archive, 'word/document.xml', WORD) ?? 'damaged';
  if (typeof body === 'string') return body;
  const page: OfficePage = { blocks: body.pages.flatMap((part) => part.blocks) };
  const seen = new Set<string>();
  for (const entry of archive.entries) {
    if (!/^word\/(?:header|footer|footnotes|endnotes)\d*\.xml$/.test(entry.name) || seen.size >= 20) continue;
    const part = readFlowPart(archive, entry.name, WORD);
    if (part === 'unsafe') return part;
    if (part === null || part === 'damaged') continue;
    const blocks = part.pages.flatMap((read) => read.blocks);
    const key = JSON.stringify(blocks);
    if (!seen.has(key)) page.blocks.push(...blocks.filter((block) => 'rows' in block || block.text.trim() !== ''));
    seen.add(key);
  }
  return { pages: [page], truncated: body.truncated };
}

function readSlides(archive: ZipArchive): Parts | ZipFault {
  const names = archive.entries.map((entry) => entry.name).filter((name) => /^ppt\/slides\/slide\d+\.xml$/.test(name));
  names.sort((left, right) => Number(/\d+/.exec(left)?.[0]) - Number(/\d+/.exec(right)?.[0]));
  const pages: OfficePage[] = [];
  for (const name of names.slice(0, 1_000)) {
    const part = readFlowPart(archive, name, SLIDE);
    if (part === 'unsafe') return part;
    pages.push({ blocks: part === null || part === 'damaged' ? [] : part.pages.flatMap((read) => read.blocks) });
  }
  return { pages, truncated: names.length > 1_000 };
}

function rtfPages(bytes: Uint8Array): OfficeText {
  const { text, truncated } = rtfToText(bytes);
  const blocks = text.split('\n').map((line) => ({ text: line }));
  return { pages: [{ blocks }], warnings: truncated ? [WARNINGS.truncated] : [] };
}

const KEPT_FOR_CONVERSION =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/(?:_rels\/)?[\w-]+\.xml(?:\.rels)?|word\/media\/[^/]+)$/;
const MAX_CONVERTED_PARTS = 500;

// The converter would inflate without limits: it gets a new archive of parts already inflated within them, without
// macros, embedded objects and references to elsewhere. `null` when it cannot convert; the plain text is shown then.
async function wordToHtml(bytes: Uint8Array): Promise<string | null> {
  const archive = openZip(bytes);
  if (typeof archive === 'string') return null;
  const parts: Record<string, Uint8Array> = {};
  for (const entry of archive.entries
    .filter((candidate) => KEPT_FOR_CONVERSION.test(candidate.name))
    .slice(0, MAX_CONVERTED_PARTS)) {
    const part = readZipEntry(archive, entry.name);
    if (part === null || typeof part === 'string') return null;
    if (!entry.name.startsWith('word/media/')) {
      const xml = decodeXml(part);
      if (readXml(xml, {}) === 'unsafe') return null;
      parts[entry.name] = entry.name.endsWith('.rels') ? new TextEncoder().encode(withoutExternal(xml)) : part;
    } else parts[entry.name] = part;
  }
  try {
    const buffer = Buffer.from(zipSync(parts, { level: 0 }));
    return (await mammoth.convertToHtml({ buffer }, { externalFileAccess: false })).value;
  } catch {
    return null;
  }
}

// Links are kept (they become text with a tooltip). Everything else outside the file now points to a part that is not
// there: the converter leaves it out, while a missing relation would make it give up.
function withoutExternal(relations: string): string {
  return relations.replace(/<(?:\w+:)?Relationship\b[^>]*>/g, (relation) => {
    if (!/TargetMode\s*=\s*["']External/i.test(relation) || /\/hyperlink["']/.test(relation)) return relation;
    return relation
      .replace(/TargetMode\s*=\s*["'][^"']*["']/i, '')
      .replace(/Target\s*=\s*(?:"[^"]*"|'[^']*')/, 'Target="nicht-vorhanden"');
  });
}
