import { describe, expect, it } from 'vitest';
import { runScript } from '../support/run-script.ts';

const few = ['--kills', '2', '--every', '2', '--desks', '1'];

describe('npm run test:faults', { timeout: 600_000 }, () => {
  it('ends with sums that are all 0 and code 0 when nothing was wrong', async () => {
    const { code, lastLine, stdout } = await runScript('test:faults', ...few);
    expect([code, lastLine], stdout).toEqual([0, '2 kills: 0 lost, 0 doubled, 0 diverged, 0 leaked, 0 stuck']);
  });

  it('ends with what it found and code 1 when the centre has lost what it acknowledged', async () => {
    const { code, lastLine, stdout } = await runScript('test:faults', ...few, '--mutant', 'forgetful');
    expect(code, stdout).toBe(1);
    expect(lastLine).toMatch(/^2 kills: [1-9]\d* lost, 0 doubled, [1-9]\d* diverged, \d+ leaked, \d+ stuck$/);
  });
});
