import type { Moment } from '../../core/domain/moments.ts';
import type { Timers } from './environment.ts';

const minute = 60_000;

/**
 * A pause of the sync: until she goes on or its time is over, whichever the clock or the counted minutes say first. A machine that slept
 * does not lengthen it, nor does a clock that is set back.
 */
export function createPause(parts: { timers: Pick<Timers, 'after'>; now: () => Moment; onOver: () => void }) {
  let until: Moment | null = null;
  let cancel = () => {};

  const end = (): void => {
    until = null;
    cancel();
  };
  const step = (minutesLeft: number): void => {
    cancel = parts.timers.after(minute, () => {
      if (until === null) return;
      if (minutesLeft > 1 && parts.now() < until) return step(minutesLeft - 1);
      end();
      parts.onOver();
    });
  };
  return {
    isRunning: () => until !== null,
    /** Begins anew; gives the moment it ends by itself. */
    begin(minutes: number): Moment {
      end();
      until = new Date(Date.parse(parts.now()) + minutes * minute).toISOString();
      step(minutes);
      return until;
    },
    end,
  };
}
