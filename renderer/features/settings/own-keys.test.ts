import { describe, expect, it } from 'vitest';
import { commandDefinition } from '../../shared/command-catalogue.ts';
import { commandWithKey, keysOf, withKey } from './own-keys.ts';

const note = commandDefinition('note.add')!;

describe("the worker's own keys", () => {
  it('replace the usual ones of a command', () => {
    const own = withKey({}, note, 'N');
    expect(keysOf(note, own)).toEqual(['N']);
    expect(keysOf(commandDefinition('undo.take')!, own)).toEqual(['Z']);
  });

  it('tell which command has a key already', () => {
    expect(commandWithKey('Z', 'note.add', {})?.id).toBe('undo.take');
    expect(commandWithKey('V', 'note.add', {})).toBeNull();
    expect(commandWithKey('V', 'undo.take', { 'note.add': ['N'] })).toBeNull();
  });

  it('go back to the usual key and leave nothing behind', () => {
    expect(withKey({ 'note.add': ['N'] }, note, null)).toEqual({});
    expect(withKey({ 'note.add': ['N'] }, note, 'V')).toEqual({});
  });
});
