import type { Id } from '../../../core/domain/ids.ts';
import type { BodyOf } from '../../../core/domain/records.ts';
import { isAtStation, openReturns } from '../../../core/letters/at-station.ts';
import type { LetterReturnRow, RecordRow, ScopeRow, StackDocumentRow } from '../database/tables.ts';
import type { World } from '../world.ts';

type Item = BodyOf<'inboxItem'>;
type Letters = ReadonlyMap<string, Item>;

/** Rules S40 and S41: pages are neither lost nor doubled, and Postkorb and station agree on what lies where. */
export function checkLetters(world: World): void {
  const { database } = world.centre;
  for (const { id, kind } of database.table<ScopeRow>('scope')) {
    if (kind !== 'o') continue;
    const letters = new Map(
      database
        .table<RecordRow>(`record ${id}`)
        .filter((row) => row.kind === 'inboxItem' && !row.deleted)
        .map((row) => [row.id as string, JSON.parse(row.body as string) as Item]),
    );
    checkPages(world, letters);
    checkReturns(world, id, letters);
  }
  checkStacks(world);
}

/** Each page of a letter stands in exactly one of those it became. */
function checkPages(world: World, letters: Letters): void {
  const found = new Map<string, number>();
  for (const [itemId, letter] of letters) {
    if (letter.replacedBy) {
      if (letter.state !== 'forwarded') world.problem('doubled', `letter ${itemId} is ${letter.state} and replaced`);
      continue;
    }
    for (const page of pagesOf(letters, itemId, letter)) found.set(page, (found.get(page) ?? 0) + 1);
  }
  for (const [itemId, letter] of letters) {
    if (isMadeHere(letters, letter)) continue;
    for (const page of pagesOf(letters, itemId, letter)) {
      const count = found.get(page) ?? 0;
      if (count !== 1) world.problem(count === 0 ? 'lost' : 'doubled', `page ${page} stands in ${count} letters`);
    }
  }
}

/** A letter that was forwarded after it was made begins anew in its Postkorb. */
const isMadeHere = (letters: Letters, { madeFrom = [] }: Item): boolean =>
  madeFrom.length > 0 && madeFrom.every(({ itemId }) => letters.has(itemId));

/** Pages of the first letters in which they came. */
function pagesOf(letters: Letters, itemId: string, letter: Item): string[] {
  if (!isMadeHere(letters, letter)) {
    return Array.from({ length: letter.pageCount ?? 1 }, (_, index) => `${itemId}/${index + 1}`);
  }
  return (letter.madeFrom ?? []).flatMap((run) => {
    const source = letters.get(run.itemId) as Item;
    const all = pagesOf(letters, run.itemId, source);
    return run.pages.map((page) => all[page - 1] ?? `${run.itemId}/without page ${page}`);
  });
}

/** What waits at the station waits there for exactly those who gave it back. */
function checkReturns(world: World, inboxId: Id, letters: Letters): void {
  const open = world.centre.database
    .table<LetterReturnRow>('letterReturn')
    .filter((row) => row.inboxId === inboxId && row.state === 'open');
  const atStation = open.map(({ itemId, returnedBy }) => `${itemId} by ${returnedBy}`).sort();
  const inInbox = [...letters]
    .filter(([, letter]) => isAtStation(letter))
    .flatMap(([itemId, letter]) => openReturns(letter).map(({ by }) => `${itemId} by ${by}`))
    .sort();
  for (const [itemId, letter] of letters) {
    if (letter.state === 'filed' && openReturns(letter).length > 0) {
      world.problem('doubled', `letter ${itemId} is filed and given back`);
    }
  }
  if (atStation.join() !== inInbox.join()) {
    world.problem('diverged', `the station has ${atStation.join()}, Postkorb ${inboxId} ${inInbox.join()}`);
  }
}

/** Each page of a stack stands in one delivered document of it. */
function checkStacks(world: World): void {
  const all = world.centre.database.table<StackDocumentRow>('stackDocument');
  for (const stackId of new Set(all.map((row) => row.stackId))) {
    const own = all.filter((row) => row.stackId === stackId);
    const first = own.filter(({ round }) => round === 0).flatMap(({ pages }) => pages);
    const now = own.filter(({ state }) => state === 'delivered').flatMap(({ pages }) => pages);
    if (first.toSorted().join() !== now.toSorted().join()) {
      world.problem('diverged', `stack ${stackId} had pages ${first.join()}, delivered are ${now.join()}`);
    }
  }
}
