import { create } from 'zustand';

export type MessageKind = 'done' | 'hint' | 'problem';
export type MessageAction = { label: string; run: () => void };
export type Message = { key: number; kind: MessageKind; text: string; actions: MessageAction[]; isLasting: boolean };

type Messages = { shown: Message[]; dialog: string | null };
export const useMessages = create<Messages>(() => ({ shown: [], dialog: null }));

let nextKey = 1;
const shownAtOnce = 4;

/** Shows a short message at the edge and tells it to screen readers. Problems stay until they are closed. */
export function showMessage(text: string, options: { kind?: MessageKind; actions?: MessageAction[] } = {}): number {
  const kind = options.kind ?? 'done';
  const key = nextKey;
  nextKey += 1;
  const message = { key, kind, text, actions: options.actions ?? [], isLasting: kind === 'problem' };
  useMessages.setState(({ shown }) => ({
    shown: [...shown.filter((other) => other.text !== text), message].slice(-shownAtOnce),
  }));
  return key;
}

/** Takes a message away. */
export function closeMessage(key: number): void {
  useMessages.setState(({ shown }) => ({ shown: shown.filter((message) => message.key !== key) }));
}

/** Shows what must not be overlooked; the worker confirms it. */
export function showDialog(text: string | null): void {
  useMessages.setState({ dialog: text });
}

/** Takes all messages away: they may name people, and somebody else may sit down here. */
export function clearMessages(): void {
  useMessages.setState({ shown: [], dialog: null });
}
