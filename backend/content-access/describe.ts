import type { ContentFacts } from '../../core/domain/records.ts';
import type { OwnedContent } from '../../db/queries/contents.ts';
import type { InspectionPool } from '../../intake/content/inspection-pool.ts';

export type Description = {
  content: ContentFacts;
  isProtected: boolean;
  canShow: boolean;
  explanation: { code: string; message: string } | null;
  warnings: string[];
};

const shownKinds: ReadonlySet<ContentFacts['kind']> = new Set([
  'pdf',
  'image',
  'tiff',
  'mail',
  'office',
  'text',
  'html',
]);

/** Whether a content can be shown, decided from what is known about it and, for a PDF under a password, by trying the password given. */
export async function describeContent(
  pool: InspectionPool,
  content: OwnedContent,
  readBytes: () => Promise<Uint8Array>,
  password: string | undefined,
): Promise<Description> {
  const { facts, isProtected } = content;
  const warnings = warningsOf(facts);
  if (facts.encrypted === 'password' && password !== undefined && facts.kind === 'pdf') {
    const report = await pool.openWithPassword(await readBytes(), password);
    if (report === 'wrong password') {
      const explanation = { code: 'wrong-password', message: 'Das Kennwort passt nicht zu diesem Dokument.' };
      return { content: facts, isProtected, canShow: false, explanation, warnings };
    }
    const canShow = report.state === 'showable';
    const opened = { ...facts, pageCount: report.pageCount, hasText: report.hasText };
    return { content: opened, isProtected, canShow, explanation: report.explanation ?? null, warnings };
  }
  const explanation = facts.explanation ? { code: facts.explanation.code, message: facts.explanation.message } : null;
  const canShow = shownKinds.has(facts.kind) && explanation === null && facts.encrypted !== 'password';
  return { content: facts, isProtected, canShow, explanation, warnings };
}

/** Warnings are kept beside the facts by whoever inspected the file. */
function warningsOf(facts: ContentFacts): string[] {
  const kept = facts.warnings;
  return Array.isArray(kept) ? kept.filter((warning) => typeof warning === 'string') : [];
}
