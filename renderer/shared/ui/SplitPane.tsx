import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import classes from './SplitPane.module.css';

type Props = {
  left: ReactNode;
  right: ReactNode;
  /** Share of the left side, 0 to 1. */
  ratio: number;
  onChange: (ratio: number) => void;
  /** Accessible name of the divider. */
  label: string;
  /** Share the double click brings back. */
  usual: number;
};

const smallest = 0.2;
const largest = 0.8;
const limit = (ratio: number) => Math.min(largest, Math.max(smallest, ratio));

/** Two areas side by side with a divider that mouse and arrow keys move; double click brings back the usual share. */
export function SplitPane({ left, right, ratio, onChange, label, usual }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const now = limit(dragged ?? ratio);
  const ratioAt = (x: number) => {
    const box = place.current?.getBoundingClientRect();
    return box ? limit((x - box.left) / box.width) : now;
  };
  const pressed = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowLeft: now - 0.02,
      ArrowRight: now + 0.02,
      Home: smallest,
      End: largest,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onChange(limit(next));
  };
  return (
    <div ref={place} className={classes.split}>
      <div className={classes.side} style={{ flex: `0 0 ${now * 100}%` }}>
        {left}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: an hr cannot take the focus */}
      <div
        className={classes.divider}
        role="separator"
        aria-label={label}
        aria-orientation="vertical"
        aria-valuenow={Math.round(now * 100)}
        aria-valuemin={smallest * 100}
        aria-valuemax={largest * 100}
        tabIndex={0}
        onDoubleClick={() => onChange(usual)}
        onKeyDown={pressed}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragged(now);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) setDragged(ratioAt(event.clientX));
        }}
        onPointerUp={(event) => {
          if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
          setDragged(null);
          onChange(ratioAt(event.clientX));
        }}
      />
      <div className={classes.side} style={{ flex: '1 1 0' }}>
        {right}
      </div>
    </div>
  );
}
