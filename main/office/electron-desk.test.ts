import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startElectronDesk } from './electron-desk.ts';

const folder = mkdtempSync(join(tmpdir(), 'desk-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program in the place of Electron's binary. */
function program(name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

test.runIf(process.platform !== 'win32')(
  'waits until the window has loaded, and ends it by closing its input',
  async () => {
    const seen = join(folder, 'seen');
    const binary = program(
      'good',
      `echo "$@" > ${seen}; echo "Aktenpult bereit: app://desk/"; cat > /dev/null; exit 0`,
    );
    const desk = await startElectronDesk(binary, '/project', ['--central', 'http://127.0.0.1:1']);
    expect(desk.address).toBe('app://desk/');
    await desk.close();
    expect(await desk.ended).toBe(0);
    expect(readFileSync(seen, 'utf8').trim()).toBe('/project --central http://127.0.0.1:1');
  },
);

test('a program that ends before, or is not there, is told', async () => {
  await expect(startElectronDesk(program('bad', 'exit 7'), '/project', [])).rejects.toThrow(/beendet/);
  await expect(startElectronDesk(join(folder, 'none'), '/project', [])).rejects.toThrow(/beendet/);
});
