import { afterEach, describe, expect, it } from 'vitest';
import { type CommandDefinition, commandCatalogue } from './command-catalogue.ts';
import { commandsForKey, runCommand, shortcutsOf, useCommands } from './commands.ts';

const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false, altKey: false, shiftKey: false });
const nowhere = { isInField: false, isOnControl: false, isInDialog: false };
const effect = (key: number, run: () => unknown, isEnabled = true) => ({ key, run, isEnabled, title: null });

afterEach(() => useCommands.setState({ effects: new Map(), ownShortcuts: {} }));

describe('commands', () => {
  it('have ids and titles of their own', () => {
    const ids = commandCatalogue.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const titles = commandCatalogue.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('share a key only where it is meant: Enter opens a row and files a letter', () => {
    const keys = commandCatalogue.flatMap((command: CommandDefinition) => command.shortcuts);
    const shared = keys.filter((key, index) => keys.indexOf(key) !== index);
    expect(shared).toEqual(['Enter']);
  });

  it('answer to single letters only while no field has the focus', () => {
    expect(commandsForKey(press('v'), nowhere)).toEqual(['note.add']);
    expect(commandsForKey(press('v'), { ...nowhere, isInField: true })).toEqual([]);
    expect(commandsForKey(press('k', true), { ...nowhere, isInField: true })).toEqual(['search.open']);
    expect(commandsForKey(press('Escape'), { ...nowhere, isInField: true })).toEqual(['escape']);
  });

  it('leave Enter, space and arrows to the button that has the focus, letters not', () => {
    const onButton = { ...nowhere, isOnControl: true };
    for (const key of ['Enter', ' ', 'ArrowDown', 'Home']) expect(commandsForKey(press(key), onButton)).toEqual([]);
    expect(commandsForKey(press('j'), onButton)).toEqual(['list.next']);
  });

  it('rest while a dialog is open', () => {
    expect(commandsForKey(press('z'), { ...nowhere, isInDialog: true })).toEqual([]);
  });

  it('run the effect mounted last, and the one before when it passes', () => {
    const ran: string[] = [];
    const first = effect(1, () => ran.push('first'));
    const passing = effect(2, () => {
      ran.push('passing');
      return false;
    });
    const off = effect(3, () => ran.push('off'), false);
    useCommands.setState({ effects: new Map([['undo.take', [first, passing, off]]]) });
    expect(runCommand('undo.take')).toBe(true);
    expect(ran).toEqual(['passing', 'first']);
  });

  it('say when nothing answers to them', () => {
    expect(runCommand('undo.take')).toBe(false);
    expect(runCommand('no.such.command')).toBe(false);
  });

  it("follow the worker's own keys", () => {
    useCommands.setState({ ownShortcuts: { 'note.add': ['N'] } });
    expect(shortcutsOf('note.add')).toEqual(['N']);
    expect(commandsForKey(press('v'), nowhere)).toEqual([]);
    expect(commandsForKey(press('n'), nowhere)).toEqual(['note.add']);
  });
});
