import { describe, expect, it } from 'vitest';
import { runFaults } from './fault-run.ts';

/** `npm run test:faults` kills as often as there is time for. */
const kills = 10;

describe('a house of real processes', () => {
  it(`loses, doubles and leaks nothing when ${kills} of them are killed at work`, { timeout: 420_000 }, async () => {
    const said: string[] = [];
    const options = { kills, seed: 1, every: kills, desks: 2 };
    const { found, acts, scans, looks } = await runFaults({ ...options, trace: (text) => said.push(text) });
    expect(found.all(), `npm run test:faults -- --kills ${kills}\n${said.join('\n')}`).toEqual([]);
    expect(acts.filter(({ outcome }) => outcome === 'acknowledged').length).toBeGreaterThan(kills);
    expect(scans).toBeGreaterThan(kills);
    expect(looks).toBe(1);
  });
});
