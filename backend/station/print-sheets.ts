import type { Shape } from '../../core/contract/desk.ts';
import type { sheetsInput } from '../../core/contract/station-shapes.ts';
import { coverSheetsPdf, separatorSheetsPdf } from '../../intake/codes/cover-sheet-pdf.ts';
import { keywordNames } from '../../db/queries/names.ts';
import { listTeams, listWorkers } from '../../db/queries/office.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { OpenDesk } from '../context.ts';

/** The sheets as a PDF, with keyword and recipient in words for whoever sorts the paper. */
export async function printSheets(
  desk: OpenDesk,
  input: Shape<typeof sheetsInput>,
): Promise<{ bytes: Uint8Array<ArrayBuffer> }> {
  const { coverSheet: sheet, separators } = input;
  if (!sheet) return { bytes: new Uint8Array(await separatorSheetsPdf(Math.max(1, separators))) };
  const { db } = desk.store;
  const keyword = sheet.keywordId ? (keywordNames(db).get(sheet.keywordId) ?? null) : null;
  const made = await coverSheetsPdf([{ sheet, keyword, recipient: recipientOf(desk, sheet.inboxId) }]);
  return { bytes: new Uint8Array(made) };
}

function recipientOf({ store }: OpenDesk, inboxId: Id | null): string | null {
  if (!inboxId) return null;
  const worker = listWorkers(store.db).find((one) => one.inboxId === inboxId);
  if (worker) return `${worker.familyName}, ${worker.givenName}`;
  return listTeams(store.db).find((one) => one.inboxId === inboxId)?.name ?? null;
}
