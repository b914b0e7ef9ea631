import type { BatchedContent } from '../../core/contract/content-batch.ts';
import type {
  ChangesQuery,
  ChangesResponse,
  JournalEntry,
  LeaseRequest,
  LeaseResponse,
  Poke,
  PullRequest,
  PullResponse,
  PushRequest,
  PushResponse,
  SessionResponse,
  Show,
  UploadState,
} from '../../core/contract/central.ts';
import type { AccessEvent, AccessLogEntry } from '../../core/contract/access-events.ts';
import type { DeskStores, OwnTour } from '../../core/contract/desk-stores.ts';
import type { EscrowedCommand, SealedCommand } from '../../core/contract/escrow.ts';
import type { LeftWorkList, LeftWorkNote } from '../../core/contract/left-work.ts';
import type { RefusalsRequest, RefusalsResponse } from '../../core/contract/refusals.ts';
import type { SnapshotRequest } from '../../core/contract/snapshot.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { StationCentral } from '../station/station-client.ts';
import type { Moment } from '../../core/domain/moments.ts';
import type { SnapshotPart } from './snapshot-lines.ts';

export type PokeListeners = {
  onReady: () => void;
  onPoke: (poke: Poke | null) => void;
  onShow?: (show: Show) => void;
};

/**
 * What the desk asks of the centre. All calls throw AppError: `offline` (not reachable, overloaded, or something else answers in its
 * place), `unauthenticated`, `forbidden`, `must_upgrade`, `not_found`, `conflict`, `invalid_input`, `internal`.
 */
export type Central = {
  logIn(request: { login: string; password: string; deviceName: string; storeId?: Id }): Promise<SessionResponse>;
  refresh(refreshToken: string): Promise<SessionResponse>;
  logOut(): Promise<void>;
  /** The token of all further calls; null: none. */
  useAccessToken(token: string | null): void;
  push(request: PushRequest): Promise<PushResponse>;
  changes(query: ChangesQuery): Promise<ChangesResponse>;
  pull(request: PullRequest): Promise<PullResponse>;
  /** Whole scopes as they come in. Throws `offline` with `details.retryAfter` when others are served first, and where the stream is cut. */
  snapshot(request: SnapshotRequest): AsyncIterable<SnapshotPart>;
  /**
   * Listens for pokes until the signal says stop, or throws when the line breaks. `onReady`: the centre listens, too. A poke without
   * readable content is null: something changed.
   */
  events(signal: AbortSignal, listeners: PokeListeners): Promise<void>;
  /** Which of these contents the centre has, as far as the worker may see them. */
  presentBlobs(sha256s: readonly string[]): Promise<string[]>;
  /** Contents that are damaged at the centre and that the worker may see. */
  wantedBlobs(): Promise<string[]>;
  /** Sends a content of at most `uploadPartSize` bytes whole. `conflict`: it arrived changed. */
  putBlob(sha256: string, bytes: Uint8Array): Promise<void>;
  /**
   * Sends several small contents at once (`batchedContentSize`, `batchSize`). Gives those that are there now; what is missing among them
   * came changed, or the centre is one from before there were batches.
   */
  putBlobs(contents: readonly { sha256: string; bytes: Uint8Array }[]): Promise<string[]>;
  startUpload(content: { sha256: string; size: number }): Promise<UploadState>;
  /** Sends one part; gives the offset the centre has now. On `conflict`, `details.offset` tells where it stands. */
  uploadPart(uploadId: Id, part: { offset: number; bytes: Uint8Array }): Promise<number>;
  /** The bytes of a content from `from` on. */
  blob(sha256: string, from: number, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /**
   * Several small contents at once, in the order in which they are asked for; their bytes are not compared here. What is missing is to be
   * asked for by itself: it is not there, not small, or the centre is one from before there were batches. Throws where the stream is cut.
   */
  blobs(sha256s: readonly string[], signal?: AbortSignal): AsyncIterable<BatchedContent>;
  /** Breaks off all calls; nothing can be asked afterwards. */
  close(): void;
  /** Tells who looked at what here. `not_found`: a centre from before there was a log of it. */
  tellAccess(request: { events: AccessEvent[] }): Promise<{ isForked: boolean }>;
  /** Who looked at what in a file; for who leads or audits. */
  accessLog(query: {
    scopeId: Id;
    before?: number | undefined;
  }): Promise<{ entries: AccessLogEntry[]; isComplete: boolean }>;
  /** Own refused commands that this desk does not name; notes what was settled here. `not_found`: a centre from before it told them. */
  refusals(request: RefusalsRequest): Promise<RefusalsResponse>;
  journal(query: { scopeId: Id; after: number }): Promise<{ entries: JournalEntry[]; isComplete: boolean }>;
  /** For accounts of the scan station. */
  readonly station: StationCentral;
};

/** Work of closed accounts that is carried out by nobody; for who leads or administers. */
export type LeftWorkCentral = {
  /** `not_found`: a centre from before it told of it. */
  leftWork(): Promise<LeftWorkList>;
  /** `conflict`: somebody else was first, or the account is open again. */
  noteLeftWork(commandId: Id, note: LeftWorkNote): Promise<void>;
};

/** What a log-in, an open store and a lost one ask of the centre about keys. */
export type KeyCentral = DeskStoreCentral &
  LeftWorkCentral & {
    /**
     * The centre's share of the key of a store, made when the store is new. `forbidden` with `details.reason` notHerStore (the id is another
     * worker's) or storeLost (`details.order`: it is to be wiped).
     */
    lease(request: LeaseRequest): Promise<LeaseResponse>;
    /** Hands over sealed commands of a store that does not open. */
    bringEscrow(request: { commands: SealedCommand[] }): Promise<{ kept: number; unreadable: number }>;
    /** Her own commands that came to the centre like this and are at no desk yet. */
    waitingEscrow(): Promise<{ commands: EscrowedCommand[] }>;
    noteEscrowTaken(request: { ids: Id[] }): Promise<void>;
    /** Needs no log-in. `order` is null for a store that is not to be wiped. */
    wipeOrder(storeId: Id): Promise<{ order: string | null }>;
    wipeEscrow(request: { order: string; commands: SealedCommand[] }): Promise<{ kept: number; unreadable: number }>;
    noteWiped(request: { order: string; notDelivered: number }): Promise<void>;
  };

/** Tours of workers and the stores on their devices; who leads or administers may ask about those of others. */
export type DeskStoreCentral = {
  ownTour(): Promise<OwnTour>;
  /** `conflict`: longer than the office allows. */
  beginTour(request: { until: Moment; reason: string }): Promise<OwnTour>;
  endTour(): Promise<OwnTour>;
  endTourOf(workerId: Id, request: { reason: string }): Promise<void>;
  setLongestTour(request: { days: number }): Promise<void>;
  deskStores(): Promise<DeskStores>;
  /** `conflict`: the device she sits at. */
  reportLost(request: { storeId: Id; reason: string }): Promise<void>;
  /** `conflict`: it is wiped already. */
  withdrawLost(storeId: Id, request: { reason: string }): Promise<void>;
};
