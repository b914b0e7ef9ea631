import type { Word } from '../../core/letters/page-words.ts';
import type { Explained } from '../content/content-report.ts';
import type { GreyPicture } from '../pages/grey-picture.ts';

/** What was recognised on a page: words with their places, the text in reading order, and how sure it is on average, 0 to 100. */
export type RecognisedPage = { words: Word[]; text: string; confidence: number };

export type RecogniseOptions = {
  isWaitedFor?: boolean;
  signal?: AbortSignal | undefined;
  /** A part of a page read as lines from top to bottom just as it lies: tells whether it stands upright. */
  isSample?: boolean;
};

/** Recognises German text on pictures of pages. */
export type Recogniser = {
  /** `native`: the program installed on the machine; `packaged`: the one that comes along. */
  name: 'native' | 'packaged';
  /** Most pages it works on at the same time. */
  size: number;
  /** The picture must be upright with 300 dots per inch; it is handed over and empty afterwards. Rejects only when closed or aborted. */
  recognise: (picture: GreyPicture, options?: RecogniseOptions) => Promise<RecognisedPage | Explained>;
  close: () => Promise<void>;
};
