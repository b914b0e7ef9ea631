import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { type Layout, largestRatio, limitRatio, ratioAfterKey, smallestRatio, visiblePanes } from '../layout/layout.ts';
import classes from './Panes.module.css';

type Props = {
  layout: Layout;
  isNarrow: boolean;
  onChange: (part: Partial<Layout>) => void;
  fachverfahren: ReactNode | null;
  caseFile: ReactNode;
};

/** The two panes side by side with a divider that mouse and keys move; each can be folded away. */
export function Panes({ layout, isNarrow, onChange, fachverfahren, caseFile }: Props) {
  const seen = visiblePanes(layout, { hasFachverfahren: fachverfahren !== null, isNarrow });
  const [dragged, setDragged] = useState<number | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const ratio = dragged ?? layout.ratio;
  const both = seen.fachverfahren && seen.caseFile;
  const hasFachverfahren = fachverfahren !== null && layout.windows === 'one';
  return (
    <div ref={place} className={classes.panes} data-dragging={dragged !== null || undefined}>
      {hasFachverfahren && !seen.fachverfahren ? (
        <Folded
          side="left"
          label="Fachverfahren"
          onUnfold={() => onChange({ folded: isNarrow ? 'caseFile' : 'none' })}
        />
      ) : null}
      {hasFachverfahren ? (
        // Hidden, not removed: the Fachverfahren must not lose what was typed there.
        <div
          className={classes.pane}
          hidden={!seen.fachverfahren}
          style={both ? { flex: `0 0 ${ratio * 100}%` } : { flex: '1 1 0' }}
        >
          {fachverfahren}
        </div>
      ) : null}
      {both ? (
        <Divider
          ratio={ratio}
          ratioAt={(x) => {
            const box = place.current?.getBoundingClientRect();
            return box ? limitRatio((x - box.left) / box.width) : ratio;
          }}
          onMove={setDragged}
          onDone={(done) => {
            setDragged(null);
            onChange({ ratio: done });
          }}
          onFold={(folded) => onChange({ folded })}
        />
      ) : null}
      <div className={classes.pane} hidden={!seen.caseFile} style={{ flex: '1 1 0' }}>
        {caseFile}
      </div>
      {seen.caseFile ? null : (
        <Folded
          side="right"
          label="E-Akte"
          onUnfold={() => onChange({ folded: isNarrow ? 'fachverfahren' : 'none' })}
        />
      )}
    </div>
  );
}

function Folded({ side, label, onUnfold }: { side: 'left' | 'right'; label: string; onUnfold: () => void }) {
  return (
    <button type="button" className={classes.folded} onClick={onUnfold} aria-label={`${label} ausklappen`}>
      {side === 'left' ? <IconChevronRight size={16} aria-hidden /> : <IconChevronLeft size={16} aria-hidden />}
      <span className={classes.foldedLabel}>{label}</span>
    </button>
  );
}

type DividerProps = {
  ratio: number;
  ratioAt: (x: number) => number;
  onMove: (ratio: number) => void;
  onDone: (ratio: number) => void;
  onFold: (folded: 'fachverfahren' | 'caseFile') => void;
};

function Divider({ ratio, ratioAt, onMove, onDone, onFold }: DividerProps) {
  return (
    <section className={classes.dividerPlace} aria-label="Aufteilung">
      {/* biome-ignore lint/a11y/useSemanticElements: an hr cannot take the focus */}
      <div
        className={classes.divider}
        role="separator"
        aria-label="Breite der beiden Bereiche"
        aria-orientation="vertical"
        aria-valuenow={Math.round(ratio * 100)}
        aria-valuemin={smallestRatio * 100}
        aria-valuemax={largestRatio * 100}
        tabIndex={0}
        onDoubleClick={() => onDone(0.5)}
        onKeyDown={(event) => {
          const next = ratioAfterKey(ratio, event.key);
          if (next === null) return;
          event.preventDefault();
          onDone(next);
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          onMove(ratio);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) onMove(ratioAt(event.clientX));
        }}
        onPointerUp={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) onDone(limitRatio(ratio));
        }}
      />
      <div className={classes.folders}>
        <Tooltip label="Fachverfahren einklappen" position="right">
          <ActionIcon size={24} aria-label="Fachverfahren einklappen" onClick={() => onFold('fachverfahren')}>
            <IconChevronLeft size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="E-Akte einklappen" position="right">
          <ActionIcon size={24} aria-label="E-Akte einklappen" onClick={() => onFold('caseFile')}>
            <IconChevronRight size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
    </section>
  );
}
