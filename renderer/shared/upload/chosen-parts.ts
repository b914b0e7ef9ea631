import type { Keyword } from '../filing/find-keywords.ts';
import type { Uploaded } from './useUpload.ts';

export type MailPart = NonNullable<Uploaded['mail']>['parts'][number];
/** What is to become of one attachment; `keyword` null: the one of the mail. */
export type PartDraft = { part: number; isChosen: boolean; title: string; keyword: Keyword | null };

/** What is proposed for the attachments: all become documents, except those that lie in the case file already. */
export function draftParts(uploaded: Uploaded): PartDraft[] {
  return (uploaded.mail?.parts ?? []).map(({ part, suggestedTitle, duplicates }) => ({
    ...{ part, title: suggestedTitle, keyword: null },
    isChosen: duplicates.length === 0,
  }));
}

/** The chosen attachments as the desk takes them. */
export function chosenParts(drafts: readonly PartDraft[], keyword: Keyword) {
  return drafts
    .filter(({ isChosen }) => isChosen)
    .map((draft) => ({
      part: draft.part,
      title: draft.title.trim(),
      keywordIds: [(draft.keyword ?? keyword).id],
    }));
}

/** What stays in the mail, in a sentence; null where nothing does. */
export function stayingWords(mail: NonNullable<Uploaded['mail']>): string | null {
  const { pictures, signatures, isCut } = mail;
  const what = [
    pictures === 1 ? 'ein Bild' : pictures > 1 ? `${pictures} Bilder` : null,
    signatures > 0 ? 'die elektronische Unterschrift' : null,
  ].filter((one) => one !== null);
  const sentences = [
    what.length > 0 ? `In der E-Mail ${pictures + signatures === 1 ? 'bleibt' : 'bleiben'}: ${what.join(', ')}.` : null,
    isCut ? 'Die E-Mail enthält weitere Anlagen. Sie bleiben in der E-Mail und können dort geöffnet werden.' : null,
  ].filter((one) => one !== null);
  return sentences.length > 0 ? sentences.join(' ') : null;
}
