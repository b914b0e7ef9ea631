import { Group, Text, TextInput } from '@mantine/core';
import {
  IconArrowAutofitWidth,
  IconChevronDown,
  IconChevronUp,
  IconLayoutSidebar,
  IconRotateClockwise,
  IconX,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { CommandIcon } from '../../shared/ui/CommandButton.tsx';
import classes from './viewer.module.css';

/** The line under a document: where one is, and what can be done with the view. */
export function ViewerBar({ children, tools }: { children: ReactNode; tools: ReactNode }) {
  return (
    <div className={classes.bar} role="toolbar" aria-label="Ansicht des Dokuments">
      <Group gap={8} wrap="nowrap" className={classes.place}>
        {children}
      </Group>
      <Group gap={2}>{tools}</Group>
    </div>
  );
}

type PageBoxProps = { page: number; pageCount: number; sheetFrom: number | null; onGoTo: (page: number) => void };

/** "Seite 1/6 · Blatt 12"; the number can be typed. */
export function PageBox({ page, pageCount, sheetFrom, onGoTo }: PageBoxProps) {
  return (
    <>
      <label className={classes.pageBox}>
        Seite{' '}
        <input
          key={page}
          className={classes.pageNumber}
          defaultValue={page}
          inputMode="numeric"
          aria-label={`Seite, ${page} von ${pageCount}`}
          onFocus={(event) => event.currentTarget.select()}
          onKeyDown={(event) => {
            const wanted = Number.parseInt(event.currentTarget.value, 10);
            if (event.key !== 'Enter' || !Number.isInteger(wanted)) return;
            onGoTo(Math.min(Math.max(wanted, 1), pageCount));
            event.currentTarget.blur();
          }}
        />
        /{pageCount}
      </label>
      {sheetFrom ? <span className={classes.quiet}>Blatt {sheetFrom + page - 1}</span> : null}
    </>
  );
}

type FindBarProps = {
  words: string;
  at: number;
  total: number;
  isSearching: boolean;
  onWords: (words: string) => void;
  move: (direction: 1 | -1) => void;
  close: () => void;
};

/** Finding in the document: hits counted, Enter goes to the next, Umschalt+Enter back, Esc closes. */
export function FindBar({ words, at, total, isSearching, onWords, move, close }: FindBarProps) {
  return (
    <search className={classes.find}>
      <TextInput
        size="xs"
        autoFocus
        aria-label="Im Dokument suchen"
        placeholder="Im Dokument suchen"
        value={words}
        onChange={(event) => onWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') move(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') close();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <Text size="xs" role="status" className={classes.findCount}>
        {words.trim() === ''
          ? ''
          : total === 0
            ? isSearching
              ? 'sucht …'
              : 'kein Treffer'
            : `${at + 1} von ${total}${isSearching ? ' …' : ''}`}
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

/** Shows or hides the small pages beside the large ones. */
export function ThumbnailTool({ isOn }: { isOn: boolean }) {
  return (
    <CommandIcon
      command="document.thumbnails"
      label={isOn ? 'Seitenübersicht ausblenden' : 'Seitenübersicht'}
      icon={<IconLayoutSidebar size={18} aria-hidden />}
    />
  );
}

/** Zoom and turning, alike for all kinds of documents. */
export function ZoomTools({ percent }: { percent: number }) {
  return (
    <>
      <CommandIcon command="document.zoomOut" icon={<IconZoomOut size={18} aria-hidden />} />
      <Text size="xs" className={classes.percent}>
        {percent} %
      </Text>
      <CommandIcon command="document.zoomIn" icon={<IconZoomIn size={18} aria-hidden />} />
      <CommandIcon command="document.fit" icon={<IconArrowAutofitWidth size={18} aria-hidden />} />
      <CommandIcon command="document.rotate" icon={<IconRotateClockwise size={18} aria-hidden />} />
    </>
  );
}
