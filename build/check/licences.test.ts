import { describe, expect, test } from 'vitest';
import { isAllowed, licenceProblems } from './licences.ts';
import { plantedTree, projectRoot } from './planted-tree.ts';

describe('the licences', () => {
  test('of all packages go with the EUPL', () => {
    expect(licenceProblems(projectRoot)).toEqual([]);
  });

  test('with copyleft on the whole product, or without a name, are told', () => {
    const packages = {
      '': { license: 'EUPL-1.2' },
      'node_modules/one': { license: 'AGPL-3.0-only' },
      'node_modules/two': {},
      'node_modules/three': { license: 'MIT' },
    };
    using tree = plantedTree({ 'package-lock.json': JSON.stringify({ packages }) });
    expect(licenceProblems(tree.root).map((problem) => problem.split(' ')[0])).toEqual([
      'node_modules/one',
      'node_modules/two',
    ]);
  });

  test('that offer a choice count with the free one', () => {
    expect(isAllowed('(MIT OR GPL-3.0-or-later)')).toBe(true);
    expect(isAllowed('(MIT AND GPL-3.0-only)')).toBe(false);
    expect(isAllowed('LGPL-3.0-or-later')).toBe(false);
  });
});
