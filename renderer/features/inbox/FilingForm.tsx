import { Button, TextInput } from '@mantine/core';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { useRef } from 'react';
import { useDeskQuery } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import { useSlots } from '../../shared/slots.tsx';
import { useEscape } from '../../shared/escape.ts';
import { CaseField } from '../../shared/filing/CaseField.tsx';
import { type Choice, Choices } from '../../shared/filing/Choices.tsx';
import { DayField } from '../../shared/filing/DayField.tsx';
import type { Keyword } from '../../shared/filing/find-keywords.ts';
import { KeywordField } from '../../shared/filing/KeywordField.tsx';
import { CommandButton } from '../../shared/ui/CommandButton.tsx';
import { KeyHint } from '../../shared/ui/KeyHint.tsx';
import { showMessage } from '../../shared/messages.ts';
import { ClaimNotice, useClaim } from './claim.tsx';
import type { DraftField, InboxItem } from './filing-draft.ts';
import { FilingNotices } from './FilingNotices.tsx';
import classes from './filing.module.css';
import { LetterWays } from './LetterWays.tsx';
import { LetterFollowUp } from './LetterFollowUp.tsx';
import { type FilingState, useFiling } from './useFiling.ts';

type Props = { item: InboxItem; onFiled: () => void };

/** Files one letter: what is proposed and why, each part changeable, Enter files. Mount it with the letter's id as key. */
export function FilingForm(props: Props) {
  const directory = useDeskQuery('office', 'directory', {}).data;
  return directory ? <Form {...props} keywords={directory.keywords} /> : null;
}

function Form({ item, onFiled, keywords }: Props & { keywords: readonly Keyword[] }) {
  const filing = useFiling(item, keywords, onFiled);
  const { draft, change, problem, fields } = filing;
  const form = useRef<HTMLFormElement>(null);
  const claim = useClaim(item);
  const { TransferNote } = useSlots();
  const file = (confirms?: DraftField) => {
    if (claim.isElsewhere) return showMessage(claim.words, { kind: 'hint' });
    if (form.current?.reportValidity() !== false) filing.file(confirms);
  };
  useCommand('inbox.file', () => file());
  useCommand('inbox.change', () => fields.case.current?.focus());
  useEscape('back', () => leaveForm(form.current));
  const errorAt = (field: string) => (problem?.field === field ? problem.words : null);
  return (
    <form
      ref={form}
      className={classes.form}
      aria-label="Ablegen"
      onSubmit={(event) => {
        event.preventDefault();
        file();
      }}
    >
      <div className={classes.fields}>
        <ClaimNotice claim={claim} />
        <LetterWays item={item} />
        <FilingNotices item={item} chosenCaseId={draft.chosenCase?.caseFileId ?? null} />
        <LetterFollowUp item={item} draft={draft} />
        <CaseField
          ref={fields.case}
          chosen={draft.chosenCase}
          onChange={(chosenCase) => {
            change({ chosenCase, isCaseSettled: chosenCase !== null });
            if (chosenCase) fields.keyword.current?.focus();
          }}
          onEnter={() => file('case')}
          description={caseReason(item, draft.chosenCase?.caseFileId ?? null)}
          error={errorAt('case')}
          rightSection={draft.isCaseSettled ? <SettledMark /> : null}
        />
        <Choices legend="Akten, die in Frage kommen" choices={caseChoices(item, filing)} />
        <KeywordField
          ref={fields.keyword}
          keywordId={draft.keywordId}
          onChange={(keyword) =>
            change({
              keywordId: keyword?.id ?? null,
              isKeywordSettled: keyword !== null,
              isProtected: keyword?.rules.isProtected ?? false,
            })
          }
          onEnter={() => file('keyword')}
          description={keywordReason(item, draft.keywordId)}
          error={errorAt('keyword')}
          rightSection={draft.isKeywordSettled ? <SettledMark /> : null}
        />
        <Choices legend="Oder eines dieser Schlagworte" choices={keywordChoices(item, filing, keywords)} />
        <MoreKeywords filing={filing} />
        <TextInput
          ref={fields.title}
          label="Titel"
          value={draft.title}
          maxLength={300}
          error={errorAt('title')}
          description={reasonOf(item.reasons.title, draft.title === item.title)}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <div className={classes.pair}>
          <DayField
            label="Schreiben vom"
            prefer="past"
            day={draft.letterDate}
            description={reasonOf(item.reasons.letterDate, draft.letterDate === item.letterDate)}
            onChange={(letterDate) => change({ letterDate })}
          />
          <DayField
            label="Eingang"
            prefer="past"
            day={draft.receivedDate}
            onChange={(receivedDate) => change({ receivedDate })}
          />
        </div>
        <TextInput
          label="Absender"
          value={draft.sender}
          maxLength={200}
          description={reasonOf(item.reasons.sender, draft.sender === (item.sender ?? ''))}
          onChange={(event) => change({ sender: event.currentTarget.value })}
        />
        <TransferNote scopeId={item.inboxId} ownerId={item.itemId} isFolded />
      </div>
      <div className={classes.formFoot}>
        <Button type="submit" rightSection={<KeyHint command="inbox.file" />} aria-disabled={filing.isFiling}>
          Ablegen
        </Button>
        <CommandButton command="inbox.forward" label="Weiterleiten …" />
        <CommandButton command="inbox.return" label="Scanstelle …" />
        <CommandButton command="inbox.split" label="Teilen …" />
      </div>
    </form>
  );
}

/** Out of the fields, so that the keys of the list work again; false when the focus was elsewhere. */
function leaveForm(form: HTMLFormElement | null): boolean {
  const focused = document.activeElement;
  if (!form?.contains(focused)) return false;
  (focused as HTMLElement).blur();
  return true;
}

function MoreKeywords({ filing: { draft, change } }: { filing: FilingState }) {
  const { moreKeywordIds } = draft;
  if (draft.keywordId === null) return null;
  const replace = (index: number, keyword: Keyword | null) =>
    change({
      moreKeywordIds: keyword ? moreKeywordIds.with(index, keyword.id) : moreKeywordIds.toSpliced(index, 1),
      isProtected: draft.isProtected || (keyword?.rules.isProtected ?? false),
    });
  return (
    <>
      {moreKeywordIds.map((keywordId, index) => (
        <KeywordField
          key={keywordId}
          label={`${index + 2}. Schlagwort`}
          keywordId={keywordId}
          onChange={(keyword) => replace(index, keyword)}
        />
      ))}
      <AddKeyword onAdd={(keyword) => change({ moreKeywordIds: [...new Set([...moreKeywordIds, keyword.id])] })} />
    </>
  );
}

function AddKeyword({ onAdd }: { onAdd: (keyword: Keyword) => void }) {
  return (
    <details className={classes.more}>
      <summary>
        <IconPlus size={14} aria-hidden /> Weiteres Schlagwort
      </summary>
      <KeywordField label="Weiteres Schlagwort" keywordId={null} onChange={(keyword) => keyword && onAdd(keyword)} />
    </details>
  );
}

/** Files that may be meant as well; what is chosen is looked at already. */
function caseChoices(item: InboxItem, { draft, change, fields }: FilingState): Choice[] {
  return item.candidates
    .filter(({ caseFileId }) => caseFileId !== draft.chosenCase?.caseFileId)
    .map(({ caseFileId, title, fileNumber, workerName, explanation }) => ({
      id: caseFileId,
      words: `${title} · ${fileNumber} (${workerName})`,
      explanation,
      choose: () => {
        change({ chosenCase: { caseFileId, title, fileNumber }, isCaseSettled: true });
        fields.keyword.current?.focus();
      },
    }));
}

/** The next likely keywords, as long as the one shown is not settled. */
function keywordChoices(item: InboxItem, { draft, change }: FilingState, keywords: readonly Keyword[]): Choice[] {
  if (draft.isKeywordSettled) return [];
  return item.keywordAlternatives.flatMap(({ keywordId, explanation }) => {
    const keyword = keywords.find(({ id }) => id === keywordId);
    if (!keyword || keywordId === draft.keywordId) return [];
    const choose = () => change({ keywordId, isKeywordSettled: true, isProtected: keyword.rules.isProtected });
    return [{ id: keywordId, words: keyword.name, explanation, choose }];
  });
}

const SettledMark = () => <IconCheck size={16} className={classes.settled} aria-label="geprüft" />;

/** Where a proposed value was found, as long as it is the one shown. */
const reasonOf = (reason: string | null | undefined, isProposed: boolean): string | undefined =>
  isProposed && reason ? reason : undefined;

function caseReason(item: InboxItem, chosenId: string | null): string | undefined {
  const { proposedCase } = item;
  if (!proposedCase || proposedCase.confidence === 'none' || proposedCase.caseFileId !== chosenId) return undefined;
  return `${proposedCase.confidence === 'sure' ? 'Vorschlag' : 'Vermutung'}: ${proposedCase.explanation}`;
}

function keywordReason(item: InboxItem, chosenId: string | null): string | undefined {
  const { proposedKeyword } = item;
  if (!proposedKeyword || proposedKeyword.confidence === 'none' || proposedKeyword.keywordId !== chosenId)
    return undefined;
  return `${proposedKeyword.confidence === 'sure' ? 'Vorschlag' : 'Vermutung'}: ${proposedKeyword.explanation}`;
}
