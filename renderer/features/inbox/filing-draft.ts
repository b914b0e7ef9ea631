import { type Filing, filingSchema } from '../../../core/commands/document-parts.ts';
import type { Id } from '../../../core/domain/ids.ts';
import type { OutputOf } from '../../shared/backend.tsx';
import type { ChosenCase } from '../../shared/filing/CaseField.tsx';
import type { Keyword } from '../../shared/filing/find-keywords.ts';

export type InboxItem = OutputOf<'inbox', 'item'>;
export type DraftField = 'case' | 'keyword' | 'title';

/** What would be filed now. Proposals that are not sure must be looked at before Enter takes them. */
export type FilingDraft = {
  chosenCase: ChosenCase | null;
  isCaseSettled: boolean;
  keywordId: Id | null;
  isKeywordSettled: boolean;
  moreKeywordIds: Id[];
  title: string;
  letterDate: string | null;
  receivedDate: string | null;
  sender: string;
  direction: InboxItem['direction'];
  isProtected: boolean;
};

/** The draft that intake proposes for a letter. */
export function proposedDraft(item: InboxItem, keywords: readonly Keyword[]): FilingDraft {
  const { proposedCase, proposedKeyword } = item;
  const keywordId = proposedKeyword && proposedKeyword.confidence !== 'none' ? proposedKeyword.keywordId : null;
  return {
    chosenCase: proposedCase && proposedCase.confidence !== 'none' ? proposedCase : null,
    isCaseSettled: proposedCase?.confidence === 'sure',
    keywordId,
    isKeywordSettled: proposedKeyword?.confidence === 'sure',
    moreKeywordIds: [],
    title: item.title,
    letterDate: item.letterDate,
    receivedDate: item.receivedDate,
    sender: item.sender ?? '',
    direction: item.direction,
    isProtected: keywords.find(({ id }) => id === keywordId)?.rules.isProtected ?? false,
  };
}

/** The first field that keeps a draft from being filed, with what to say there; null when nothing does. */
export function missingIn(draft: FilingDraft): { field: DraftField; words: string } | null {
  if (!draft.chosenCase) return { field: 'case', words: 'Bitte die Akte wählen.' };
  if (!draft.isCaseSettled)
    return { field: 'case', words: 'Vorschlag ist nicht sicher. Stimmt die Akte, weiter mit ⏎.' };
  if (!draft.keywordId) return { field: 'keyword', words: 'Bitte ein Schlagwort wählen.' };
  if (!draft.isKeywordSettled) {
    return { field: 'keyword', words: 'Vorschlag ist nicht sicher. Stimmt das Schlagwort, weiter mit ⏎.' };
  }
  if (draft.title.trim() === '') return { field: 'title', words: 'Bitte einen Titel angeben.' };
  return null;
}

/** A draft in the form commands take it; only for drafts that lack nothing. */
export function filingOf(draft: FilingDraft): Filing {
  const keywordIds = [draft.keywordId, ...draft.moreKeywordIds].filter((id) => id !== null);
  return filingSchema.parse({
    title: draft.title,
    keywordIds: [...new Set(keywordIds)],
    letterDate: draft.letterDate,
    receivedDate: draft.receivedDate,
    sender: draft.sender.trim() === '' ? null : draft.sender.trim(),
    direction: draft.direction,
    isProtected: draft.isProtected,
  });
}
