import type { CommandId } from '../command-catalogue.ts';
import { useCommandState } from '../commands.ts';
import { shortcutWords } from '../shortcuts.ts';
import classes from './KeyHint.module.css';

/** The key of a command, small beside its word. */
export function KeyHint({ command }: { command: CommandId }) {
  const shortcut = useCommandState(command).shortcuts[0];
  return shortcut === undefined ? null : <Key shortcut={shortcut} />;
}

/** One shortcut as a key cap. */
export function Key({ shortcut }: { shortcut: string }) {
  return <kbd className={classes.key}>{shortcutWords(shortcut)}</kbd>;
}
