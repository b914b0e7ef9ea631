import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ChildEnded } from './child.ts';
import { Parts } from './parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'parts-'));
afterAll(() => rmSync(folder, { recursive: true }));

function program(name: string, script: string): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, script);
  return path;
}

test.runIf(process.platform !== 'win32')(
  'stopped in the middle of a step, a part that lasts is waited for, and nothing more is started',
  async () => {
    const ended = join(folder, 'ended');
    // Like the centre: after the signal it takes its time to write everything down.
    const lasting = program(
      'lasting',
      `import { writeFileSync } from 'node:fs';
      process.on('SIGTERM', () => setTimeout(() => { writeFileSync(${JSON.stringify(ended)}, ''); process.exit(0); }, 300));
      setInterval(() => {}, 1000); console.log('Teil bereit: hier');`,
    );
    const step = program('step', `setInterval(() => {}, 1000); console.log('Schritt bereit: hier');`);
    const told: number[] = [];
    const parts = new Parts((code) => told.push(code));
    await parts.start(lasting, []).ready;
    const running = parts.run(step, []);
    const [, failure] = await Promise.all([parts.stop(), running.catch((error: unknown) => error)]);
    expect(failure).toBeInstanceOf(ChildEnded);
    expect(existsSync(ended)).toBe(true);
    expect(told).toEqual([]);
    expect(await parts.stop()).toBe(false);
    expect(() => parts.start(lasting, [])).toThrow(ChildEnded);
  },
);

test('a part that ends by itself is told, and a step that fails as well', async () => {
  const told = Promise.withResolvers<number>();
  const parts = new Parts(told.resolve);
  const failing = program('failing', 'process.exit(3)');
  await expect(parts.run(failing, [])).rejects.toThrow(ChildEnded);
  parts.start(failing, []);
  expect(await told.promise).toBe(1);
});
