import { Text, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useCommand } from '../../../shared/commands.ts';
import classes from '../viewer.module.css';

type FindBarProps = {
  words: string;
  /** The field takes the focus: it was opened to type into. */
  hasFocus: boolean;
  /** Number of the hit that is gone to, from 0; -1 when there is none. */
  at: number;
  total: number;
  isSearching: boolean;
  setWords: (words: string) => void;
  move: (direction: 1 | -1) => void;
  close: () => void;
};

/** Finding in the document: hits counted, Enter goes to the next, Umschalt+Enter back, F3 from anywhere, Esc closes. */
export function FindBar({ words, hasFocus, at, total, isSearching, setWords, move, close }: FindBarProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (hasFocus) field.current?.focus();
  }, [hasFocus]);
  useCommand('document.nextHit', () => move(1));
  useCommand('document.previousHit', () => move(-1));
  return (
    <search className={classes.find}>
      <TextInput
        ref={field}
        size="xs"
        aria-label="Im Dokument suchen"
        placeholder="Im Dokument suchen"
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') move(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') close();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <Text size="xs" role="status" className={classes.findCount}>
        {countWords(words, at, total, isSearching)}
      </Text>
      <button type="button" className={classes.findButton} aria-label="Voriger Treffer" onClick={() => move(-1)}>
        <IconChevronUp size={16} aria-hidden />
      </button>
      <button type="button" className={classes.findButton} aria-label="Nächster Treffer" onClick={() => move(1)}>
        <IconChevronDown size={16} aria-hidden />
      </button>
      <button type="button" className={classes.findButton} aria-label="Suche schließen" onClick={close}>
        <IconX size={16} aria-hidden />
      </button>
    </search>
  );
}

function countWords(words: string, at: number, total: number, isSearching: boolean): string {
  if (words.trim() === '') return '';
  if (total === 0) return isSearching ? 'sucht …' : 'kein Treffer';
  return `${at + 1} von ${total}${isSearching ? ' …' : ''}`;
}
