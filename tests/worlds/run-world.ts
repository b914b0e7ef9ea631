import type { FaultName } from './faults.ts';
import { checkAll, isQuiet, whatMoves } from './invariants/final.ts';
import type { Mutant } from './mutants.ts';
import { type Office, openOffice } from './office.ts';
import { type Problem, World } from './world.ts';

export type Outcome = {
  seed: number;
  problems: Problem[];
  steps: number;
  commands: number;
  weather: readonly FaultName[];
};

let office: Promise<Office> | undefined;

/** Runs the world of a seed to its end and says what is wrong with it. */
export async function runWorld(
  seed: number,
  options: {
    mutant?: Mutant;
    forced?: readonly FaultName[];
    without?: readonly FaultName[];
    trace?: (line: string) => void;
  } = {},
): Promise<Outcome> {
  office ??= openOffice();
  const world = new World(await office, { seed, ...options });
  try {
    const isDone = () => isQuiet(world);
    await world.storm(isDone);
    if (await world.calm(isDone)) await checkAll(world);
    else for (const desk of world.desks) world.problem('stuck', `${desk.name} ${whatMoves(world, desk) ?? 'is quiet'}`);
  } catch (error) {
    world.problem('fault', error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    world.close();
  }
  const { problems, created, scheduler, weather } = world;
  return { seed, problems, steps: scheduler.steps(), commands: created.size, weather: [...weather.on] };
}
