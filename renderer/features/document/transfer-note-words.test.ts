import { describe, expect, test } from 'vitest';
import { asId } from '../../../core/domain/ids.ts';
import { checkWords, noteRows, type ShownNote } from './transfer-note-words.ts';

const by = asId('00000000-0000-7000-8000-0000000000aa');
const note: NonNullable<ShownNote['note']> = {
  stackId: asId('00000000-0000-7000-8000-000000000001'),
  takenAt: '2026-11-27T08:00:00.000Z',
  takenBy: null,
  source: 'folder',
  station: 'Scanner 1',
  fileName: 'Stapel.pdf',
  original: { sha256: 'a'.repeat(64), size: 1000, pageCount: 40 },
  pages: [3, 4, 5],
  resolution: 300,
  colour: null,
  resultSha256: 'b'.repeat(64),
  steps: [
    { step: 'split', pages: [3, 4, 5] },
    { step: 'turned', pages: [4] },
  ],
  confidence: 91.6,
  concerns: [],
  visualCheck: { state: 'open', by: null, at: null },
};
const shown = (part: Partial<typeof note> = {}, more: Partial<ShownNote> = {}): ShownNote => ({
  ...{
    note: { ...note, ...part },
    takenByName: null,
    checkedByName: null,
    mayCheck: true,
    mayReopen: false,
    original: null,
  },
  ...more,
});

describe('the transfer note in words', () => {
  test('says who, when, where, which pages of the stack, how fine, what was done and the hashes', () => {
    expect(Object.fromEntries(noteRows(shown()))).toMatchObject({
      Übernommen: '27.11.2026, 09:00, Scanner 1',
      Durch: 'aus dem Ordner des Scanners',
      Seiten: '3–5 von 40 des Stapels',
      Auflösung: '300 dpi',
      Bearbeitung: 'aus dem Stapel getrennt, aufrecht gedreht',
      Texterkennung: 'zu 92 % sicher',
      'Prüfsumme der Datei': 'a'.repeat(64),
    });
  });

  test('names the person who handed it in, and leaves out what is not known', () => {
    expect(Object.fromEntries(noteRows(shown({ colour: 'blackWhite' })))).toMatchObject({ Farbe: 'schwarz-weiß' });
    const rows = Object.fromEntries(
      noteRows(shown({ resolution: null, confidence: null, pages: [2, 7] }, { takenByName: 'Petersen, Anna' })),
    );
    expect(rows).toMatchObject({ Durch: 'Petersen, Anna', Seiten: '2, 7 von 40 des Stapels' });
    expect(rows).not.toHaveProperty('Auflösung');
    expect(rows).not.toHaveProperty('Farbe');
    expect(rows).not.toHaveProperty('Texterkennung');
    expect(noteRows(shown({}, { note: null }))).toEqual([]);
  });

  test('says of the visual check that it is open, or who confirmed it', () => {
    expect(checkWords(shown())).toMatch(/^Offen\./);
    const visualCheck = { state: 'done' as const, by, at: '2026-11-27T09:30:00.000Z' };
    expect(checkWords(shown({ visualCheck }, { checkedByName: 'Jensen, Maike' }))).toBe(
      'Bestätigt am 27.11.2026, 10:30 durch Jensen, Maike: vollständig und lesbar.',
    );
  });
});
