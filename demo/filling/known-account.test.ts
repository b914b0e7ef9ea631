import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { unknownAccount } from './known-account.ts';

test('a name that no account has is told with those that there are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'accounts-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'konten.json');
  writeFileSync(path, JSON.stringify({ accounts: [{ login: 'jensen' }, { login: 'petersen' }] }));
  expect(await unknownAccount(path, 'jensen')).toBeNull();
  expect(await unknownAccount(path, 'jansen')).toBe(
    '„--as jansen“: dieses Konto gibt es im Beispielbüro nicht. Möglich sind: jensen, petersen.',
  );
});
