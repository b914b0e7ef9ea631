import type { CodeReader } from '../codes/code-reader.ts';
import { hasPatchBars } from '../codes/patch-bars.ts';
import { isBlankPage } from './blank-page.ts';
import {
  addTurns,
  type GreyPicture,
  resizePicture,
  straightenPicture,
  type Turn,
  turnPicture,
} from './grey-picture.ts';
import { findInk } from './ink.ts';
import { type LookedAtPage, pictureResolution } from './page-jobs.ts';
import type { PagePicture } from './page-picture.ts';
import type { PdfPageFacts } from './pdf-pages.ts';
import { findStanding } from './standing.ts';
import { unreadablePage } from './unreadable-page.ts';

/** A page of a digital document on which nothing but text was found; it lies as it is, unless somebody says how it is upright. */
export function textPage(facts: PdfPageFacts, turned: Turn | null): LookedAtPage {
  return {
    ...unreadablePage(),
    isUnreadable: false,
    turned: turned ?? 0,
    words: facts.words,
    resolution: facts.resolution,
    colour: facts.colour,
  };
}

/** Faint writing on a page that was taken for blank; no weaker than what remains of the paper's own grain. */
const faintContrast = 12;

/**
 * Looks a page over: codes, bars, whether it is blank, how it stands; and makes it ready for recognition when it has no text. One that
 * somebody asked for is made ready even when it seems to be blank: she sees writing on it. `turned`: how she says it stands upright.
 */
export async function lookAtPage(
  page: PagePicture,
  readCodes: CodeReader,
  { facts, isAskedFor, turned: said }: { facts: PdfPageFacts | null; isAskedFor: boolean; turned: Turn | null },
): Promise<LookedAtPage> {
  const working = atResolution(page, Math.min(page.resolution, pictureResolution));
  const codes = await readCodes(working.picture);
  const bars = hasPatchBars(working.picture, working.resolution);
  const resolution = facts ? facts.resolution : page.isResolutionKnown ? Math.round(page.resolution) : null;
  const lies = { turned: said ?? page.turned, turnedBefore: page.turned };
  const seen = { ...unreadablePage(), isUnreadable: false, codes, hasPatchBars: bars, resolution, ...lies };
  if (facts?.words) return { ...seen, words: facts.words };
  const clear = findInk(working.picture, working.resolution);
  const isBlank = codes.length === 0 && !bars && isBlankPage(clear);
  if (isBlank && !isAskedFor) return { ...seen, isBlank };
  const ink = isBlank ? findInk(working.picture, working.resolution, faintContrast) : clear;
  const standing = findStanding(ink);
  const { skew: found, isSure } = standing;
  const turn = said === null ? standing.turn : addTurns(said, -page.turned);
  const skew = facts?.hasAnnotations ? 0 : found;
  const turned = turnPicture(atResolution(working, pictureResolution).picture, turn);
  const picture = skew === 0 ? turned : straightenPicture(turned, skew);
  return { ...seen, turned: addTurns(page.turned, turn), skew, isStandingSure: isSure, picture };
}

function atResolution(page: { picture: GreyPicture; resolution: number }, resolution: number) {
  const factor = resolution / page.resolution;
  const [width, height] = [page.picture.width, page.picture.height].map((side) =>
    Math.max(1, Math.round(side * factor)),
  );
  return { picture: resizePicture(page.picture, width ?? 1, height ?? 1), resolution };
}
