import { describe, expect, it } from 'vitest';
import { runScript } from '../support/run-script.ts';

describe('npm run test:worlds', { timeout: 300_000 }, () => {
  it('ends with sums that are all 0 and code 0 when nothing was wrong', async () => {
    const { code, lastLine, stderr } = await runScript('test:worlds', '--runs', '4');
    expect([code, lastLine, stderr]).toEqual([0, '4 runs: 0 lost, 0 doubled, 0 diverged, 0 leaked, 0 stuck', '']);
  });

  it('ends with what it found and code 1, and says how to see it again', async () => {
    const words = ['--runs', '14', '--mutant', 'no list of rights'];
    const { code, lastLine, stdout } = await runScript('test:worlds', ...words);
    expect(code).toBe(1);
    expect(lastLine).toMatch(/^14 runs: \d+ lost, \d+ doubled, \d+ diverged, \d+ leaked, \d+ stuck$/);
    expect(lastLine.match(/[1-9]\d* (lost|doubled|diverged|leaked|stuck)/)).not.toBeNull();
    expect(stdout).toMatch(/^ {2}Again: npm run test:worlds -- --replay \d+ --trace --faults rights --mutant/m);
  });

  it('does not run without the mutant that it was asked for', async () => {
    const { code, stderr } = await runScript('test:worlds', '--runs', '1', '--mutant', 'nobody knows this one');
    expect([code, stderr]).toEqual([1, expect.stringContaining('no name of a mutant')]);
  });
});
