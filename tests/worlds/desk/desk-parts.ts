import type { PullResponse } from '../../../core/contract/central.ts';
import type { Id } from '../../../core/domain/ids.ts';
import type { Centre } from '../centre.ts';
import type { Weather } from '../faults.ts';
import type { OfficeWorker } from '../office.ts';
import type { Random } from '../simulation/random.ts';
import type { Scheduler } from '../simulation/scheduler.ts';
import type { WorldDesk } from './desk.ts';
import type { SqlFault } from './disk.ts';
import type { LineFaults } from './line.ts';
import type { StoreFolder } from './store-folder.ts';

/** What a desk of a world is made of. */
export type WorldDeskParts = {
  name: string;
  worker: OfficeWorker;
  scheduler: Scheduler;
  random: Random;
  weather: Weather;
  centre: Centre;
  newId: () => Id;
  isStormy: () => boolean;
  trace: (text: string) => void;
  onProblem: (problem: string) => void;
  onPull: (desk: WorldDesk, answer: PullResponse) => void;
  onTouched: (desk: WorldDesk) => void;
  /** Accounts are closed in this world: its stores have folders. A copied profile brings its own. */
  folder: StoreFolder | null;
  sqlFault?: SqlFault | undefined;
  lineFaults?: ((desk: WorldDesk) => LineFaults) | undefined;
};
