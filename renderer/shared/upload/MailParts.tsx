import { Button, Checkbox, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { KeywordField } from '../filing/KeywordField.tsx';
import { type MailPart, type PartDraft, stayingWords } from './chosen-parts.ts';
import { factWords, Hints } from './FileFacts.tsx';
import classes from './upload.module.css';
import type { Uploaded } from './useUpload.ts';

type Props = {
  mail: NonNullable<Uploaded['mail']>;
  drafts: PartDraft[];
  onChange: (drafts: PartDraft[]) => void;
  /** Title and keyword of each may be given: in a case file, not in the Postkorb. */
  isFiling: boolean;
};

/** The attachments of a mail: which become documents of their own, under which title and keyword. */
export function MailParts({ mail, drafts, onChange, isFiling }: Props) {
  const staying = stayingWords(mail);
  const setAll = (isChosen: boolean) => onChange(drafts.map((draft) => ({ ...draft, isChosen })));
  const areAllChosen = drafts.every(({ isChosen }) => isChosen);
  return (
    <fieldset className={classes.parts}>
      {mail.parts.length > 0 ? (
        <>
          <legend>Anlagen als eigene Dokumente</legend>
          {mail.parts.length > 1 ? (
            <Group>
              <Button size="compact-sm" variant="default" onClick={() => setAll(!areAllChosen)}>
                {areAllChosen ? 'Keine Anlage' : 'Alle Anlagen'}
              </Button>
            </Group>
          ) : null}
          {mail.parts.map((part, index) => {
            const draft = drafts[index];
            return draft ? (
              <Part
                key={part.part}
                part={part}
                draft={draft}
                isFiling={isFiling}
                onChange={(changed) => onChange(drafts.map((other, at) => (at === index ? changed : other)))}
              />
            ) : null;
          })}
        </>
      ) : null}
      {staying ? <p className={classes.facts}>{staying}</p> : null}
    </fieldset>
  );
}

type PartProps = { part: MailPart; draft: PartDraft; isFiling: boolean; onChange: (draft: PartDraft) => void };

function Part({ part, draft, isFiling, onChange }: PartProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { content, isNested, duplicates, known } = part;
  return (
    <div className={classes.part} data-nested={isNested || undefined}>
      <Group justify="space-between" wrap="nowrap" align="start">
        <Checkbox
          checked={draft.isChosen}
          label={content.fileName}
          description={factWords(content)}
          onChange={(event) => onChange({ ...draft, isChosen: event.currentTarget.checked })}
        />
        {isFiling && draft.isChosen ? (
          <Button
            size="compact-sm"
            variant="subtle"
            flex="none"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            Titel und Schlagwort
          </Button>
        ) : null}
      </Group>
      <Hints content={content} duplicates={duplicates} known={known} />
      {isFiling && draft.isChosen && isOpen ? (
        <div className={classes.partMore}>
          <TextInput
            label={`Titel der Anlage ${content.fileName}`}
            value={draft.title}
            maxLength={300}
            onChange={(event) => onChange({ ...draft, title: event.currentTarget.value })}
          />
          <KeywordField
            label={`Schlagwort der Anlage ${content.fileName}`}
            description="Ohne Angabe gilt das Schlagwort der E-Mail."
            keywordId={draft.keyword?.id ?? null}
            onChange={(keyword) => onChange({ ...draft, keyword })}
          />
        </div>
      ) : null}
    </div>
  );
}
