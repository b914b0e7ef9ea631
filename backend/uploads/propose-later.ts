import { readRecord } from '../../db/records.ts';
import type { TextToRead } from '../../db/texts-to-read.ts';
import type { PageWords } from '../../core/letters/page-words.ts';
import { type ProposingDesk, proposeLetterHere } from './propose-letter-here.ts';
import type { ProposeLater } from './text-desk.ts';

/** Proposes how a letter is to be filed that was delivered before its text was known. A title somebody gave herself stays. */
export function proposesLater(desk: ProposingDesk): ProposeLater {
  return async (pages: PageWords[], { scopeId, ownerId, fileName }: TextToRead) => {
    const item = readRecord(desk.store.db, 'inboxItem', scopeId, ownerId);
    const isTitleProposed = Boolean(item?.reasons?.title);
    const found = await proposeLetterHere(desk, { pages, isMail: false, says: { fileName } });
    return { ...found, titleBefore: isTitleProposed ? (item?.title ?? '') : '' };
  };
}
