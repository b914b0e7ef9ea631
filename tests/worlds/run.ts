import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type FaultName, faultNames } from './faults.ts';
import { readKeptSeeds } from './kept-seeds.ts';
import { type Mutant, mutants } from './mutants.ts';
import { type Outcome, runWorld } from './run-world.ts';
import type { Share, WantedWorld } from './seeds-worker.ts';
import type { ProblemKind } from './world.ts';

// npm run test:worlds -- --runs N --seed S: N worlds from seed S on all cores; --minutes M: as many as end by then; --faults A,B: with
// these on in all of them; --mutant WORDS: with one of the faults put in on purpose. --replay SEED --trace: one world and what happens in it.

const kinds: readonly ProblemKind[] = ['lost', 'doubled', 'diverged', 'leaked', 'stuck', 'fault'];

type Options = {
  runs: number;
  minutes: number | null;
  seed: number;
  forced: FaultName[];
  replay: number | null;
  isTraced: boolean;
  workers: number;
  mutant: Mutant | undefined;
};

function readOptions(words: readonly string[]): Options {
  const wordAfter = (name: string) => {
    const at = words.indexOf(`--${name}`);
    return at < 0 ? null : (words[at + 1] ?? '');
  };
  const numberOf = (name: string, otherwise: number) => {
    const value = wordAfter(name) ?? String(otherwise);
    if (!/^\d+$/.test(value)) throw new Error(`--${name} takes a whole number`);
    return Number(value);
  };
  const given = (name: string) => (words.includes(`--${name}`) ? numberOf(name, 0) : null);
  const minutes = given('minutes');
  return {
    runs: numberOf('runs', minutes === null ? 2_000 : 1_000_000),
    minutes,
    seed: numberOf('seed', 1),
    forced: faultsIn(wordAfter('faults')),
    replay: given('replay'),
    isTraced: words.includes('--trace'),
    workers: numberOf('workers', Math.min(2, availableParallelism())),
    mutant: mutantCalled(wordAfter('mutant')),
  };
}

function mutantCalled(words: string | null): Mutant | undefined {
  if (words === null) return undefined;
  const mutant = mutants.find(({ name }) => name.includes(words));
  if (!mutant) throw new Error(`--mutant: no name of a mutant has „${words}“ in it`);
  return mutant;
}

function faultsIn(words: string | null): FaultName[] {
  return (words?.split(',') ?? []).map((word) => {
    const name = faultNames.find((one) => one === word);
    if (!name) throw new Error(`--faults: ${word} is none of ${faultNames.join(', ')}`);
    return name;
  });
}

function tell({ seed, problems, weather }: Outcome, forced: readonly FaultName[], mutant: Mutant | undefined): void {
  console.log(`\nSeed ${seed} fails (${weather.join(', ')}):`);
  for (const { kind, text } of problems.slice(0, 5)) console.log(`  ${kind}: ${text}`);
  const faults = forced.length > 0 ? ` --faults ${forced.join(',')}` : '';
  const name = mutant ? ` --mutant "${mutant.name}"` : '';
  console.log(`  Again: npm run test:worlds -- --replay ${seed} --trace${faults}${name}`);
}

async function replay({ replay: seed, isTraced, mutant, forced: given }: Options): Promise<boolean> {
  const forced = given.length > 0 ? given : [...(mutant?.faults ?? [])];
  const options = {
    forced,
    ...(isTraced ? { trace: (line: string) => console.log(line) } : {}),
    ...(mutant ? { mutant } : {}),
  };
  const outcome = await runWorld(seed ?? 0, options);
  if (outcome.problems.length > 0) tell(outcome, forced, mutant);
  else console.log(`Seed ${seed}: ${outcome.commands} commands, ${outcome.steps} steps, nothing wrong.`);
  return outcome.problems.length === 0;
}

type Sums = { runs: number; failed: number; steps: number; commands: number; kinds: Map<ProblemKind, number> };

/** Runs seeds on several cores; failing ones are told as they come. */
async function runAll({ runs, minutes, seed, forced: given, workers, mutant }: Options): Promise<Sums> {
  const sums: Sums = { runs: 0, failed: 0, steps: 0, commands: 0, kinds: new Map() };
  const until = minutes === null ? Number.POSITIVE_INFINITY : Date.now() + minutes * 60_000;
  const kept: WantedWorld[] = mutant ? [] : readKeptSeeds();
  const forced = given.length > 0 ? given : [...(mutant?.faults ?? [])];
  const drawn = Array.from({ length: Math.max(0, runs - kept.length) }, (_, index) => ({ seed: seed + index, forced }));
  const worlds = [...kept, ...drawn].slice(0, runs);
  await Promise.all(
    Array.from({ length: workers }, (_, index) => {
      const share: Share = {
        worlds: worlds.filter((_world, at) => at % workers === index),
        until,
        mutant: mutant?.name,
      };
      const worker = new Worker(new URL('./seeds-worker.ts', import.meta.url), { workerData: share });
      return new Promise<void>((resolve, reject) => {
        worker.on('message', (outcome: Outcome & { forced: FaultName[] }) => addTo(sums, outcome, mutant));
        worker.on('error', reject);
        worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
      });
    }),
  );
  return sums;
}

function addTo(sums: Sums, outcome: Outcome & { forced: FaultName[] }, mutant: Mutant | undefined): void {
  sums.runs += 1;
  sums.steps += outcome.steps;
  sums.commands += outcome.commands;
  for (const kind of new Set(outcome.problems.map((one) => one.kind))) {
    sums.kinds.set(kind, (sums.kinds.get(kind) ?? 0) + 1);
  }
  if (outcome.problems.length === 0) return;
  sums.failed += 1;
  if (sums.failed <= 10) tell(outcome, outcome.forced, mutant);
}

const options = readOptions(process.argv.slice(2));
if (options.replay !== null) process.exit((await replay(options)) ? 0 : 1); // the code tells whether the world was clean
const started = performance.now();
const sums = await runAll(options);
const seconds = (performance.now() - started) / 1_000;
const cpu = process.cpuUsage().user / 1_000_000;
console.log(
  `\n${sums.commands} commands, ${sums.steps} steps in ${seconds.toFixed(1)} s; ${(sums.runs / cpu).toFixed(1)} worlds per second of one core`,
);
const faults = sums.kinds.get('fault') ?? 0;
if (faults > 0) console.log(`${faults} faults of the program`);
const words = kinds.filter((kind) => kind !== 'fault').map((kind) => `${sums.kinds.get(kind) ?? 0} ${kind}`);
console.log(`${sums.runs} runs: ${words.join(', ')}`);
process.exit(sums.failed === 0 ? 0 : 1); // the code tells whether all worlds were clean; workers end with it
