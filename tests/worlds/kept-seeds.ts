import { readFileSync } from 'node:fs';

/** A seed that once failed, and what it showed. */
export type KeptSeed = { seed: number; why: string };

/** Seeds that are run again each time; add one with every fault that is mended. */
export function readKeptSeeds(): KeptSeed[] {
  return JSON.parse(readFileSync(new URL('./seeds/kept.json', import.meta.url), 'utf8')) as KeptSeed[];
}
