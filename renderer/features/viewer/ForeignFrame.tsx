import { type Ref, useImperativeHandle, useRef, useState } from 'react';
import { FindBar } from './find/FindBar.tsx';
import { useTextFind } from './find/useTextFind.ts';
import classes from './foreign-frame.module.css';
import { passKeysOn } from './frame-keys.ts';
import { turnScreen } from './turn-screen.ts';

export type TextHandle = { turn(direction: 1 | -1): boolean };
type Props = { page: string; title: string; highlight: string | null; ref: Ref<TextHandle> };

/**
 * A frame for foreign HTML: no scripts, no network, no way out of the frame. `page` comes from foreign-html.ts.
 *
 * It keeps the desk's origin, for one reason: whoever has clicked into a mail must still be able to use the desk's keys, and only within
 * one origin can the desk listen on the frame's document. What makes the content harmless does not rest on the origin: without
 * allow-scripts nothing in the frame runs, so nothing in it can make use of being of the same origin; without allow-forms, allow-popups
 * and allow-top-navigation nothing leads out; and the page's own policy (default-src 'none') as well as that of the desk, which a srcdoc
 * frame inherits, forbid scripts and requests once more.
 */
export function ForeignFrame({ page, title, highlight, ref }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [body, setBody] = useState<HTMLElement | null>(null);
  const find = useTextFind(body, page, highlight);
  useImperativeHandle(ref, () => ({
    turn: (direction) => turnScreen(frame.current?.contentDocument?.documentElement ?? null, direction),
  }));
  return (
    <>
      {find.isOpen ? <FindBar {...find} /> : null}
      <iframe
        ref={frame}
        className={classes.frame}
        sandbox="allow-same-origin"
        srcDoc={page}
        title={title}
        referrerPolicy="no-referrer"
        onLoad={({ currentTarget }) => {
          passKeysOn(currentTarget);
          setBody(currentTarget.contentDocument?.body ?? null);
        }}
        data-viewer="html"
        data-state={body ? 'drawn' : 'drawing'}
      />
    </>
  );
}
