import type { LookedAtPage } from './page-jobs.ts';

/** A page that could not be opened or decoded: it stays in its place and somebody has to look at it. */
export function unreadablePage(): LookedAtPage {
  return {
    codes: [],
    isBlank: false,
    hasPatchBars: false,
    resolution: null,
    colour: null,
    turned: 0,
    turnedBefore: 0,
    skew: 0,
    isStandingSure: true,
    words: null,
    picture: null,
    isUnreadable: true,
  };
}
