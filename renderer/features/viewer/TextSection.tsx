// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by key (WCAG 2.1.1)
import { type Ref, useImperativeHandle, useState } from 'react';
import { FindBar } from './find/FindBar.tsx';
import { useTextFind } from './find/useTextFind.ts';
import type { TextHandle } from './ForeignFrame.tsx';
import { turnScreen } from './turn-screen.ts';
import classes from './viewer.module.css';

type Props = {
  label: string;
  kind: 'text' | 'mail';
  text: string;
  /** In the place of a text that is empty. */
  noText: string;
  highlight: string | null;
  ref: Ref<TextHandle>;
};

/** Plain text to scroll, to copy from and to look for words in. */
export function TextSection({ label, kind, text, noText, highlight, ref }: Props) {
  const [section, setSection] = useState<HTMLElement | null>(null);
  const find = useTextFind(section, text, highlight);
  useImperativeHandle(ref, () => ({ turn: (direction) => turnScreen(section, direction) }));
  return (
    <>
      {find.isOpen ? <FindBar {...find} /> : null}
      <section
        ref={setSection}
        className={classes.textView}
        tabIndex={0}
        aria-label={label}
        data-viewer={kind}
        data-state="drawn"
      >
        {text.trim() === '' ? noText : text}
      </section>
    </>
  );
}
