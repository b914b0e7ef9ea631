import { describe, expect, it } from 'vitest';
import { ariaShortcut, isPlainKey, type KeyPress, shortcutOf, shortcutWords } from './shortcuts.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('shortcuts', () => {
  it('name a letter in upper case, whatever caps lock does', () => {
    expect(shortcutOf(press('k', { ctrlKey: true }))).toBe('Mod+K');
    expect(shortcutOf(press('K', { ctrlKey: true }))).toBe('Mod+K');
    expect(shortcutOf(press('ä'))).toBe('Ä');
  });

  it('take Cmd for Strg', () => expect(shortcutOf(press('k', { metaKey: true }))).toBe('Mod+K'));

  it('read a sign as it is written, with or without shift', () => {
    expect(shortcutOf(press('?', { shiftKey: true }))).toBe('?');
    expect(shortcutOf(press('+'))).toBe('+');
  });

  it('read a sign written with AltGr as that sign', () => {
    expect(shortcutOf(press('@', { ctrlKey: true, altKey: true }))).toBe('@');
  });

  it('keep shift for keys that write nothing', () => {
    expect(shortcutOf(press('F6', { shiftKey: true }))).toBe('Shift+F6');
    expect(shortcutOf(press(' ', { shiftKey: true }))).toBe('Shift+Space');
  });

  it('are none while only a modifier is held', () => {
    for (const key of ['Control', 'Shift', 'Alt', 'Meta', 'Dead']) expect(shortcutOf(press(key))).toBeNull();
  });

  it('are written in German', () => {
    expect(['Mod+K', 'Shift+F6', 'Space', 'Enter', '+', 'Mod++', 'ArrowDown'].map(shortcutWords)).toEqual([
      'Strg+K',
      'Umschalt+F6',
      'Leertaste',
      '⏎',
      '+',
      'Strg++',
      '↓',
    ]);
    expect(ariaShortcut('Mod+K')).toBe('Control+K');
  });

  it('wait for an empty hand when they would write or scroll in a field', () => {
    expect(['A', 'Space', 'Enter', '?', 'Shift+Space'].every(isPlainKey)).toBe(true);
    expect(['Mod+K', 'Alt+1', 'F6', 'Shift+F6'].some(isPlainKey)).toBe(false);
  });
});
