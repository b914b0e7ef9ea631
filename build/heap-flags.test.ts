import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { heapFlags } from './heap-flags.mjs';

test('the backend inside Electron gets the same room as the desk in a browser', () => {
  const source = readFileSync(new URL('../main/electron/backend-process.ts', import.meta.url), 'utf8');
  expect(source).toContain(`--js-flags=${heapFlags.join(' ')}'`);
});
