import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical.ts';

/** As the text is meant, without any short cut. */
function plainly(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((member) => plainly(member ?? null)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const names = Object.keys(value).filter((name) => (value as Record<string, unknown>)[name] !== undefined);
  names.sort((left, right) => (left < right ? -1 : 1));
  return `{${names.map((name) => `${JSON.stringify(name)}:${plainly((value as Record<string, unknown>)[name])}`).join(',')}}`;
}

describe('canonical JSON', () => {
  test('it is the same text whatever the order of the keys, the nesting and the order in which objects were seen', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), (values) => {
        for (const value of values) expect(canonicalJson(value)).toBe(plainly(value));
      }),
      { numRuns: 500 },
    );
  });

  test('keys that are numbers are sorted as text, and members without a value are left out', () => {
    expect(canonicalJson({ 10: 'a', 9: 'b', b: undefined, a: null })).toBe('{"10":"a","9":"b","a":null}');
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":2}'))).toBe('{"__proto__":2,"b":1}');
  });

  test('two shapes with the same first key and as many keys do not disturb each other', () => {
    const shapes = [
      { a: 1, c: 2, b: 3 },
      { a: 1, b: 2, d: 3 },
      { a: 1, c: 2, b: 3 },
    ];
    expect(shapes.map(canonicalJson)).toEqual(['{"a":1,"b":3,"c":2}', '{"a":1,"b":2,"d":3}', '{"a":1,"b":3,"c":2}']);
  });
});
