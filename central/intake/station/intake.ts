import type { Id } from '../../../core/domain/ids.ts';
import type { StackReader } from '../../../intake/station/stack-reading.ts';
import type { Log } from '../../http/context.ts';
import type { News } from '../../rules/push.ts';
import type { BasketSetting } from '../routing/baskets.ts';
import type { BlobStore } from '../../store/blob-store.ts';
import type { Database } from '../../store/database.ts';

/** What every part of the intake works with. */
export type Intake = {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly log: Log;
  /** This service among several on one store. */
  readonly serviceId: Id;
  /** The baskets that are set for what belongs to nobody known. */
  readonly baskets: readonly BasketSetting[];
  /** Tells desks what was committed. */
  announce(news: News): void;
  /** Work has come in: it need not wait for the next look into the tables. */
  wake(): void;
  /** What reads stacks here; made when first asked for. */
  reader(): StackReader;
  /** Called after each step that is on disk; tests end the service there. */
  readonly afterStep?: ((step: IntakeStep) => Promise<void> | void) | undefined;
};

export type IntakeStep =
  | 'kept'
  | 'journalled'
  | 'setAside'
  | 'removed'
  | 'grown'
  | 'claimed'
  | 'read'
  | 'resultsKept'
  | 'delivered'
  | 'laidDown';
