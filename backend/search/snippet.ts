import { foldGerman } from '../../core/domain/folding.ts';

/** What is looked for in a text: beginnings of words, and whole words (compounds); all folded. */
export type Sought = { beginnings: readonly string[]; compounds: ReadonlySet<string> };
/** Text with the places of hits in it as start and end (exclusive), in UTF-16 units. */
export type Snippet = { text: string; hits: [number, number][] };

const longest = 180; // characters
const before = 50;
const mostHitsWeighed = 200;

/** The part of a text in which most of what is looked for stands close together, with the words that are hits marked. */
export function snippetOf(text: string, sought: Sought): Snippet {
  const found = [...hitsIn(text, sought)];
  const start = bestStart(found);
  const from = wordStart(text, Math.max(0, start - before));
  const to = wordEnd(text, Math.min(text.length, from + longest));
  const clean = text.slice(from, to).replace(/\s+/g, ' ').trim();
  const shown = `${from > 0 ? '… ' : ''}${clean}${to < text.length ? ' …' : ''}`;
  return { text: shown, hits: [...hitsIn(shown, sought)].map((hit) => [hit.start, hit.end]) };
}

type Hit = { start: number; end: number; word: string };

function* hitsIn(text: string, sought: Sought): Generator<Hit> {
  let count = 0;
  const firsts = new Set([...sought.beginnings, ...sought.compounds].map((word) => word.charAt(0)));
  for (const match of text.matchAll(/[\p{Letter}\p{Number}\p{Mark}]+/gu)) {
    if (beginsElse(match[0], firsts)) continue;
    const folded = foldWord(match[0]);
    const beginning = sought.beginnings.find((word) => folded.startsWith(word));
    if (beginning === undefined && !sought.compounds.has(folded)) continue;
    yield { start: match.index, end: match.index + match[0].length, word: beginning ?? folded };
    count += 1;
    if (count >= mostHitsWeighed) return;
  }
}

/** Folding leaves a plain first letter as it is: most words of a page are told by it to be no hit. */
function beginsElse(word: string, firsts: ReadonlySet<string>): boolean {
  const first = word.charAt(0).toLowerCase();
  return first >= '0' && first <= 'z' && !firsts.has(first);
}

/** Most words of a page need no folding beyond lower case; this saves most of the time. */
function foldWord(word: string): string {
  const lower = word.toLowerCase();
  return /[^a-z0-9]|[aou]e/.test(lower) ? foldGerman(word) : lower;
}

/** Where the stretch begins that has the most different words. */
function bestStart(hits: readonly Hit[]): number {
  let best = 0;
  let bestCount = 0;
  for (const [index, hit] of hits.entries()) {
    const words = new Set<string>();
    for (let next = index; next < hits.length && (hits[next]?.end ?? 0) < hit.start + longest - before; next += 1) {
      words.add(hits[next]?.word ?? '');
    }
    if (words.size > bestCount) {
      bestCount = words.size;
      best = hit.start;
    }
  }
  return best;
}

const isPart = (character: string) => /[\p{Letter}\p{Number}\p{Mark}]/u.test(character);
const longestWord = 40;

/** Moves a place backwards to where its word begins, at most 40 characters. */
function wordStart(text: string, place: number): number {
  for (let at = place; at > Math.max(0, place - longestWord); at -= 1) if (!isPart(text.charAt(at - 1))) return at;
  return place <= longestWord ? 0 : place;
}

/** Moves a place forwards to where its word ends, at most 40 characters. */
function wordEnd(text: string, place: number): number {
  for (let at = place; at < Math.min(text.length, place + longestWord); at += 1) {
    if (!isPart(text.charAt(at))) return at;
  }
  return Math.min(text.length, place + longestWord);
}
