import type { Id } from '../../core/domain/ids.ts';
import { type OwnedContent, pageTextOf } from '../../db/queries/contents.ts';
import type { ContentReport } from '../../intake/content/content-report.ts';
import type { InspectionPool } from '../../intake/content/inspection-pool.ts';
import type { OpenDesk } from '../context.ts';
import { readWhole } from './bytes.ts';

type Wanted = { scopeId: Id; content: OwnedContent; number: number; password: string | undefined };

/** The text of a page as it was kept at filing, else read from the bytes; empty where a page has none. */
export async function textOfPage(desk: OpenDesk, pool: InspectionPool, wanted: Wanted): Promise<string> {
  const { scopeId, content, number, password } = wanted;
  const kept = pageTextOf(desk.store.db, scopeId, content.versionId, number);
  if (kept !== null) return kept;
  const { facts } = content;
  const isLocked = facts.encrypted === 'password';
  if (isLocked && password === undefined) return '';
  if (!isLocked && !facts.hasText) return '';
  const bytes = await readWhole(desk, content);
  const report = isLocked
    ? await pool.openWithPassword(bytes, password ?? '')
    : await pool.inspect(bytes, facts.fileName);
  return report === 'wrong password' ? '' : findPage(pool, bytes, report, number, password);
}

async function findPage(
  pool: InspectionPool,
  bytes: Uint8Array,
  report: ContentReport,
  number: number,
  password: string | undefined,
): Promise<string> {
  for await (const page of pool.pageTexts(bytes, report, password)) {
    if (page.number === number) return page.text;
    if (page.number > number) break;
  }
  return '';
}
