import type { Shape } from '../../core/contract/desk.ts';
import type { sessionState } from '../../core/contract/desk-shapes.ts';
import type { IdSource } from '../../core/domain/ids.ts';
import type { KeySealer } from '../../db/keys.ts';
import type { StackReader } from '../../intake/station/stack-reading.ts';
import type { ScanDesk } from '../branch-scans/scan-desk.ts';
import type { ChangeNotices } from '../commands/changes.ts';
import type { Desk } from '../commands/desk.ts';
import type { Central, KeyCentral } from '../sync/central.ts';
import type { SyncEngine } from '../sync/engine.ts';
import type { TextDesk } from '../uploads/text-desk.ts';
import type { Clock, Timers } from '../sync/environment.ts';

export type SessionState = Shape<typeof sessionState>;
export type OpenSession = {
  desk: Desk;
  sync: SyncEngine;
  changes: ChangeNotices;
  /** Asked through `sync.ask`, which sees to the token. */
  keys: KeyCentral;
  scans: ScanDesk;
  texts: TextDesk;
  /** Asks the centre now for how long the store opens without it; where it is away that stays as it was. */
  renewLease(): Promise<void>;
};

/** What sessions are made from. */
export type SessionParts = {
  dataFolder: string;
  /** One per log-in; it keeps the access token. */
  createCentral: () => Central & KeyCentral;
  /** The operating system's key store, where there is one. */
  sealer: KeySealer | null;
  deviceName: string;
  newId: IdSource;
  clock: Clock;
  timers: Timers;
  random: () => number;
  blobLimit?: () => number;
  /** Where the thread that looks for damage lies once it is bundled. */
  damageSearchUrl?: URL;
  /** Reads what is scanned at this desk. */
  stackReader: () => StackReader;
  /** Somebody at the page is asking for something: what holds up its answers goes in small steps. */
  isAsked?: () => boolean;
  onFault?: (error: unknown) => void;
};
