import { expect, test } from 'vitest';
import { ruleProblems } from './cited-rules.ts';
import { plantedTree } from './planted-tree.ts';

test('a rule no test cites is told, and a cited number that is no rule; code and other pages cite as they like', () => {
  using tree = plantedTree({
    'docs/sync.md': '- **S1** Nothing is lost (S2).\n- **S2** Nothing twice.\n- **S7** In order.\n',
    'core/a.ts': "/**\n * As S2 and S9 say.\n */\nexport const size = 'S8';\n",
    'core/a.test.ts': '// S1: the outbox keeps it\n',
    'tests/worlds/order.ts': 'export const order = 1; // S7\n',
  });
  expect(ruleProblems(tree.root)).toEqual([
    'No test cites S2 of docs/sync.md.',
    'core/a.ts cites S9, which is no rule of docs/sync.md.',
  ]);
});

test('a tree without the page has nothing to cite', () => {
  using tree = plantedTree({ 'core/a.ts': '// S1\n' });
  expect(ruleProblems(tree.root)).toEqual([]);
});
