import { expect, test } from 'vitest';
import { linkProblems } from './doc-links.ts';
import { plantedTree } from './planted-tree.ts';

test('links, pictures and decisions that lead nowhere are told, all others are fine', () => {
  using tree = plantedTree({
    'README.md': '[desk](docs/desk.md#keys) ![two panes](docs/panes.png) [site](https://example.org) `[a](b)`\n',
    'docs/desk.md': '[back](../README.md), see docs/adr/0001\n\n```md\n[x](nowhere.md)\n```\n',
    'docs/adr/0001-first.md': '# 0001\n',
    'core/a.ts': '// docs/adr/0042, PLAN.md 3, README.md\n',
  });
  expect(linkProblems(tree.root)).toEqual([
    'README.md links to docs/panes.png, which does not exist.',
    'core/a.ts mentions docs/adr/0042, which is not written.',
    'core/a.ts mentions PLAN.md, which is not part of the project.',
  ]);
});
