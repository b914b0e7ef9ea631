import type { Id } from '../../../core/domain/ids.ts';
import type { InputOf, OutputOf } from '../../shared/backend.tsx';

// How somebody puts a stack right that was split in the wrong place or went to the wrong Postkorb. Pure.

export type Detail = OutputOf<'station', 'stack'>;
export type Wish = InputOf<'station', 'correct'>['documents'][number];
export type Turn = NonNullable<InputOf<'station', 'correct'>['turns']>[number]['turned'];
/** Pages that are to stand otherwise than they do: degrees clockwise as they lie in the file. */
export type Turns = ReadonlyMap<number, Turn>;

/** The stack as it is now. */
export function wishesOf(detail: Detail): Wish[] {
  return detail.documents.map(({ pages, inboxId, fileNumber }) => ({ pages, inboxId, fileNumber }));
}

/** Joins a document with the one before it, which keeps its recipient. */
export function joinWithPrevious(wishes: readonly Wish[], at: number): Wish[] {
  const [previous, own] = [wishes[at - 1], wishes[at]];
  if (!previous || !own) return [...wishes];
  const joined = { ...previous, pages: [...previous.pages, ...own.pages].toSorted((left, right) => left - right) };
  return [...wishes.slice(0, at - 1), joined, ...wishes.slice(at + 1)];
}

/** Begins a new document with a page; recipients stay as they are until somebody says otherwise. */
export function splitBefore(wishes: readonly Wish[], at: number, page: number): Wish[] {
  const own = wishes[at];
  const from = own?.pages.indexOf(page) ?? -1;
  if (!own || from <= 0) return [...wishes];
  const parts = [own.pages.slice(0, from), own.pages.slice(from)];
  return [...wishes.slice(0, at), ...parts.map((pages) => ({ ...own, pages })), ...wishes.slice(at + 1)];
}

/** Gives a document to a Postkorb. */
export function addressTo(wishes: readonly Wish[], at: number, inboxId: Id | null): Wish[] {
  return wishes.map((wish, index) => (index === at ? { ...wish, inboxId } : wish));
}

/** Names the file a document belongs to; the centre finds its Postkorb. */
export function belongsTo(wishes: readonly Wish[], at: number, fileNumber: string): Wish[] {
  const named = fileNumber.trim() === '' ? null : fileNumber;
  return wishes.map((wish, index) =>
    index === at ? { ...wish, fileNumber: named, inboxId: named ? null : wish.inboxId } : wish,
  );
}

/** Begins a new document with a page of whichever document holds it. */
export function splitAt(wishes: readonly Wish[], page: number): Wish[] {
  return splitBefore(
    wishes,
    wishes.findIndex(({ pages }) => pages.includes(page)),
    page,
  );
}

/** Takes a page out, and its document when it was the only one; the last page of all stays. */
export function discardPage(wishes: readonly Wish[], page: number): Wish[] {
  const filled = withoutPage(wishes, page);
  return filled.length === 0 ? [...wishes] : filled;
}

/** Takes a page out, also the last one of all: of a letter that came back and was scanned anew nothing need stay. */
export function withoutPage(wishes: readonly Wish[], page: number): Wish[] {
  const left = wishes.map((wish) => ({ ...wish, pages: wish.pages.filter((one) => one !== page) }));
  return left.filter(({ pages }) => pages.length > 0);
}

/** Puts a page that is in no document into the one before it, at its place; of one before all others into the first. */
export function putBack(wishes: readonly Wish[], page: number): Wish[] {
  if (wishes.some(({ pages }) => pages.includes(page))) return [...wishes];
  if (wishes.length === 0) return [{ pages: [page], inboxId: null, fileNumber: null }];
  const before = wishes.findLastIndex(({ pages }) => (pages[0] ?? 0) < page);
  const at = Math.max(0, before);
  return wishes.map((wish, index) =>
    index === at ? { ...wish, pages: [...wish.pages, page].toSorted((left, right) => left - right) } : wish,
  );
}

/** How a page is to be seen, degrees clockwise; undefined where nobody has read it yet. */
export function standing(detail: Detail, turns: Turns, page: number): Turn | undefined {
  return turns.get(page) ?? standsAt(detail, page);
}

const standsAt = ({ pages }: Detail, page: number) =>
  pages.find((one) => one.page === page)?.turned as Turn | undefined;

/** Turns a page a quarter further, clockwise; back where it was it counts as not turned. */
export function turnPage(detail: Detail, turns: Turns, page: number): Turns {
  const now = standsAt(detail, page) ?? 0;
  const next = (((turns.get(page) ?? now) + 90) % 360) as Turn;
  const turned = new Map(turns);
  if (next === now) turned.delete(page);
  else turned.set(page, next);
  return turned;
}

/** Turned pages that stand in a letter. */
export function turnedPages(wishes: readonly Wish[], turns: Turns): number[] {
  return wishes.flatMap(({ pages }) => pages).filter((page) => turns.has(page));
}

/** Letters of the stack that came back from a Postkorb and wait here. */
export const isBack = (detail: Detail): boolean => detail.documents.some(({ state }) => state === 'returned');

/** Pages of the stack's documents that are in none of those wished for. */
export function leftOutOf(detail: Detail, wishes: readonly Wish[]): number[] {
  const wished = new Set(wishes.flatMap(({ pages }) => pages));
  return detail.documents.flatMap(({ pages }) => pages).filter((page) => !wished.has(page));
}

/** Pages as people write them: "Seite 2", "Seiten 1–3, 5". */
export function pageWords(pages: readonly number[]): string {
  return `${pages.length === 1 ? 'Seite' : 'Seiten'} ${pageRuns(pages)}`;
}

function pageRuns(pages: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const page of pages) {
    const last = runs.at(-1);
    if (last && last[1] === page - 1) last[1] = page;
    else runs.push([page, page]);
  }
  return runs.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(', ');
}
