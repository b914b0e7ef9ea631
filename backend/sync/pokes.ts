import type { Poke, Show } from '../../core/contract/central.ts';
import type { Central } from './central.ts';
import type { Timers } from './environment.ts';

const reconnectAfter = 5_000;

/** Holds the line on which the centre says "something changed". Only a hint: without it the desk looks more often. */
export function listenForPokes(parts: {
  central: Central;
  timers: Timers;
  /** null: look at everything. */
  onPoke: (poke: Poke | null) => void;
  onShow: (show: Show) => void;
  isWanted: () => boolean;
}) {
  let abort: AbortController | null = null;
  let line: Promise<void> | null = null;
  let isListening = false;
  let cancel: (() => void) | null = null;

  const open = () => {
    if (line || cancel || !parts.isWanted()) return;
    const controller = new AbortController();
    abort = controller;
    line = parts.central
      .events(controller.signal, {
        onReady: () => {
          isListening = true;
          parts.onPoke(null); // whatever happened before the centre listened
        },
        onPoke: parts.onPoke,
        onShow: parts.onShow,
      })
      .catch(() => {}) // polling goes on; the next round opens the line again
      .finally(() => {
        const wasListening = isListening;
        line = null;
        isListening = false;
        if (controller.signal.aborted) return;
        cancel = parts.timers.after(reconnectAfter, () => {
          cancel = null;
          open();
        });
        if (wasListening) parts.onPoke(null); // if the centre is gone, she should see it at once
      });
  };

  return {
    start: open,
    isListening: () => isListening,
    async stop(): Promise<void> {
      cancel?.();
      cancel = null;
      abort?.abort();
      await line;
    },
  };
}
