import { z } from 'zod';
import { AppError } from '../core/domain/errors.ts';

// How long a desk may open its store without having asked the centre. All times are milliseconds since 1970 by the desk's clock.

/** A clock that is set back further than this is not believed: only the centre opens the store then. */
const believedStepBack = 5 * 60_000;

const leaseSchema = z.object({
  share: z.base64(),
  until: z.int(),
  /** The latest time this desk has seen while the store was used. */
  seen: z.int(),
});
export type Lease = z.infer<typeof leaseSchema>;
export type LeaseVerdict = 'valid' | 'leaseOver' | 'clockSetBack';

/** Whether a lease still opens the store at this time. */
export function judgeLease(lease: Pick<Lease, 'until' | 'seen'>, now: number): LeaseVerdict {
  if (now < lease.seen - believedStepBack) return 'clockSetBack';
  return Math.max(now, lease.seen) >= lease.until ? 'leaseOver' : 'valid';
}

/** A lease as bytes, and back. */
export const leaseBytes = (lease: Lease): Buffer => Buffer.from(JSON.stringify(lease));
export const leaseOf = (bytes: Uint8Array): Lease => leaseSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));

const kept =
  'Alles ist noch da, auch was Sie zuletzt geschrieben haben. Sobald dieses Gerät die Zentrale erreicht, melden Sie sich bitte an; dann arbeiten Sie weiter wie zuvor.';
const sentences: Record<Exclude<LeaseVerdict, 'valid'>, string> = {
  leaseOver: `Ihre Akten auf diesem Gerät sind gesperrt, weil die Zentrale länger nicht erreicht wurde, als ohne sie gearbeitet werden darf. ${kept}`,
  clockSetBack: `Ihre Akten auf diesem Gerät sind gesperrt, weil die Uhr des Geräts zurückgestellt wurde. ${kept}`,
};

/** What a worker reads when the store stays closed: AppError `locked` with `details.reason`. */
export function leaseError(verdict: Exclude<LeaseVerdict, 'valid'>): AppError {
  return new AppError('locked', sentences[verdict], { reason: verdict });
}
