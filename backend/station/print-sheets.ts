import type { Shape } from '../../core/contract/desk.ts';
import type { sheetsInput } from '../../core/contract/station-shapes.ts';
import { sheetsPdf } from '../../intake/codes/cover-sheet-pdf.ts';
import { keywordNames } from '../../db/queries/names.ts';
import { listTeams, listWorkers } from '../../db/queries/office.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { OpenDesk } from '../context.ts';

/** The sheets as a PDF, with keyword and recipient in words for whoever sorts the paper. */
export async function printSheets(
  desk: OpenDesk,
  { coverSheets, separators }: Shape<typeof sheetsInput>,
): Promise<{ bytes: Uint8Array<ArrayBuffer> }> {
  const names = keywordNames(desk.store.db);
  const toPrint = coverSheets.map(({ responsible, ...sheet }) => ({
    sheet,
    keyword: sheet.keywordId ? (names.get(sheet.keywordId) ?? null) : null,
    // Without a Postkorb of its own the letter goes by responsibility, also when that has changed until it is scanned.
    recipient: sheet.inboxId ? recipientOf(desk, sheet.inboxId) : responsible && `zuständig: ${responsible}`,
  }));
  return { bytes: new Uint8Array(await sheetsPdf(toPrint, separators)) };
}

function recipientOf({ store }: OpenDesk, inboxId: Id): string | null {
  const worker = listWorkers(store.db).find((one) => one.inboxId === inboxId);
  if (worker) return `${worker.familyName}, ${worker.givenName}`;
  return listTeams(store.db).find((one) => one.inboxId === inboxId)?.name ?? null;
}
