import { fitsFullText, tablesWithRemains } from '../../support/store-remains.ts';
import type { WorldDesk } from '../desk/desk.ts';
import type { World } from '../world.ts';
import { readableAt } from './centre-view.ts';

/** Rule S5: nothing is left on a desk of what its worker may not read: no row, no hit, no word, no key of a content. */
export function checkTraces(world: World, desk: WorldDesk): void {
  const { disk } = desk;
  const rows = (text: string, ...values: unknown[]) => disk.look(text, ...values) as Record<string, unknown>[];
  for (const table of tablesWithRemains(rows)) {
    world.problem('leaked', `${desk.name} holds rows in ${table} of a scope that is not there`);
  }
  checkFullText(world, desk);
  const unused = rows(
    `SELECT sha256 FROM blob WHERE sha256 NOT IN (SELECT sha256 FROM version)
       AND NOT EXISTS (SELECT 1 FROM clarification WHERE instr(clarification.args, blob.sha256) > 0)`,
  );
  const purged = unused.filter(({ sha256 }) => !isOwnOrReadable(world, desk, String(sha256)));
  if (purged.length > 0)
    world.problem('leaked', `${desk.name} keeps the key of content ${String(purged[0]?.['sha256'])}`);
}

/** Words of a file stay in the list of words until the next sweep, but not when the file may not be read any more. */
function checkFullText(world: World, desk: WorldDesk): void {
  const { disk } = desk;
  const rows = (text: string) => disk.look(text) as Record<string, unknown>[];
  if (!fitsFullText(rows)) world.problem('diverged', `${desk.name} has an index that does not fit its entries`);
  const pages = disk.look(
    `SELECT scope_id, version_id, number FROM page
     EXCEPT SELECT scope_id, owner_id, page_number FROM text_entry WHERE owner_kind = 'page'`,
  );
  if (pages.length > 0) world.problem('diverged', `${desk.name} does not find every page`);
  for (const { word } of disk.look(`SELECT word FROM vocabulary WHERE word GLOB 'kanarie*'`) as { word: string }[]) {
    if (!isOwnOrReadable(world, desk, word)) world.problem('leaked', `${desk.name} still knows the word ${word}`);
  }
}

/** True when a mark (a word, the name of a content) came from this worker, or once stood in a scope that she may read. */
function isOwnOrReadable(world: World, desk: WorldDesk, mark: string): boolean {
  const { workerId } = desk.worker;
  if (world.marks.authorOf(mark) === workerId) return true;
  const readable = readableAt(world.centre.database, workerId);
  for (const scopeId of world.marks.placesOf(mark)) if (readable.has(scopeId)) return true;
  return false;
}
