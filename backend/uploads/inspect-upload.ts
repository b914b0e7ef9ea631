import type { ContentFacts } from '../../core/domain/records.ts';
import type { BlobStore, WrittenBlob } from '../../db/blobs.ts';
import type { ContentReport } from '../../intake/content/content-report.ts';
import { explain } from '../../intake/content/explanations.ts';
import type { InspectionPool } from '../../intake/content/inspection-pool.ts';
import { reportWithoutReading } from '../../intake/content/reports.ts';
import { safeFileName } from '../../intake/content/safe-file-name.ts';

const largestRead = 512 * 1024 * 1024; // bytes; what is larger is kept, not looked into
const longestPage = 200_000; // characters, as records allow
const mostPages = 20_000;
const mostCharacters = 8_000_000; // all pages together travel in one command

export type Inspected = { content: ContentFacts; pageTexts: string[]; report: ContentReport };

/** Looks into bytes that are in the store: what they are, and the text of their pages. Answers whatever the bytes are. */
export async function inspectUpload(
  pool: InspectionPool,
  blobs: BlobStore,
  blob: WrittenBlob,
  fileName: string,
): Promise<Inspected> {
  const name = safeFileName(fileName);
  if (blob.size > largestRead) {
    const start = await blobs.readRange(blob.sha256, 0, 65_536);
    const report = reportWithoutReading(start, name, explain('too-large'));
    return { content: toFacts(report, blob, name), pageTexts: [], report };
  }
  const bytes = await blobs.readAll(blob.sha256);
  const report = await pool.inspect(bytes, name);
  const pageTexts = await readTexts(pool, bytes, report);
  return { content: toFacts(report, blob, name), pageTexts, report };
}

async function readTexts(pool: InspectionPool, bytes: Uint8Array, report: ContentReport): Promise<string[]> {
  const texts: string[] = [];
  if (report.state !== 'showable' || !report.hasText) return texts;
  let characters = 0;
  try {
    for await (const page of pool.pageTexts(bytes, report)) {
      if (page.number > mostPages || characters > mostCharacters) break;
      const text = page.text.slice(0, longestPage);
      characters += text.length;
      texts[page.number - 1] = text;
    }
  } catch {
    // Reading broke off in a damaged file: the pages read so far are kept, the file is filed all the same.
  }
  return Array.from(texts, (text) => text ?? '');
}

function toFacts(report: ContentReport, blob: WrittenBlob, fileName: string): ContentFacts {
  return {
    fileName,
    mediaType: report.mediaType,
    size: blob.size,
    sha256: blob.sha256,
    kind: report.kind,
    pageCount: report.pageCount,
    encrypted: report.encrypted,
    hasText: report.hasText,
    explanation: report.explanation ?? null,
    attachments: report.attachments.slice(0, 1000),
    ...(report.warnings.length > 0 ? { warnings: report.warnings } : {}),
  };
}
