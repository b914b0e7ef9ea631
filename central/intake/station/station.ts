import type { InspectionPool } from '../../../intake/content/inspection-pool.ts';
import type { StackReader } from '../../../intake/station/stack-reading.ts';
import type { Log } from '../../http/context.ts';
import type { News } from '../../rules/push.ts';
import type { BlobStore } from '../../store/blob-store.ts';
import type { Database } from '../../store/database.ts';
import type { MailAccountAccess } from '../mail/account-client.ts';
import { MailAccountWatch, type MailAccountWatchOptions } from '../mail/watch-account.ts';
import type { BasketSetting } from '../routing/baskets.ts';
import { newServiceId } from './deliver.ts';
import type { Intake, IntakeStep } from './intake.ts';
import type { RestTimes } from './resting-folder.ts';
import { claimStack } from './stacks.ts';
import { FolderWatch } from './watch.ts';
import { workOn } from './work.ts';

export type StationOptions = {
  database: Database;
  blobs: BlobStore;
  log: Log;
  announce: (news: News) => void;
  /** Folders to watch; none: only what is uploaded or comes by mail. */
  folders: readonly string[];
  /** Folders a Fachverfahren prints its notices into. */
  noticeFolders?: readonly string[];
  /** The baskets that are set for what belongs to nobody known; the same for all services of a store. */
  baskets?: readonly BasketSetting[];
  /** Made when the first stack is read, ended with the station. */
  openReader: () => StackReader;
  /** Looks into mails and what lies in them; ended by whoever made it. */
  inspection: InspectionPool;
  /** Mailboxes to watch. */
  mailAccounts?: readonly MailAccountAccess[];
  /** How often they are looked through; usually twice a minute, and at once when the server tells of something new. */
  mailAccountWatch?: Partial<MailAccountWatchOptions>;
  /** How many stacks are worked on beside each other, and one more that is waited for; 0: other services do it. */
  atOnce?: number;
  pollMilliseconds?: number;
  /** How long files in folders must not have changed, and how long they rest after they were taken over. */
  folderTimes?: Partial<RestTimes>;
  /** After so long without a sign of life another service takes a stack over. */
  leaseMilliseconds?: number;
  afterStep?: (step: IntakeStep) => Promise<void> | void;
};

const urgentLanes = 1;

/** How long files wait and rest where nothing else is said, in milliseconds. */
export const usualTimes: RestTimes = {
  settleMilliseconds: 2_000,
  unfinishedMilliseconds: 120_000,
  restMilliseconds: 86_400_000,
};

export type Station = {
  readonly intake: Intake;
  /** Ends the watch and the work; what is under way waits for the next service. */
  stop(): Promise<void>;
};

/** Starts the scan station of the centre: watches its folders, works on what came in, delivers. */
export function startStation(options: StationOptions): Station {
  const { database, blobs, log, announce, afterStep } = options;
  const poll = options.pollMilliseconds ?? 1_000;
  const ending = new AbortController();
  const working = new Set<Promise<void>>();
  let reader: StackReader | null = null;
  let timer: NodeJS.Timeout | undefined;
  let claiming: Promise<void> | null = null;
  let isAskedAgain = false;

  const wake = () => {
    clearTimeout(timer);
    if (claiming) isAskedAgain = true;
    else claiming = claimNext().finally(settle);
  };
  const settle = () => {
    claiming = null;
    if (ending.signal.aborted) return;
    if (isAskedAgain) {
      isAskedAgain = false;
      return wake();
    }
    timer = setTimeout(wake, poll);
  };
  const readerHere = () => {
    reader ??= options.openReader();
    return reader;
  };
  const serviceId = newServiceId();
  const { baskets = [] } = options;
  const intake: Intake = { database, blobs, baskets, log, announce, afterStep, serviceId, wake, reader: readerHere };
  const leaseMilliseconds = options.leaseMilliseconds ?? 15_000;

  const atOnce = options.atOnce ?? 2;
  // Beside those lanes is one for what somebody waits for: long stacks do not hold it up.
  const isFree = () => working.size < atOnce + (atOnce > 0 ? urgentLanes : 0);
  const claimNext = async (): Promise<void> => {
    while (!ending.signal.aborted && isFree()) {
      const claim = { serviceId: intake.serviceId, leaseMilliseconds, onlyUrgent: working.size >= atOnce };
      const stack = await claimStack(database, claim).catch((error: unknown) => {
        log.warn({ name: error instanceof Error ? error.name : '' }, 'the journal of the intake could not be read');
        return null;
      });
      if (!stack) return;
      const tools = { reader: readerHere(), inspection: options.inspection, leaseMilliseconds };
      const work = workOn(intake, tools, stack, ending.signal).finally(() => {
        working.delete(work);
        if (!ending.signal.aborted) wake();
      });
      working.add(work);
    }
  };

  const watch = new FolderWatch(intake, {
    folders: options.folders,
    noticeFolders: options.noticeFolders ?? [],
    pollMilliseconds: poll,
    times: { ...usualTimes, ...options.folderTimes },
  });
  watch.start();
  const mailAccounts = (options.mailAccounts ?? []).map(
    (access) => new MailAccountWatch(intake, access, options.mailAccountWatch),
  );
  for (const account of mailAccounts) account.start();
  wake();
  return {
    intake,
    stop: async () => {
      ending.abort(new Error('the service ends'));
      clearTimeout(timer);
      await Promise.all([watch.stop(), ...mailAccounts.map((account) => account.stop())]);
      await claiming;
      await Promise.all(working);
      await reader?.close();
    },
  };
}
