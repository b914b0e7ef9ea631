import { Switch, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { z } from 'zod';
import { useDeskQuery } from '../../shared/backend.tsx';
import { enabledCommands } from '../../shared/commands.ts';
import { useCoupling } from '../../shared/coupling.ts';
import { errorText } from '../../shared/errors.ts';
import { useSetting } from '../../shared/settings.ts';
import { useWaitingEnter } from '../../shared/waiting-enter.ts';
import { EntryRow } from './EntryRow.tsx';
import { type Entry, type Group, groupsFor, rememberSearch, startGroups } from './entries.ts';
import classes from './search.module.css';
import { useOpenEntry } from './useOpenEntry.ts';

const searchesSchema = z.array(z.string().max(300)).max(8);
const noSearches: string[] = [];

/** The field and what it finds. The field keeps the focus; arrows choose, Enter opens. */
export function SearchPanel({ onClose }: { onClose: () => void }) {
  const id = useId();
  const [text, setText] = useState('');
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const [isOnlyHere, setIsOnlyHere] = useState(false);
  const [asked, setAsked] = useState('');
  const [searches, setSearches] = useSetting('searches', searchesSchema, noSearches);
  const shownCase = useCoupling((state) => state.shownCase);
  const caseFileId = isOnlyHere && shownCase ? shownCase.caseFileId : null;
  const wanted = asked.trim();
  const isAsked = wanted !== '' && !wanted.startsWith('>');
  const found = useDeskQuery('search', 'query', isAsked ? { text: wanted, caseFileId, limit: 30 } : null, {
    keepsPrevious: true,
  });
  // Asked at once, but one question at a time: whoever types faster than answers come skips the letters between.
  const { isFetching } = found;
  useEffect(() => {
    if (!isFetching) setAsked(text);
  }, [isFetching, text]);
  const recent = useDeskQuery('caseFiles', 'list', { which: 'recent' });
  const [commands] = useState(enabledCommands);
  const openEntry = useOpenEntry();

  const groups =
    text.trim() === ''
      ? startGroups(recent.data?.rows ?? [], searches)
      : groupsFor(text.trim(), isAsked ? found.data : undefined, commands);
  const entries = groups.flatMap((group) => group.entries);
  const chosen = entries.find(({ key }) => key === chosenKey) ?? entries[0];

  const open = (entry: Entry) => {
    if (entry.kind === 'text') {
      setText(entry.text);
      setChosenKey(null);
      return;
    }
    if (entry.kind !== 'command') setSearches(rememberSearch(searches, text));
    onClose();
    // Keys now belong to what is opened, not to the button that opened the search.
    if (entry.kind !== 'command') document.querySelector<HTMLElement>('[data-main]')?.focus();
    openEntry(entry, wanted);
  };
  // What is shown may still belong to the letters before: Enter then waits for the answer to what stands in the field.
  const isCurrent = text.trim() === wanted && !(isAsked && (found.isPlaceholderData || found.isPending));
  const enter = useWaitingEnter(isCurrent, () => {
    if (chosen) open(chosen);
  });
  const move = (step: number) => {
    const at = chosen ? entries.indexOf(chosen) : -1;
    setChosenKey(entries[(at + step + entries.length) % entries.length]?.key ?? null);
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter' && (chosen || !isCurrent)) enter.press();
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.panel}>
      <div className={classes.head}>
        <TextInput
          aria-label="Suchen und Befehle"
          placeholder="Name, BG-Nummer, Schlagwort, Text … oder > für Befehle"
          size="md"
          variant="unstyled"
          className={classes.field}
          leftSection={<IconSearch size={18} aria-hidden />}
          role="combobox"
          aria-expanded={entries.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen ? `${id}-${chosen.key}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            if (!isFetching) setAsked(event.currentTarget.value);
            setChosenKey(null);
            enter.forget();
          }}
          onKeyDown={pressed}
        />
        {shownCase ? (
          <Switch
            size="sm"
            label={`Nur in ${shownCase.title}`}
            checked={isOnlyHere}
            onChange={(event) => setIsOnlyHere(event.currentTarget.checked)}
          />
        ) : null}
      </div>
      <Results id={id} groups={groups} chosenKey={chosen?.key ?? null} isCurrent={isCurrent} onOpen={open} />
      <p className={classes.foot} role="status">
        {footWords(text.trim(), isAsked, found, entries.length)}
      </p>
    </div>
  );
}

type FoundLike = { data: { isMore: boolean } | undefined; error: unknown; isFetching: boolean };

function footWords(text: string, isAsked: boolean, found: FoundLike, count: number): string {
  if (text === '') return count === 0 ? 'Tippen Sie einen Teil eines Namens, einer Nummer oder eines Textes.' : '';
  if (isAsked && found.error) return errorText(found.error);
  if (count === 0) {
    return found.isFetching
      ? 'Wird gesucht …'
      : `Nichts gefunden zu „${text}“. Prüfen Sie die Schreibweise oder suchen Sie mit weniger Wörtern.`;
  }
  return isAsked && found.data?.isMore ? 'Es gibt weitere Treffer. Ein Wort mehr grenzt die Suche ein.' : '';
}

type ResultsProps = {
  id: string;
  groups: Group[];
  chosenKey: string | null;
  /** False while the hits to the letters typed last are still looked for. */
  isCurrent: boolean;
  onOpen: (entry: Entry) => void;
};

function Results({ id, groups, chosenKey, isCurrent, onOpen }: ResultsProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosenKey === null) return;
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [chosenKey]);
  return (
    <div
      ref={list}
      id={`${id}-list`}
      className={classes.list}
      role="listbox"
      aria-label="Treffer"
      aria-busy={!isCurrent}
      tabIndex={-1}
    >
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox has no element of its own
        <div key={group.title} role="group" aria-label={group.title}>
          <div className={classes.group} aria-hidden>
            {group.title}
          </div>
          {group.entries.map((entry) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus, aria-activedescendant names the entry
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field
            <div
              key={entry.key}
              id={`${id}-${entry.key}`}
              className={classes.entry}
              role="option"
              aria-selected={entry.key === chosenKey}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onOpen(entry)}
            >
              <EntryRow entry={entry} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
