import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import type { Embed } from '../../host/host.ts';
import { showError } from '../../shared/errors.ts';
import type { EmbedHandle } from './EmbeddedFrame.tsx';
import type { FachverfahrenSettings } from './FachverfahrenPane.tsx';
import classes from './fachverfahren.module.css';
import { caseAddress } from './page-messages.ts';

type Props = {
  ref: Ref<EmbedHandle>;
  settings: FachverfahrenSettings;
  embed: Extract<Embed, { kind: 'placed' }>;
  onCaseShown: (fileNumber: string) => void;
};

/** The place of the Fachverfahren where the host lays its own view over the page. It is hidden while a dialog is open, since it would cover it. */
export function PlacedView({ ref, settings, embed, onCaseShown }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => ({
    show(fileNumber) {
      embed.open(caseAddress(settings.caseAddress, fileNumber)).then(() => onCaseShown(fileNumber), showError);
    },
  }));
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const report = () => {
      const box = element.getBoundingClientRect();
      const isHidden = box.width === 0 || document.querySelector('[aria-modal=true]') !== null;
      const rounded = { x: box.x, y: box.y, width: box.width, height: box.height };
      for (const side of ['x', 'y', 'width', 'height'] as const) rounded[side] = Math.round(rounded[side]);
      embed.place(isHidden ? null : rounded);
    };
    const sizes = new ResizeObserver(report);
    sizes.observe(element);
    sizes.observe(document.body);
    const dialogs = new MutationObserver(report);
    dialogs.observe(document.body, { childList: true, subtree: true, attributeFilter: ['aria-modal'] });
    return () => {
      sizes.disconnect();
      dialogs.disconnect();
      embed.place(null);
    };
  }, [embed]);
  return <div ref={place} className={classes.frame} />;
}
