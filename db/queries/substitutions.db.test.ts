import { describe, expect, test } from 'vitest';
import { createIdSource } from '../../core/domain/ids.ts';
import { chainInWords, chainsOf } from './substitutions.ts';

const newId = createIdSource(Date.now, (bytes) => void crypto.getRandomValues(bytes));
const [anna, bernd, clara, dora] = [newId(), newId(), newId(), newId()];
const now = '2026-11-22T09:00:00.000Z';
const link = (absent: typeof anna, substitute: typeof anna, endedAt: string | null = null) => ({
  ...{ absent, substitute, endedAt, from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' },
});

describe('chains of substitutions', () => {
  test('reach all whose work comes to a worker, with those between, the nearest to the absent first', () => {
    const chains = chainsOf([link(anna, bernd), link(bernd, clara), link(clara, dora)], dora, now);
    expect([...chains]).toEqual([
      [clara, []],
      [bernd, [clara]],
      [anna, [bernd, clara]],
    ]);
  });

  test('end when any link has ended, has not begun, or is over', () => {
    expect([
      ...chainsOf([link(anna, bernd, '2026-11-20T00:00:00.000Z'), link(bernd, clara)], clara, now).keys(),
    ]).toEqual([bernd]);
    const later = { ...link(bernd, clara), from: '2026-11-25T00:00:00.000Z' };
    expect(chainsOf([link(anna, bernd), later], clara, now).size).toBe(0);
    expect(chainsOf([link(anna, bernd)], bernd, '2026-12-01T00:00:00.000Z').size).toBe(0);
  });

  test('a circle ends where it began and nobody stands in for herself', () => {
    const circle = [link(anna, bernd), link(bernd, clara), link(clara, anna)];
    for (const one of [anna, bernd, clara]) {
      const chains = chainsOf(circle, one, now);
      expect(chains.size).toBe(2);
      expect(chains.has(one)).toBe(false);
    }
  });

  test('at a moment when a link still stood, it counts: for the journal', () => {
    const ended = [link(anna, bernd, '2026-11-20T00:00:00.000Z')];
    expect([...chainsOf(ended, bernd, '2026-11-19T00:00:00.000Z').keys()]).toEqual([anna]);
  });

  test('are told as people say it', () => {
    const nameOf = (id: unknown) => (id === anna ? 'Jensen' : 'Thomsen');
    expect(chainInWords(nameOf, anna, [])).toBe('Jensen');
    expect(chainInWords(nameOf, anna, [bernd])).toBe('Jensen (in Vertretung für Thomsen)');
  });
});
