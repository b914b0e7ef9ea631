import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, type Ref, useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { type OutputOf, useDeskQuery } from '../backend.tsx';
import { ClosedFile } from './ClosedFile.tsx';
import classes from './TypeAhead.module.css';
import { TypeAhead } from './TypeAhead.tsx';

export type ChosenCase = { caseFileId: Id; title: string; fileNumber: string };
type FoundCase = OutputOf<'search', 'query'>['cases'][number];

type Props = {
  chosen: ChosenCase | null;
  onChange: (chosen: ChosenCase | null) => void;
  onEnter?: () => void;
  label?: string;
  description?: ReactNode;
  error?: ReactNode;
  rightSection?: ReactNode;
  disabled?: boolean;
  ref?: Ref<HTMLInputElement>;
};

/** Chooses a case file by name, number or place; without words it offers those opened lately. */
export function CaseField({ chosen, onChange, label = 'Akte', ...rest }: Props) {
  const [query, setQuery] = useState('');
  const [settled] = useDebouncedValue(query.trim(), 60);
  const found = useDeskQuery(
    'search',
    'query',
    settled === '' ? null : { text: settled, caseFileId: null, limit: 12 },
    { keepsPrevious: true },
  );
  // Who types a number and presses Enter at once must never be given the file of the letters before.
  const isBehind = query.trim() !== '' && (settled !== query.trim() || found.isPlaceholderData || found.isPending);
  const recent = useDeskQuery('caseFiles', 'list', { which: 'recent' });
  const options: FoundCase[] =
    query.trim() === ''
      ? (recent.data?.rows ?? []).slice(0, 8).map((row) => ({ ...row, matched: '' }))
      : (found.data?.cases ?? []);
  return (
    <div>
      <TypeAhead
        {...rest}
        label={label}
        placeholder="Name, Nummer oder Ort"
        shown={chosen === null ? '' : `${chosen.title} · ${chosen.fileNumber}`}
        query={query}
        onQuery={setQuery}
        options={options}
        isBehind={isBehind}
        keyOf={(option) => option.caseFileId}
        groupOf={() => (query.trim() === '' ? 'Zuletzt geöffnet' : 'Akten')}
        onPick={({ caseFileId, title, fileNumber }) => onChange({ caseFileId, title, fileNumber })}
        onClear={() => onChange(null)}
        nothingFound={found.isFetching ? 'Wird gesucht …' : 'Keine Akte gefunden.'}
        renderOption={(option) => (
          <>
            <span className={classes.line}>
              <span className={classes.name}>{option.title}</span>
              <span>{option.fileNumber}</span>
            </span>
            <span className={classes.quiet}>
              {[option.place, option.workerName, option.state === 'closed' ? 'geschlossen' : null]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </>
        )}
      />
      <div aria-live="polite" className={classes.told}>
        <ClosedFile caseFileId={chosen?.caseFileId ?? null} />
      </div>
    </div>
  );
}
