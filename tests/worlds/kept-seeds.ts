import { readFileSync } from 'node:fs';
import type { FaultName } from './faults.ts';

/** A seed that once failed, with the faults that were on besides what it draws, those that are off although it draws them today, and what it showed. */
export type KeptSeed = { seed: number; forced?: FaultName[]; without?: FaultName[]; why: string };

/** Seeds that are run again each time; add one with every fault that is mended. */
export function readKeptSeeds(): KeptSeed[] {
  return JSON.parse(readFileSync(new URL('./seeds/kept.json', import.meta.url), 'utf8')) as KeptSeed[];
}
