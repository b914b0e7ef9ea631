import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGathering } from './gathered.ts';

const pace = { burst: 4, frame: 16, pause: 150 };

describe('gathering', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('runs a single call in the next turn', () => {
    const runs: number[] = [];
    const gathering = createGathering(pace, () => runs.push(performance.now()));
    const from = performance.now();
    gathering.later();
    gathering.later();
    expect(runs).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(runs).toHaveLength(1);
    expect((runs[0] ?? 0) - from).toBeLessThanOrEqual(1);
  });

  it('runs what comes within a frame once more at its end, and then nothing', () => {
    const runs: number[] = [];
    const gathering = createGathering(pace, () => runs.push(performance.now()));
    gathering.later();
    vi.advanceTimersByTime(2);
    gathering.later();
    gathering.later();
    vi.advanceTimersByTime(pace.frame);
    expect(runs).toHaveLength(2);
    vi.advanceTimersByTime(10_000);
    expect(runs).toHaveLength(2);
  });

  it('runs once a pause while calls do not stop, whatever their distance, and tells the last one', () => {
    for (const distance of [1, 10, 20, 100]) {
      const runs: number[] = [];
      let calls = 0;
      let told = 0;
      const gathering = createGathering(pace, () => {
        runs.push(performance.now());
        told = calls;
      });
      for (let time = 0; time < 15_000; time += distance) {
        calls += 1;
        gathering.later();
        vi.advanceTimersByTime(distance);
      }
      vi.advanceTimersByTime(10_000);
      expect(runs.length).toBeLessThanOrEqual(15_000 / pace.pause + pace.burst + 1);
      expect(runs.length).toBeGreaterThan(80);
      expect(told).toBe(calls);
    }
  });

  it('is quick again after a flood', () => {
    const runs: number[] = [];
    const gathering = createGathering(pace, () => runs.push(performance.now()));
    for (let count = 0; count < 1_000; count += 1) {
      gathering.later();
      vi.advanceTimersByTime(5);
    }
    vi.advanceTimersByTime(pace.burst * pace.pause + pace.pause);
    const before = runs.length;
    gathering.later();
    vi.advanceTimersByTime(1);
    expect(runs).toHaveLength(before + 1);
  });

  it('runs nothing after it was stopped', () => {
    const runs: number[] = [];
    const gathering = createGathering(pace, () => runs.push(performance.now()));
    gathering.later();
    gathering.stop();
    vi.advanceTimersByTime(1_000);
    expect(runs).toEqual([]);
  });
});
