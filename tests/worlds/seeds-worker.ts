import { parentPort, workerData } from 'node:worker_threads';
import type { KeptSeed } from './kept-seeds.ts';
import { mutants } from './mutants.ts';
import { runWorld } from './run-world.ts';

export type WantedWorld = Pick<KeptSeed, 'seed' | 'forced' | 'without'>;
/** `until`: milliseconds since 1970 after which no further world begins; `mutant`: the name of one, in all of them. */
export type Share = { worlds: WantedWorld[]; until: number; mutant: string | undefined };

const { worlds, until, mutant: name } = workerData as Share;
const mutant = mutants.find((one) => one.name === name);
for (const { seed, forced = [], without = [] } of worlds) {
  if (Date.now() > until) break;
  parentPort?.postMessage({ ...(await runWorld(seed, { forced, without, ...(mutant && { mutant }) })), forced });
}
