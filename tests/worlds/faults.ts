import type { Random } from './simulation/random.ts';

/** Everything that may go wrong in a world. */
export const faultNames = [
  // network
  ...['lostRequests', 'lostAnswers', 'slowNetwork', 'duplicates', 'lateAnswers', 'portal', 'silence', 'lostPokes'],
  // desk
  ...[
    'kills',
    'killsInTransactions',
    'powerCuts',
    'diskRollbacks',
    'copiedProfiles',
    'diskTrouble',
    'clockJumps',
    'sleep',
  ],
  ...['lostFiles', 'newerDesk', 'olderCommands'],
  // centre
  ...[
    'slowDatabase',
    'serviceCrashes',
    'databaseCrashes',
    'refusedConnections',
    'restores',
    'failOvers',
    'shortAnswers',
    'compaction',
  ],
  ...['newerCentre', 'longTransactions', 'longTexts'],
  // organisation
  ...['rights', 'denials', 'substitutions', 'teams', 'closings'],
] as const;
export type FaultName = (typeof faultNames)[number];

/** What is switched on in one world, and how much of it. */
export type Weather = {
  on: ReadonlySet<FaultName>;
  /** Share of requests and answers that get lost, up to 0.3. */
  loss: number;
  /** Milliseconds one way, on average. */
  latency: number;
  /** Milliseconds between two things that people or misfortune do. */
  gap: number;
  /** How many such things happen before the weather turns fine. */
  length: number;
  desks: number;
};

/** What takes much time is on in few worlds. */
const seldom: ReadonlySet<FaultName> = new Set(['longTexts']);

/** Draws a world's weather: a random half of all faults, each with rates of its own, since always everything at once hides faults. */
export function drawWeather(
  random: Random,
  forced: readonly FaultName[] = [],
  without: readonly FaultName[] = [],
): Weather {
  const share = random.pick([0.1, 0.3, 0.3, 0.5, 0.7]);
  const on = new Set<FaultName>(faultNames.filter((name) => random.chance(seldom.has(name) ? share / 10 : share)));
  for (const name of without) on.delete(name);
  for (const name of forced) on.add(name);
  return {
    on,
    loss: random.pick([0.05, 0.1, 0.2, 0.3]),
    latency: random.pick([1, 5, 20, 80]),
    gap: random.pick([20, 200, 200, 1_000, 4_000]),
    length: random.between(8, 36),
    desks: random.between(2, 4),
  };
}
