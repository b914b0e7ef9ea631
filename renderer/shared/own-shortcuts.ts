import { useEffect } from 'react';
import { z } from 'zod';
import { useCommands } from './commands.ts';
import { useSetting } from './settings.ts';

const shortcutsSchema = z.record(z.string(), z.array(z.string().max(40)).max(4));
const none: Record<string, string[]> = {};

/** The worker's own keys as a setting: `[keys, setKeys]`, by command id. */
export function useOwnShortcuts(): [Record<string, string[]>, (shortcuts: Record<string, string[]>) => void] {
  const [shortcuts, setShortcuts] = useSetting('shortcuts', shortcutsSchema, none);
  return [shortcuts, setShortcuts];
}

/** Puts the worker's own keys to work; once per window. */
export function useApplyOwnShortcuts(): void {
  const [ownShortcuts] = useOwnShortcuts();
  useEffect(() => useCommands.setState({ ownShortcuts }), [ownShortcuts]);
}
