import { parentPort, workerData } from 'node:worker_threads';
import { runWorld } from './run-world.ts';

for (const seed of workerData as number[]) parentPort?.postMessage(await runWorld(seed));
