import type { ContentFacts } from '../../core/domain/records.ts';
import type { ContentReport } from './content-report.ts';
import type { InspectionPool } from './inspection-pool.ts';
import { safeFileName } from './safe-file-name.ts';

const longestPage = 200_000; // characters, as records allow
const mostPages = 20_000;
/** All pages together travel in one command. */
export const mostCharacters = 8_000_000;

/** What commands carry of a content: its facts and the text of its pages. */
export type Inspected = { content: ContentFacts; pageTexts: string[]; report: ContentReport };

type Named = { sha256: string; fileName: string; partOf?: ContentFacts['partOf'] };

/** Looks into bytes whose SHA-256 is known: what they are, and the text of their pages. Answers whatever the bytes are. `partOf`: the mail they were taken out of. */
export async function inspectBytes(pool: InspectionPool, bytes: Uint8Array, named: Named): Promise<Inspected> {
  const fileName = safeFileName(named.fileName);
  const report = await pool.inspect(bytes, fileName);
  const pageTexts = await readTexts(pool, bytes, report);
  const content = factsOf(report, { sha256: named.sha256, size: bytes.length }, fileName);
  return { content: named.partOf ? { ...content, partOf: named.partOf } : content, pageTexts, report };
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

/** The facts of a content as records keep them. */
export function factsOf(report: ContentReport, blob: { sha256: string; size: number }, fileName: string): ContentFacts {
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
    ...(report.messageId === undefined ? {} : { messageId: report.messageId }),
  };
}
