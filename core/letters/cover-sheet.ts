import type { Id } from '../domain/ids.ts';

/** What a printed cover sheet says about the document behind it. */
export type CoverSheet = {
  fileNumber: string | null;
  keywordId: Id | null;
  /** The Postkorb it goes to. */
  inboxId: Id | null;
};
