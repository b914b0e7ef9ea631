import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
} from 'react';
import { useCommand } from '../commands.ts';
import classes from './RowList.module.css';

export type RowListHandle = { focus(): void };
type Props<Row> = {
  ref?: Ref<RowListHandle>;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** Accessible name of the list. */
  label: string;
  renderRow: (row: Row, state: { isChosen: boolean }) => ReactNode;
  /** Height of a row in px. */
  rowHeight: number;
  /** Rows of one group stand under one heading; rows must come sorted by group. */
  groupOf?: (row: Row) => string;
  chosenKey: string | null;
  onChoose: (row: Row) => void;
  /** Enter or double click. */
  onOpen?: (row: Row) => void;
  /** J, K and arrows work on this list without focus in it; at most one list on the screen. */
  takesKeys?: boolean;
  /** Several rows may be chosen for one act, beside the one that is shown: with Strg or Umschalt and the mouse, and Space once one is. */
  selection?: { keys: ReadonlySet<string>; onToggle: (row: Row) => void; onExtendTo: (row: Row) => void };
};

const groupHeight = 28;
type Entry<Row> = { kind: 'group'; title: string } | { kind: 'row'; row: Row; number: number };

/** A long list with one chosen row: drawn only where it is seen, moved through by arrows, J, K, Pos1, Ende, Bild ↑ and ↓. */
export function RowList<Row>(props: Props<Row>) {
  const { rows, keyOf, groupOf, chosenKey, rowHeight, onChoose, onOpen, selection } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  useImperativeHandle(props.ref, () => ({ focus: () => scroller.current?.focus() }));
  const entries = useMemo(() => entriesOf(rows, groupOf), [rows, groupOf]);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (entries[index]?.kind === 'group' ? groupHeight : rowHeight),
    overscan: 8,
  });
  const chosenNumber = useMemo(() => rows.findIndex((row) => keyOf(row) === chosenKey), [rows, keyOf, chosenKey]);
  const chosenEntry = useMemo(
    () => entries.findIndex((entry) => entry.kind === 'row' && entry.number === chosenNumber),
    [entries, chosenNumber],
  );
  useEffect(() => {
    if (chosenEntry >= 0) virtual.scrollToIndex(chosenEntry <= 1 ? 0 : chosenEntry);
    // Also when another row took the place of the chosen one: the list was sorted or filtered anew.
  }, [chosenEntry, chosenKey, virtual]);

  const chooseAt = (number: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, number))];
    if (!row) return false;
    onChoose(row);
    return true;
  };
  const openChosen = () => {
    const row = rows[chosenNumber];
    if (!row || !onOpen) return false;
    onOpen(row);
    return true;
  };
  const isActive = props.takesKeys ?? false;
  useCommand('list.next', () => chooseAt(chosenNumber + 1), { isEnabled: isActive });
  useCommand('list.previous', () => chooseAt(chosenNumber < 0 ? 0 : chosenNumber - 1), { isEnabled: isActive });
  useCommand('list.first', () => chooseAt(0), { isEnabled: isActive });
  useCommand('list.last', () => chooseAt(rows.length - 1), { isEnabled: isActive });
  useCommand('list.open', openChosen, { isEnabled: isActive && onOpen !== undefined });

  // Before a row is chosen for an act, Space turns the pages as everywhere else.
  const toggleChosen = () => {
    const row = rows[chosenNumber];
    if (!row || !selection?.keys.size) return false;
    selection.onToggle(row);
    return true;
  };
  const clicked = (event: MouseEvent, row: Row) => {
    if (selection && event.shiftKey) selection.onExtendTo(row);
    else if (selection && (event.ctrlKey || event.metaKey)) selection.onToggle(row);
    else onChoose(row);
  };
  const pageRows = () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const moves: Record<string, () => boolean> = {
      ' ': toggleChosen,
      ArrowDown: () => chooseAt(chosenNumber + 1),
      ArrowUp: () => chooseAt(chosenNumber < 0 ? 0 : chosenNumber - 1),
      Home: () => chooseAt(0),
      End: () => chooseAt(rows.length - 1),
      PageDown: () => chooseAt(chosenNumber + pageRows()),
      PageUp: () => chooseAt(chosenNumber - pageRows()),
      Enter: openChosen,
    };
    if (moves[event.key]?.()) event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      className={classes.list}
      role="listbox"
      aria-label={props.label}
      aria-multiselectable={selection ? true : undefined}
      tabIndex={0}
      aria-activedescendant={chosenNumber < 0 ? undefined : `${id}-${chosenNumber}`}
      onKeyDown={pressed}
    >
      <div className={classes.rows} style={{ height: virtual.getTotalSize() }} role="presentation">
        {virtual.getVirtualItems().map(({ index, start, size }) => {
          const entry = entries[index];
          if (!entry) return null;
          const place = { transform: `translateY(${start}px)`, height: size };
          if (entry.kind === 'group') {
            return (
              <div key={`group-${entry.title}`} className={classes.group} style={place} role="presentation">
                {entry.title}
              </div>
            );
          }
          const isChosen = entry.number === chosenNumber;
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, aria-activedescendant names the row
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the list
            <div
              key={keyOf(entry.row)}
              id={`${id}-${entry.number}`}
              className={classes.row}
              style={place}
              role="option"
              aria-selected={isChosen}
              aria-checked={selection ? selection.keys.has(keyOf(entry.row)) : undefined}
              aria-posinset={entry.number + 1}
              aria-setsize={rows.length}
              onClick={(event) => clicked(event, entry.row)}
              onDoubleClick={() => onOpen?.(entry.row)}
            >
              {props.renderRow(entry.row, { isChosen })}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function entriesOf<Row>(rows: readonly Row[], groupOf: ((row: Row) => string) | undefined): Entry<Row>[] {
  const entries: Entry<Row>[] = [];
  let group: string | null = null;
  rows.forEach((row, number) => {
    const title = groupOf?.(row) ?? null;
    if (title !== null && title !== group) entries.push({ kind: 'group', title });
    group = title;
    entries.push({ kind: 'row', row, number });
  });
  return entries;
}
