import { ActionIcon, Menu, TextInput } from '@mantine/core';
import { IconFilter, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useCommand, useCommandState } from '../../shared/commands.ts';
import { useEscape } from '../../shared/escape.ts';
import { formatCount, formatNumberOf } from '../../shared/format.ts';
import { shortcutWords } from '../../shared/shortcuts.ts';
import {
  ages,
  type Filters,
  type FilterName,
  filterNames,
  filterRules,
  isFiltering,
  isOlderThan,
  noFilters,
  type Viewer,
} from './filters.ts';
import { type InboxRowData, sources } from './InboxRow.tsx';
import classes from './inbox-list.module.css';

type Props = {
  filters: Filters;
  onChange: (filters: Filters) => void;
  /** All open letters, for the numbers beside the filters. */
  rows: readonly InboxRowData[];
  shownCount: number;
  viewer: Viewer;
  isOldestFirst: boolean;
  onOldestFirst: (isOldestFirst: boolean) => void;
};

/** Narrows the list: by words, and by what stands in the menu. */
export function FilterRow({ shownCount, ...props }: Props) {
  const { filters, onChange } = props;
  const field = useRef<HTMLInputElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  useCommand('caseFile.filter', () => field.current?.focus(), { title: 'Schreiben filtern' });
  useCommand('inbox.filters', () => setIsOpen(true));
  const { title, shortcuts } = useCommandState('inbox.filters');
  const isActive = isFiltering(filters);
  useEscape('clear', () => onChange(noFilters), isActive);
  return (
    <>
      <div className={classes.filterRow}>
        <TextInput
          ref={field}
          size="xs"
          className={classes.filterWords ?? ''}
          aria-label="Schreiben filtern"
          placeholder="Filtern: Absender, Titel, Akte"
          value={filters.words}
          onChange={(event) => onChange({ ...filters, words: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
          }}
        />
        {/* Not by keys pressed elsewhere: the one that opens it would close it again. */}
        <Menu
          opened={isOpen}
          onChange={setIsOpen}
          clickOutsideEvents={['mousedown', 'touchstart']}
          closeOnItemClick={false}
          position="bottom-end"
          width={240}
        >
          <Menu.Target>
            <ActionIcon
              variant={filters.names.size > 0 || filters.source || filters.olderThan ? 'filled' : 'default'}
              aria-label={title}
              title={shortcuts[0] ? `${title} (${shortcutWords(shortcuts[0])})` : title}
            >
              <IconFilter size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown className={classes.filterMenu ?? ''}>
            <FilterItems {...props} />
          </Menu.Dropdown>
        </Menu>
      </div>
      {isActive ? (
        <div className={classes.filterState}>
          <span role="status">{filterWords(filters, shownCount)}</span>
          <ActionIcon
            variant="subtle"
            size="sm"
            aria-label="Filter aufheben"
            title="Filter aufheben"
            onClick={() => onChange(noFilters)}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </div>
      ) : null}
    </>
  );
}

function FilterItems({ filters, onChange, rows, viewer, ...order }: Omit<Props, 'shownCount'>) {
  const toggle = (name: FilterName) => {
    const names = new Set(filters.names);
    if (!names.delete(name)) names.add(name);
    onChange({ ...filters, names });
  };
  return (
    <>
      {filterNames.map((name) => (
        <Item
          key={name}
          title={filterRules[name].title}
          count={rows.filter((row) => filterRules[name].isMet(row, viewer.workerId)).length}
          isOn={filters.names.has(name)}
          onToggle={() => toggle(name)}
        />
      ))}
      <Menu.Label>Alter</Menu.Label>
      <Menu.CheckboxItem checked={order.isOldestFirst} onChange={() => order.onOldestFirst(!order.isOldestFirst)}>
        Älteste zuerst
      </Menu.CheckboxItem>
      {ages.map((age) => (
        <Item
          key={age}
          title={`Älter als ${age} Tage`}
          count={rows.filter((row) => isOlderThan(row, age, viewer.today)).length}
          isOn={filters.olderThan === age}
          onToggle={() => onChange({ ...filters, olderThan: filters.olderThan === age ? null : age })}
        />
      ))}
      <Menu.Label>Art des Eingangs</Menu.Label>
      {(Object.keys(sources) as InboxRowData['source'][]).map((source) => (
        <Item
          key={source}
          title={sources[source].name}
          count={rows.filter((row) => row.source === source).length}
          isOn={filters.source === source}
          onToggle={() => onChange({ ...filters, source: filters.source === source ? null : source })}
        />
      ))}
    </>
  );
}

type ItemProps = { title: string; count: number; isOn: boolean; onToggle: () => void };

function Item({ title, count, isOn, onToggle }: ItemProps) {
  return (
    <Menu.CheckboxItem checked={isOn} rightSection={formatCount(count)} onChange={onToggle}>
      {title}
    </Menu.CheckboxItem>
  );
}

function filterWords({ names, source, olderThan }: Filters, count: number): string {
  const chosen = [...names].map((name) => filterRules[name].title);
  if (olderThan) chosen.push(`älter als ${olderThan} Tage`);
  if (source) chosen.push(sources[source].name);
  return [formatNumberOf(count, 'Schreiben', 'Schreiben'), ...chosen].join(' · ');
}
