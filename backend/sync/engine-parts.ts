import type { SessionResponse } from '../../core/contract/central.ts';
import type { AppError } from '../../core/domain/errors.ts';
import type { Desk } from '../commands/desk.ts';
import type { Central } from './central.ts';
import type { Timers } from './environment.ts';
import type { SearchDamage } from './scrub.ts';

/** What the sync of one store is made from. */
export type SyncEngineParts = {
  desk: Desk;
  central: Central;
  timers: Timers;
  /** Between 0 and 1. */
  random: () => number;
  /** Logs in again when the kept session is no longer good; null: she has to do it herself. */
  logInAgain?: () => Promise<SessionResponse>;
  /** Most bytes of contents on this desk. */
  blobLimit?: () => number;
  /** Somebody at the page is asking for something: what holds up its answers goes in small steps. */
  isAsked?: () => boolean;
  /** Looks for pages of the store that went bad; without it nobody does. */
  searchDamage?: SearchDamage;
  /** Told what the centre refuses the desk as a whole, for example because it is lost. */
  onFailure?: (error: AppError) => void;
  /** Told of faults of the program itself; must not log personal data. */
  onFault?: (error: unknown) => void;
};
