import type { Id } from '../../core/domain/ids.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { whyNotReturned } from '../../core/letters/at-station.ts';
import type { ReadableDb } from '../../db/sql.ts';
import { readRecord } from '../../db/records.ts';
import type { BatchCommand } from '../commands/run-batch.ts';

/** How a letter goes back to the scan station, or why it does not. */
export type WayBack =
  | { why: string; commands?: undefined }
  | { why: null; note: string | null; commands(reason: string): BatchCommand[] };

type Letter = { inboxId: Id; itemId: Id; item: BodyOf<'inboxItem'> };
type Part = Letter & { why: string | null };

/**
 * The way of a letter to the scan station. One that was merged of several goes there part by part, each to the stack it came from: the
 * merging is taken back first, in the same act. Parts the station does not have are then letters of their own in the Postkorb again.
 */
export function wayBackOf(db: ReadableDb, letter: Letter): WayBack {
  const why = whyNot(db, letter);
  if (why === null) return { why, note: null, commands: (reason) => [returning(letter, reason)] };
  const parts = partsOf(db, letter);
  const going = parts.filter((part) => part.why === null);
  if (going.length === 0) return { why };
  const { inboxId, itemId } = letter;
  const itemIds = parts.map((part) => part.itemId);
  const taking: BatchCommand = { name: 'withdrawRearranging', args: { inboxId, itemIds, madeItemIds: [itemId] } };
  return {
    why: null,
    note: noteOf(parts),
    commands: (reason) => [taking, ...going.map((part) => returning(part, reason))],
  };
}

const returning = ({ inboxId, itemId }: Letter, reason: string): BatchCommand => ({
  ...{ name: 'returnInboxItem', args: { inboxId, itemId, reason } },
});

function whyNot(db: ReadableDb, { inboxId, item }: Letter): string | null {
  const version = readRecord(db, 'version', inboxId, item.versionId);
  return version ? whyNotReturned(item.source, version) : 'Zu diesem Eingang fehlt der Inhalt.';
}

/** The letters this one was merged of, where it is all they became; none else. */
function partsOf(db: ReadableDb, { inboxId, itemId, item }: Letter): Part[] {
  const ids = [...new Set((item.madeFrom ?? []).map((run) => run.itemId))];
  const parts = ids.flatMap((id): Part[] => {
    const part = readRecord(db, 'inboxItem', inboxId, id);
    const isOnly = part?.replacedBy?.length === 1 && part.replacedBy[0] === itemId;
    if (!part || !isOnly) return [];
    const letter = { inboxId, itemId: id, item: part };
    return [{ ...letter, why: whyNot(db, letter) }];
  });
  return parts.length > 1 && parts.length === ids.length ? parts : [];
}

function noteOf(parts: readonly Part[]): string {
  const named = (some: readonly Part[]) => some.map(({ item }) => `„${item.title || 'Ohne Titel'}“`).join(', ');
  const staying = parts.filter(({ why }) => why !== null);
  const going = named(parts.filter(({ why }) => why === null));
  const first = `Das Zusammenfügen wird zurückgenommen: ${going} ${parts.length - staying.length > 1 ? 'gehen einzeln' : 'geht'} zurück.`;
  return staying.length === 0 ? first : `${first} Im Postkorb bleibt: ${named(staying)}.`;
}
