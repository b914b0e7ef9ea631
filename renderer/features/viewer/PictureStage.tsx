// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by key (WCAG 2.1.1)
import {
  type CSSProperties,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useCommand } from '../../shared/commands.ts';
import { nextScale } from './pdf/page-layout.ts';
import { type PictureZoom, placePicture, type Size } from './picture-layout.ts';
import { turnScreen } from './turn-screen.ts';
import { useViewSize } from './useViewSize.ts';
import classes from './viewer.module.css';

export type StageHandle = { turn(direction: 1 | -1): boolean };
type Props = {
  size: Size | null;
  label: string;
  kind: 'image' | 'tiff';
  onPercent: (percent: number) => void;
  /** Draws the picture with the style that places it. */
  children: (style: CSSProperties) => ReactNode;
  ref: Ref<StageHandle>;
};
const padding = 16;

/** A picture in a view: fitted, zoomed, turned; zooming keeps the middle where it is. */
export function PictureStage({ size, label, kind, onPercent, children, ref }: Props) {
  const element = useRef<HTMLElement | null>(null);
  const { width, height } = useViewSize(element);
  const [zoom, setZoom] = useState<PictureZoom>('page');
  const [turns, setTurns] = useState(0);
  const view = { width: Math.max(50, width), height: Math.max(50, height) };
  const { scale, seen, own } = placePicture(size ?? { width: 1, height: 1 }, turns, zoom, view);
  const middle = useRef({ x: 0.5, y: 0.5 });
  const step = (direction: 1 | -1) => setZoom(nextScale(scale, direction));
  useImperativeHandle(ref, () => ({ turn: (direction) => turnScreen(element.current, direction) }));
  useCommand('document.zoomIn', () => step(1));
  useCommand('document.zoomOut', () => step(-1));
  useCommand('document.fit', () => setZoom(zoom === 'page' ? 'width' : 'page'));
  useCommand('document.rotate', () => setTurns((before) => (before + 1) % 4));
  const percent = Math.round(scale * 100);
  useEffect(() => onPercent(percent), [percent, onPercent]);
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    current.scrollLeft = middle.current.x * current.scrollWidth - current.clientWidth / 2;
    current.scrollTop = middle.current.y * current.scrollHeight - current.clientHeight / 2;
  }, [scale, turns]);
  useEffect(() => {
    const { current } = element;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      setZoom(nextScale(scale, event.deltaY < 0 ? 1 : -1));
    };
    current?.addEventListener('wheel', wheel, { passive: false });
    return () => current?.removeEventListener('wheel', wheel);
  }, [scale]);
  return (
    <section
      ref={element}
      className={classes.image}
      tabIndex={0}
      aria-label={label}
      data-viewer={kind}
      onScroll={({ currentTarget: at }) => {
        middle.current = {
          x: (at.scrollLeft + at.clientWidth / 2) / at.scrollWidth,
          y: (at.scrollTop + at.clientHeight / 2) / at.scrollHeight,
        };
      }}
    >
      <div
        className={classes.stage}
        style={{
          width: Math.max(seen.width, view.width) + 2 * padding,
          height: Math.max(seen.height, view.height) + 2 * padding,
        }}
      >
        {size === null ? null : children({ ...own, transform: `translate(-50%, -50%) rotate(${turns * 90}deg)` })}
      </div>
    </section>
  );
}
