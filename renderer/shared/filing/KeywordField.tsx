import { IconArchive, IconInfoCircle, IconLock } from '@tabler/icons-react';
import { type ReactNode, type Ref, useMemo, useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { useDeskQuery } from '../backend.tsx';
import { findKeywords, type Keyword } from './find-keywords.ts';
import classes from './TypeAhead.module.css';
import { retentionWords } from './retention.ts';
import { TypeAhead } from './TypeAhead.tsx';

type Props = {
  keywordId: Id | null;
  onChange: (keyword: Keyword | null) => void;
  onEnter?: () => void;
  label?: string;
  description?: ReactNode;
  error?: ReactNode;
  rightSection?: ReactNode;
  disabled?: boolean;
  ref?: Ref<HTMLInputElement>;
};

const none = { keywords: [], registers: [] };

/** Chooses one keyword of the closed list, grouped by register, and shows its rule. */
export function KeywordField({ keywordId, onChange, label = 'Schlagwort', ...rest }: Props) {
  const [query, setQuery] = useState('');
  const directory = useDeskQuery('office', 'directory', {}).data ?? none;
  const options = useMemo(() => findKeywords(directory, query), [directory, query]);
  const chosen = directory.keywords.find(({ id }) => id === keywordId);
  return (
    <div>
      <TypeAhead
        {...rest}
        label={label}
        placeholder="Schlagwort suchen"
        shown={chosen?.name ?? ''}
        query={query}
        onQuery={setQuery}
        options={options}
        keyOf={({ keyword }) => keyword.id}
        groupOf={({ register }) => `${register.number} ${register.name}`}
        onPick={({ keyword }) => onChange(keyword)}
        onClear={() => onChange(null)}
        nothingFound="Kein Schlagwort gefunden."
        renderOption={({ keyword }) => (
          <>
            <span className={classes.line}>
              <span>{keyword.name}</span>
              {keyword.rules.isProtected ? <IconLock size={14} aria-label="geschützt" /> : null}
            </span>
            {keyword.rules.copyHint ? <span className={classes.quiet}>{keyword.rules.copyHint}</span> : null}
          </>
        )}
      />
      {chosen ? <KeywordRule keyword={chosen} /> : null}
    </div>
  );
}

/** What a keyword's rule says to the one who files: may it be copied, how long it is kept, who may read it. */
export function KeywordRule({ keyword }: { keyword: Keyword }) {
  const { copyHint, isProtected, retentionYears } = keyword.rules;
  return (
    <>
      {copyHint ? (
        <p className={classes.rule}>
          <IconInfoCircle size={14} aria-hidden />
          {copyHint}
        </p>
      ) : null}
      <p className={classes.rule}>
        <IconArchive size={14} aria-hidden />
        {retentionWords(retentionYears)}
      </p>
      {isProtected ? (
        <p className={classes.rule} data-urgent>
          <IconLock size={14} aria-hidden />
          Geschützt: Lesen nur mit Grund, jede Einsicht wird festgehalten.
        </p>
      ) : null}
    </>
  );
}
