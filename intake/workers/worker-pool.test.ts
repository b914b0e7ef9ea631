import { Worker } from 'node:worker_threads';
import { afterEach, expect, test, vi } from 'vitest';
import { createWorkerPool, useCheckEvery } from './worker-pool.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A worker that takes jobs and never answers. */
const silent = new URL(
  `data:text/javascript,import{parentPort}from'node:worker_threads';parentPort.on('message',()=>{})`,
);

test('a pool that is closed while it asks what a worker uses asks no more and leaves no timer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<never>();
  const asks = vi.spyOn(Worker.prototype, 'getHeapStatistics').mockImplementation(() => {
    asked.resolve();
    return answered.promise;
  });
  vi.spyOn(Worker.prototype, 'cpuUsage').mockReturnValue(answered.promise);
  const pool = createWorkerPool<string, string>({
    ...{ workerUrl: silent, settings: {}, size: 1, timeLimit: 30_000 },
  });
  const job = pool.ask('liest', {});
  const ended = expect(job).rejects.toThrow('closed');
  await vi.advanceTimersByTimeAsync(useCheckEvery);
  await asked.promise;
  await pool.close();
  await ended;
  answered.reject(new Error('it has ended'));
  await vi.advanceTimersByTimeAsync(useCheckEvery * 10);
  expect(asks).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});
