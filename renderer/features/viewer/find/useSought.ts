import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useCommand } from '../../../shared/commands.ts';
import { useEscape } from '../../../shared/escape.ts';
import type { Sought } from '../../../shared/find/page-words.ts';

/** `hasFocus`: the field was opened to type into; what the search brought along leaves the keys where they are. */
type Asked = Sought & { isOpen: boolean; hasFocus: boolean };
const nothing: Asked = { words: '', isPhrase: true, isOpen: false, hasFocus: false };
const fromSearch = (words: string | null): Asked =>
  words === null ? nothing : { words, isPhrase: false, isOpen: true, hasFocus: false };

/**
 * What is looked for in a document: typed into the bar, or `highlight`, the words with which the search of the desk led here.
 * `sought` is null while nothing is looked for.
 */
export function useSought(highlight: string | null) {
  const [asked, setAsked] = useState(() => fromSearch(highlight));
  const [brought, setBrought] = useState(highlight);
  if (highlight !== brought) {
    setBrought(highlight);
    if (highlight !== null) setAsked(fromSearch(highlight));
  }
  const close = () => setAsked({ ...asked, isOpen: false });
  useCommand('document.find', () => setAsked({ ...asked, isOpen: true, hasFocus: true }));
  useEscape('close', close, asked.isOpen);
  const [settled] = useDebouncedValue(asked.words, 120);
  // Words that were brought along need no waiting for further letters.
  const words = asked.isPhrase ? settled : asked.words;
  const { isOpen, isPhrase } = asked;
  const sought = useMemo(
    (): Sought | null => (isOpen && words.trim() !== '' ? { words, isPhrase } : null),
    [isOpen, words, isPhrase],
  );
  return {
    sought,
    bar: {
      isOpen,
      words: asked.words,
      hasFocus: asked.hasFocus,
      setWords: (typed: string) => setAsked({ words: typed, isPhrase: true, isOpen: true, hasFocus: true }),
      close,
    },
  };
}
