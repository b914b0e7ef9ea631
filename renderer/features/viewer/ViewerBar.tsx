import { Group, Text } from '@mantine/core';
import {
  IconArrowAutofitWidth,
  IconLayoutSidebar,
  IconRotateClockwise,
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
