import type { PullResponse } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { RecordPlace } from '../../db/records.ts';
import type { Desk } from '../commands/desk.ts';
import type { Refusals } from './ask-refusals.ts';
import type { Central } from './central.ts';
import type { Hint } from './wanted.ts';

/** A round that finds no end is left; the next one goes on from what is in the store. */
export const mostSteps = 10_000;

export type RoundParts = {
  desk: Desk;
  central: Central;
  pause: () => Promise<void>;
  mayGoOn: () => boolean;
  /** Somebody at the page is asking for something: steps are to be small. */
  isAsked: () => boolean;
  /** The worker has just done something: it goes out before the desk asks for news, so that others see it sooner. */
  sendsFirst: boolean;
  /** The centre has said what is new; fetching it may take long. */
  onReached: () => void;
  /** Lists of what is to be done are whole; files may still be coming. */
  onWorklist: () => void;
  /** Rows that others' work or her own has brought here. */
  onArrived: (places: readonly RecordPlace[]) => void;
  /** Asked for what was refused and is not known here, once everything that waits has been sent. */
  refusals: Refusals;
  /** What pokes named: only that is fetched. null: everything that is new. */
  hint: Hint;
  /** What pokes brought along: answers to pulls nobody had to ask for. */
  brought: readonly PullResponse[];
};
export type RoundResult = {
  gained: Id[];
  lost: Id[];
  /** The centre asked to come again later with what waits. */
  mustWait: boolean;
  /** Milliseconds after which the centre has time for the rest of a first fetch. */
  waitForRest: number | null;
  /** Commands went out between two streams of a first fetch; what came of them is still to be fetched. */
  hasPushed: boolean;
  /** A German sentence about something that needs somebody's eye. */
  problem: string | null;
  /** A command wrote where this desk does not look: perhaps there are new rights. */
  mustAsk: boolean;
  /** Something was sent or fetched. */
  hasWorked: boolean;
  /** The centre was asked for everything that is new. */
  isWhole: boolean;
};
