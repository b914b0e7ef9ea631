import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef } from 'react';
import { showMessage } from '../../shared/messages.ts';
import { Empty } from '../../shared/ui/ViewState.tsx';
import type { FachverfahrenSettings } from './FachverfahrenPane.tsx';
import type { HandedNotice, NoticeAnswer } from './file-notice.ts';
import classes from './fachverfahren.module.css';
import { coupledAddress, type DeskMessage, type PageMessage, readPageMessage } from './page-messages.ts';

/** Shows a case in the embedded Fachverfahren. */
export type EmbedHandle = { show(fileNumber: string): void };
type Props = {
  ref: Ref<EmbedHandle>;
  settings: FachverfahrenSettings;
  /** The worker chose a case there. */
  onCaseChosen: (fileNumber: string) => void;
  /** The case the desk asked for is shown there. */
  onCaseShown: (fileNumber: string) => void;
  onNotice: (requestId: string, notice: HandedNotice) => Promise<NoticeAnswer>;
};

/** The Fachverfahren as a frame of this page. It keeps its own origin and sees nothing of the desk but messages. */
export function EmbeddedFrame({ ref, settings, onCaseChosen, onCaseShown, onNotice }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const isReady = useRef(false);
  const waiting = useRef<string | null>(null);
  const asked = useRef(new Map<string, string>());

  const post = (message: DeskMessage) =>
    frame.current?.contentWindow?.postMessage({ aktenpult: 1, ...message }, settings.origin);
  /** Kept until the page answers: what is sent while it loads would be lost. */
  const show = (fileNumber: string) => {
    waiting.current = fileNumber;
    if (!isReady.current) return;
    const requestId = crypto.randomUUID();
    asked.current.set(requestId, fileNumber);
    post({ type: 'fall-anzeigen', fileNumber, requestId });
  };
  useImperativeHandle(ref, () => ({ show }));

  const handle = async (message: PageMessage) => {
    switch (message.type) {
      case 'bereit':
        isReady.current = true;
        if (waiting.current !== null) show(waiting.current);
        break;
      case 'akte-oeffnen':
        waiting.current = null;
        onCaseChosen(message.fileNumber);
        break;
      case 'fall-angezeigt': {
        const fileNumber = asked.current.get(message.requestId);
        asked.current.delete(message.requestId);
        if (fileNumber === waiting.current) waiting.current = null;
        if (fileNumber === undefined) break;
        if (message.ok) onCaseShown(fileNumber);
        else showMessage(message.message, { kind: 'hint' });
        break;
      }
      case 'bescheid-ablegen': {
        const { requestId, keyword, letterDate, bytes, ...rest } = message;
        const notice = {
          ...rest,
          keyword: keyword ?? null,
          letterDate: letterDate ?? null,
          bytes: new Uint8Array(bytes),
        };
        post({ type: 'bescheid-abgelegt', requestId, ...(await onNotice(requestId, notice)) });
        break;
      }
    }
  };
  const received = useEffectEvent((event: MessageEvent) => {
    const expected = { origin: settings.origin, frame: frame.current?.contentWindow };
    const message = readPageMessage(event, expected);
    if (message) void handle(message);
  });
  useEffect(() => {
    const listener = (event: MessageEvent) => received(event);
    window.addEventListener('message', listener);
    return () => window.removeEventListener('message', listener);
  }, []);

  // Of the same origin the frame could reach into the desk and out of its sandbox.
  if (settings.origin === window.location.origin) {
    return <Empty title="Das Fachverfahren muss unter einer eigenen Adresse laufen, nicht unter der des Aktenpults." />;
  }
  return (
    <iframe
      ref={frame}
      className={classes.frame}
      title={settings.name}
      src={coupledAddress(settings.startAddress, window.location.origin)}
      sandbox="allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-downloads"
      referrerPolicy="no-referrer"
    />
  );
}
