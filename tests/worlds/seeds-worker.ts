import { parentPort, workerData } from 'node:worker_threads';
import type { KeptSeed } from './kept-seeds.ts';
import { runWorld } from './run-world.ts';

export type WantedWorld = Pick<KeptSeed, 'seed' | 'forced'>;
/** `until`: milliseconds since 1970 after which no further world begins. */
export type Share = { worlds: WantedWorld[]; until: number };

const { worlds, until } = workerData as Share;
for (const { seed, forced = [] } of worlds) {
  if (Date.now() > until) break;
  parentPort?.postMessage({ ...(await runWorld(seed, { forced })), forced });
}
