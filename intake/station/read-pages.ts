import type { Word } from '../../core/letters/page-words.ts';
import { decodeSheetCode } from '../../core/letters/cover-sheet.ts';
import { addTurns, type GreyPicture, turnPicture, type Turn } from '../pages/grey-picture.ts';
import type { PageColour } from '../pages/picture-colour.ts';
import { sampleOf } from '../pages/sample-part.ts';
import { unreadablePage } from '../pages/unreadable-page.ts';
import type { LookedAtPage, SharedFile } from '../pages/page-jobs.ts';
import type { RecognisedPage } from '../recognition/recogniser.ts';
import type { Engines } from './stack-reader.ts';
import type { StackPage } from './split-stack.ts';
import type { ReadStackOptions } from './stack-reading.ts';

/** One page read: what was seen, and its words, from the file or recognised. */
export type ReadPage = StackPage & {
  codes: { format: string; value: string }[];
  turned: Turn;
  skew: number;
  resolution: number | null;
  colour: PageColour | null;
  words: Word[];
  text: string;
  /** Null where nothing had to be recognised. */
  confidence: number | null;
  /** Words must be put behind the picture. */
  isRecognised: boolean;
  isUnreadable: boolean;
  milliseconds: number;
};

/** Below this recognition has probably read the page the wrong way round, or it is hard to read. */
const doubtful = 70;
/** So many signs of words that are probably right prove that a page stands upright. */
const provenSigns = 40;

/** Reads all pages of a file, several at a time but never many: each holds a picture of some megabytes. */
export async function readPages(
  engines: Engines,
  file: SharedFile,
  pageCount: number,
  options: ReadStackOptions,
): Promise<ReadPage[]> {
  const pages: ReadPage[] = [];
  let [next, done] = [0, 0];
  const readOn = async (): Promise<void> => {
    while (next < pageCount) {
      const index = next++;
      const isLeft = options.onlyPages?.includes(index + 1) === false;
      pages[index] = isLeft ? leftPage(index + 1) : await readPage(engines, file, index, options);
      done += 1;
      options.onProgress?.(done, pageCount);
    }
  };
  const lanes = Math.min(pageCount, engines.size + engines.recogniser.size);
  // All lanes are waited for, so that nothing goes on behind the back of whoever was told of a failure.
  const ends = await Promise.allSettled(Array.from({ length: lanes }, readOn));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return pages;
}

/** Stands for a page that was not asked for. */
function leftPage(number: number): ReadPage {
  const nothing = { turned: 0 as const, skew: 0, text: '', confidence: null, isRecognised: false };
  const seen = { isBlank: true, hasPatchBars: false, sheetCodes: [], codes: [], resolution: null, colour: null };
  return { number, ...seen, ...nothing, words: [], isUnreadable: false, milliseconds: 0 };
}

async function readPage(
  engines: Engines,
  file: SharedFile,
  index: number,
  options: ReadStackOptions,
): Promise<ReadPage> {
  const from = performance.now();
  const asked = { isWaitedFor: options.priority === 'waitedFor', signal: options.signal };
  const isAskedFor = options.onlyPages !== undefined;
  const turned = options.turns?.get(index + 1) ?? null;
  const job = { task: 'page' as const, file, index, isAskedFor, turned };
  const answer = await engines.pages.ask(job, { ...asked, affinity: `${file.number}` });
  const looked = 'explanation' in answer ? unreadablePage() : (answer as LookedAtPage);
  const sheetCodes = isAskedFor ? [] : looked.codes.flatMap(({ value }) => decodeSheetCode(value) ?? []);
  const hasPatchBars = looked.hasPatchBars && !isAskedFor;
  const isSheet = sheetCodes.length > 0 || hasPatchBars;
  const found =
    looked.picture && !isSheet
      ? await recogniseUpright(engines, looked, looked.picture, { ...asked, isSaid: turned !== null })
      : notRecognised(looked);
  return {
    number: index + 1,
    isBlank: looked.isBlank && !isAskedFor,
    hasPatchBars,
    sheetCodes,
    codes: looked.codes,
    resolution: looked.resolution,
    colour: looked.colour,
    ...found,
    milliseconds: Math.round(performance.now() - from),
  };
}

type Found = Pick<ReadPage, 'turned' | 'skew' | 'words' | 'text' | 'confidence' | 'isRecognised' | 'isUnreadable'>;

function notRecognised({ turned, skew, words, isUnreadable }: LookedAtPage): Found {
  return {
    turned,
    skew,
    words: words?.words ?? [],
    text: words?.text ?? '',
    confidence: null,
    isRecognised: false,
    isUnreadable,
  };
}

/** `isSaid`: somebody has said how it stands. */
type Asked = { isWaitedFor: boolean; signal: AbortSignal | undefined; isSaid: boolean };

// Letters tell how a page stands by what reaches above the lines; where they are few, the way a part of it reads best is right.
// The whole page is read first in any case: what says nothing at all then, as a photograph does, is not tried four ways.
async function recogniseUpright(
  engines: Engines,
  looked: LookedAtPage,
  picture: GreyPicture,
  asked: Asked,
): Promise<Found> {
  const first = await engines.recogniser.recognise(copyOf(picture), asked);
  if ('explanation' in first) return unreadable(looked, asked.isSaid);
  // Edges of a photograph say nothing of how it lies.
  if (asked.isSaid) return { ...foundOn(looked, first, 0), ...(first.words.length === 0 && { skew: 0 }) };
  if (first.words.length === 0) return asItLay(looked, first);
  if (isReadRight(first, looked)) return foundOn(looked, first, 0);
  const turn = await findTurn(engines, picture, isReadSideways(first) ? aside : across, asked);
  if (turn === null) return asItLay(looked, first);
  if (turn === 0) return foundOn(looked, first, 0);
  const second = await engines.recogniser.recognise(turnPicture(picture, turn), asked);
  if ('explanation' in second) return unreadable(looked, asked.isSaid);
  return second.words.length === 0 ? asItLay(looked, first) : foundOn(looked, second, turn);
}

// Text on its head is read as words of little confidence; a single word that happens to look like one proves nothing.
function isReadRight(page: RecognisedPage, { isStandingSure }: LookedAtPage): boolean {
  if (page.confidence < doubtful || isReadSideways(page)) return false;
  return isStandingSure || worthOf(page) >= provenSigns;
}

// Recognition follows lines that run up the page; whoever looks at it would have to tilt her head.
function isReadSideways({ words }: RecognisedPage): boolean {
  const long = words.filter(({ text }) => text.length >= 4);
  return long.filter((word) => word.bottom - word.top > word.right - word.left).length > long.length / 2;
}

function foundOn(looked: LookedAtPage, { words, text, confidence }: RecognisedPage, turn: Turn): Found {
  const { skew } = looked;
  return {
    turned: addTurns(looked.turned, turn),
    skew,
    words,
    text,
    confidence,
    isRecognised: true,
    isUnreadable: false,
  };
}

function unreadable(looked: LookedAtPage, isSaid: boolean): Found {
  const stands = isSaid ? {} : lying(looked);
  return { ...notRecognised(looked), ...stands, confidence: 0, isUnreadable: true };
}

// A picture without text, for example a photograph: nothing says that it should lie otherwise.
function asItLay(looked: LookedAtPage, read: RecognisedPage | null): Found {
  const isStraight = looked.skew === 0 && looked.turned === looked.turnedBefore;
  const found = isStraight && read ? read : { words: [], text: '', confidence: 0 };
  return { ...found, ...lying(looked), isRecognised: true, isUnreadable: false };
}

function lying(looked: LookedAtPage): Pick<Found, 'turned' | 'skew'> {
  return { turned: looked.turnedBefore, skew: 0 };
}

function copyOf(picture: GreyPicture): GreyPicture {
  return { ...picture, grey: Uint8Array.from(picture.grey) };
}

// The likeliest first: a wrong way takes longest, because every piece of a letter is read as one.
const across: readonly Turn[] = [180, 0, 90, 270];
const aside: readonly Turn[] = [90, 270, 180, 0];

/** How a page must be turned to be read, tried on a part of it; null when it says nothing any way round. */
async function findTurn(
  engines: Engines,
  picture: GreyPicture,
  turns: readonly Turn[],
  asked: Asked,
): Promise<Turn | null> {
  const sample = sampleOf(picture);
  let best: { turn: Turn; worth: number } | null = null;
  for (const turn of turns) {
    const turned = turnPicture(sample, turn);
    const page = await engines.recogniser.recognise(copyOf(turned), { ...asked, isSample: true });
    if ('explanation' in page) continue;
    const said = worthOf(page);
    // Read any other way this much would not come out as words.
    if (said >= provenSigns && page.confidence >= doubtful && !isReadSideways(page)) return turn;
    if (said > 0 && (best === null || said > best.worth)) best = { turn, worth: said };
  }
  return best?.turn ?? null;
}

/** How much a page says when read this way: signs of words that are probably right. */
function worthOf({ words }: RecognisedPage): number {
  return words.reduce(
    (sum, { text, confidence }) => sum + (confidence >= 50 && /\p{L}{3}/u.test(text) ? text.length : 0),
    0,
  );
}
