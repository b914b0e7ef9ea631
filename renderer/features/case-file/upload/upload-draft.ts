import type { Id } from '../../../../core/domain/ids.ts';
import type { OutputOf } from '../../../shared/backend.tsx';
import { today } from '../../../shared/format.ts';
import type { Uploaded } from '../../../shared/upload/useUpload.ts';

export type UploadProposal = OutputOf<'uploads', 'propose'>;

/** What would be filed now. A keyword that is only likely must be looked at before Enter takes it. */
export type UploadDraft = {
  keywordId: Id | null;
  isKeywordSettled: boolean;
  title: string;
  letterDate: string | null;
  receivedDate: string | null;
  sender: string;
  direction: 'incoming' | 'outgoing' | 'internal';
};
export type Reasons = Partial<Record<'keywordId' | 'title' | 'letterDate' | 'sender', string>>;

/** What is shown as soon as a file is there; the keyword is that of the file before it. */
export function firstDraft(uploaded: Uploaded, keywordBefore: Id | null): UploadDraft {
  return {
    ...{ keywordId: keywordBefore, isKeywordSettled: keywordBefore !== null },
    ...{ title: uploaded.suggestedTitle, letterDate: uploaded.suggestedDate, sender: uploaded.suggestedSender ?? '' },
    ...{ receivedDate: today(), direction: 'incoming' },
  };
}

/**
 * The draft with what is proposed in all fields the worker has not changed. The keyword of the file before stays, unless another one is
 * sure for this one.
 */
export function withProposal(
  draft: UploadDraft,
  { title, letterDate, sender, proposedKeyword }: UploadProposal,
  changed: ReadonlySet<keyof UploadDraft>,
): UploadDraft {
  const isSure = proposedKeyword?.confidence === 'sure';
  const takesKeyword = proposedKeyword !== null && !changed.has('keywordId') && (isSure || draft.keywordId === null);
  return {
    ...draft,
    ...(changed.has('title') ? {} : { title }),
    ...(changed.has('letterDate') ? {} : { letterDate }),
    ...(changed.has('sender') ? {} : { sender: sender ?? '' }),
    ...(takesKeyword ? { keywordId: proposedKeyword.keywordId, isKeywordSettled: isSure } : {}),
  };
}

/** Why what is shown is proposed, for each field that still shows it. */
export function reasonsFor(draft: UploadDraft, uploaded: Uploaded, proposal: UploadProposal | undefined): Reasons {
  const shown = proposal ?? {
    ...{ title: uploaded.suggestedTitle, letterDate: uploaded.suggestedDate, sender: uploaded.suggestedSender },
    ...{ reasons: uploaded.reasons, proposedKeyword: null },
  };
  const { reasons, proposedKeyword: keyword } = shown;
  const word = keyword?.confidence === 'sure' ? 'Vorschlag' : 'Vermutung';
  return {
    ...(keyword && keyword.keywordId === draft.keywordId ? { keywordId: `${word}: ${keyword.explanation}` } : {}),
    ...(reasons.title && shown.title === draft.title ? { title: reasons.title } : {}),
    ...(reasons.letterDate && shown.letterDate === draft.letterDate ? { letterDate: reasons.letterDate } : {}),
    ...(reasons.sender && shown.sender === draft.sender ? { sender: reasons.sender } : {}),
  };
}

/** The first field that keeps a draft from being filed, with what to say there; null when nothing does. */
export function missingIn(draft: UploadDraft): { field: 'keyword' | 'title'; words: string } | null {
  if (draft.keywordId === null) return { field: 'keyword', words: 'Bitte ein Schlagwort wählen.' };
  if (!draft.isKeywordSettled) {
    return { field: 'keyword', words: 'Vorschlag ist nicht sicher. Stimmt das Schlagwort, weiter mit ⏎.' };
  }
  return draft.title.trim() === '' ? { field: 'title', words: 'Bitte einen Titel angeben.' } : null;
}
