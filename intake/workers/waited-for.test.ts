import { expect, onTestFinished, test } from 'vitest';
import { createWorkerPool } from './worker-pool.ts';

/** Each job is a place in shared memory; it ends when 1 stands there, so that a test decides how long it takes. */
type Job = { gate: Int32Array };

const worker = `
  import { parentPort } from 'node:worker_threads';
  parentPort.on('message', ({ number, job }) => {
    Atomics.wait(job.gate, 0, 0);
    parentPort.postMessage({ number, type: 'answer', answer: number });
  });
`;

function onePlace() {
  const pool = createWorkerPool<Job, number>({
    workerUrl: new URL(`data:text/javascript,${encodeURIComponent(worker)}`),
    ...{ settings: null, size: 1, timeLimit: 60_000 },
  });
  onTestFinished(() => pool.close());
  const answered: string[] = [];
  const ask = (name: string, isWaitedFor = false) => {
    const gate = new Int32Array(new SharedArrayBuffer(4));
    const answer = pool.ask({ gate }, { isWaitedFor }).then(() => answered.push(name));
    const open = () => {
      Atomics.store(gate, 0, 1);
      Atomics.notify(gate, 0);
    };
    return { answer, open };
  };
  return { ask, answered };
}

test('a page somebody waits for is read before pages that were asked for earlier, and those after it in their order', async () => {
  const { ask, answered } = onePlace();
  const first = ask('in work');
  const later = [
    ask('ordinary 1'),
    ask('ordinary 2'),
    ask('waited for 1', true),
    ask('waited for 2', true),
    ask('ordinary 3'),
  ];
  for (const { open } of later) open();
  expect(answered).toEqual([]);
  first.open();
  await Promise.all([first, ...later].map(({ answer }) => answer));
  expect(answered).toEqual(['in work', 'waited for 1', 'waited for 2', 'ordinary 1', 'ordinary 2', 'ordinary 3']);
});
