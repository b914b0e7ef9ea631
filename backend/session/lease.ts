import type { Id } from '../../core/domain/ids.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { EscrowKey } from '../../db/escrow.ts';
import type { GivenShare, HeldLease } from '../../db/keys.ts';
import type { LeaseVerdict } from '../../db/lease.ts';
import type { KeyCentral } from '../sync/central.ts';
import type { Clock, Timers } from '../sync/environment.ts';

const minute = 60_000;
/** So often the centre is asked, where it is there; a longer lease for a tour is on the desk after this time, or with the next log-in. */
const renewEvery = 15 * minute;
/** Less than the step back of a clock that is believed, so that nothing is gained by setting it back. */
const noteEvery = 4 * minute;

/** A share, and the key to which what waits is sealed. */
export type AskedShare = GivenShare & { escrowKey: EscrowKey };

/** Asks the centre for its share of the key of a store, and tells how many commands wait in it and how many scopes differ. Throws as the line does. */
export async function askShare(
  central: Pick<KeyCentral, 'lease'>,
  storeId: Id,
  deviceName: string,
  told: { waiting?: number; differing?: number } = {},
): Promise<AskedShare> {
  const { share, seconds, escrowKey, proofKey } = await central.lease({ storeId, deviceName, ...told });
  const given = { storeId, share: Buffer.from(share, 'base64'), milliseconds: seconds * 1_000 };
  const proof = proofKey === undefined ? undefined : { storeId, key: Buffer.from(proofKey, 'base64') };
  return { ...given, escrowKey: { id: escrowKey.id, publicKey: Buffer.from(escrowKey.publicKey, 'base64'), proof } };
}

/** As `askShare`; null where there is none to be had, because the line broke after the log-in. `notHers`: the store is somebody else's. */
export async function askShareAtLogIn(
  central: KeyCentral,
  storeId: Id,
  deviceName: string,
): Promise<AskedShare | 'notHers' | null> {
  try {
    return await askShare(central, storeId, deviceName);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'offline' || error.code === 'not_found') return null; // not found: a centre from before there were leases
    if (error.details['reason'] === 'notHerStore') return 'notHers';
    throw error;
  }
}

export type LeaseWatch = {
  /** Looks whether it is time to ask, for example because the centre is back. */
  look(): Promise<void>;
  /** Asks at once, because the centre may say something else now; where it is away the lease stays as it is. */
  renewNow(): Promise<void>;
  stop(): void;
};

/** Renews the lease of an open store in silence while the centre is there, and tells when it has ended without it. */
export function watchLease(parts: {
  lease: HeldLease;
  /** The share was given just now, so that there is time until it is asked for again. */
  isFresh: boolean;
  clock: Clock;
  timers: Pick<Timers, 'after'>;
  isConnected: () => boolean;
  /** Asks the centre; throws when it does not answer. */
  ask: () => Promise<GivenShare>;
  onRenewed: () => void;
  onOver: (verdict: Exclude<LeaseVerdict, 'valid'>) => void;
  onFault: (error: unknown) => void;
}): LeaseWatch {
  const { lease, clock } = parts;
  let notedAt = clock.now();
  let renewedAt = parts.isFresh ? notedAt : Number.NEGATIVE_INFINITY;
  let isStopped = false;
  let looking: Promise<void> | null = null;
  let cancelTimer = () => {};

  const renew = async (): Promise<boolean> => {
    try {
      const given = await parts.ask();
      if (isStopped) return true;
      await lease.renew(given, clock.now());
    } catch (error) {
      if (!(error instanceof AppError)) parts.onFault(error);
      return false;
    }
    renewedAt = clock.now();
    notedAt = renewedAt;
    parts.onRenewed();
    return true;
  };
  const lookNow = async () => {
    const now = clock.now();
    const verdict = lease.judge(now);
    const isDue = now - renewedAt >= renewEvery && parts.isConnected();
    if ((isDue || verdict !== 'valid') && (await renew())) return;
    if (isStopped) return;
    if (verdict !== 'valid') return parts.onOver(verdict);
    if (now - notedAt < noteEvery) return;
    notedAt = now;
    await lease.noteTime(now);
  };
  const look = (): Promise<void> => {
    if (isStopped) return Promise.resolve();
    looking ??= lookNow()
      .catch(parts.onFault)
      .finally(() => {
        looking = null;
      });
    return looking;
  };
  const schedule = () => {
    if (isStopped) return;
    cancelTimer = parts.timers.after(minute, () => {
      schedule();
      void look();
    });
  };
  schedule();
  return {
    look,
    async renewNow() {
      if (!isStopped) await renew();
    },
    stop() {
      isStopped = true;
      cancelTimer();
    },
  };
}
