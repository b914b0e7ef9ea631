import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { formatCount } from '../../../shared/format.ts';
import type { CaseCover } from '../case-words.ts';
import classes from './documents.module.css';
import { keyOfPlace, type Place, type TreeEntry, treeEntries } from './register-entries.ts';

type Props = {
  cover: CaseCover;
  registers: readonly { id: Id; number: number; name: string }[];
  keywordName: (id: string) => string;
  place: Place;
  onPlace: (place: Place) => void;
};

/** Registers and their keywords as a tree; arrows move and choose, → opens, ← closes. */
export function RegisterTree({ cover, registers, keywordName, place, onPlace }: Props) {
  const id = useId();
  const [openIds, setOpenIds] = useState<ReadonlySet<string>>(new Set());
  const entries = treeEntries(cover, registers, keywordName, openIds);
  const chosenKey = keyOfPlace(place);
  const at = entries.findIndex(({ key }) => key === chosenKey);
  const chosen = entries[at];
  const setOpen = (registerId: string, isOpen: boolean) =>
    setOpenIds((before) => {
      const after = new Set(before);
      if (isOpen) after.add(registerId);
      else after.delete(registerId);
      return after;
    });
  const choose = (entry: TreeEntry | undefined) => {
    if (!entry) return false;
    onPlace(entry.place);
    return true;
  };
  const close = () => {
    const registerId = chosen?.place.registerId;
    if (!registerId) return false;
    if (chosen.level === 2) onPlace({ registerId, keywordId: null });
    else setOpen(registerId, false);
    return true;
  };
  const open = () => {
    if (!chosen || chosen.isOpen === null) return false;
    if (chosen.isOpen) return choose(entries[at + 1]);
    setOpen(chosen.key, true);
    return true;
  };
  const pressed = (event: KeyboardEvent) => {
    const moves: Record<string, () => boolean> = {
      ArrowDown: () => choose(entries[at + 1]),
      ArrowUp: () => choose(entries[at - 1]),
      ArrowRight: open,
      ArrowLeft: close,
      Home: () => choose(entries[0]),
      End: () => choose(entries.at(-1)),
    };
    const move = moves[event.key];
    if (!move) return;
    move();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className={classes.entries}
      role="tree"
      aria-label="Register und Schlagworte"
      tabIndex={0}
      aria-activedescendant={chosen ? `${id}-${chosen.key}` : undefined}
      onKeyDown={pressed}
    >
      {entries.map((entry) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus, aria-activedescendant names the entry
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree
        <div
          key={entry.key}
          id={`${id}-${entry.key}`}
          className={classes.entry}
          role="treeitem"
          aria-level={entry.level}
          aria-selected={entry.key === chosenKey}
          aria-expanded={entry.isOpen ?? undefined}
          aria-label={`${entry.name}, ${formatCount(entry.count)}`}
          data-level={entry.level}
          onClick={() => {
            onPlace(entry.place);
            if (entry.isOpen !== null) setOpen(entry.key, entry.key === chosenKey ? !entry.isOpen : true);
          }}
        >
          {entry.isOpen === null ? (
            <span className={classes.noTwist} />
          ) : entry.isOpen ? (
            <IconChevronDown size={14} aria-hidden />
          ) : (
            <IconChevronRight size={14} aria-hidden />
          )}
          <span className={classes.entryName}>{entry.name}</span>
          <span className={classes.entryCount}>{formatCount(entry.count)}</span>
        </div>
      ))}
    </div>
  );
}
