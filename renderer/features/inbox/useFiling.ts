import { type RefObject, useRef, useState } from 'react';
import { useDeskMutation } from '../../shared/backend.tsx';
import { showMessage } from '../../shared/messages.ts';
import type { Keyword } from '../../shared/filing/find-keywords.ts';
import {
  type DraftField,
  type FilingDraft,
  filingOf,
  type InboxItem,
  missingIn,
  proposedDraft,
} from './filing-draft.ts';

type Fields = Record<DraftField, RefObject<HTMLInputElement | null>>;
export type FilingState = {
  draft: FilingDraft;
  change: (part: Partial<FilingDraft>) => void;
  problem: { field: DraftField; words: string } | null;
  fields: Fields;
  isFiling: boolean;
  /** Files what is shown, or goes to the field that is missing and says what. With `confirms` the field with the focus counts as looked at. */
  file: (confirms?: DraftField) => void;
};

/** The form's state for one letter. */
export function useFiling(item: InboxItem, keywords: readonly Keyword[], onFiled: () => void): FilingState {
  const [draft, setDraft] = useState(() => proposedDraft(item, keywords));
  const [problem, setProblem] = useState<FilingState['problem']>(null);
  const fields: Fields = { case: useRef(null), keyword: useRef(null), title: useRef(null) };
  const { mutate, isPending } = useDeskMutation('inbox', 'file', {
    onSuccess: ({ hints }) => {
      onFiled();
      // What was filed stands under the list with the way back; a message for each would cover the form.
      for (const { message } of hints) showMessage(message, { kind: 'hint' });
    },
  });
  const change = (part: Partial<FilingDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    setProblem(null);
  };
  const file = (confirms?: DraftField) => {
    if (isPending) return;
    const confirmed = {
      ...draft,
      isCaseSettled: draft.isCaseSettled || (confirms === 'case' && draft.chosenCase !== null),
      isKeywordSettled: draft.isKeywordSettled || (confirms === 'keyword' && draft.keywordId !== null),
    };
    setDraft(confirmed);
    const missing = missingIn(confirmed);
    setProblem(missing);
    if (missing) fields[missing.field].current?.focus();
    else if (confirmed.chosenCase) {
      const { caseFileId } = confirmed.chosenCase;
      mutate({ inboxId: item.inboxId, itemId: item.itemId, caseFileId, filing: filingOf(confirmed) });
    }
  };
  return { draft, change, problem, fields, isFiling: isPending, file };
}
