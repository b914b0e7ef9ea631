import { formatAge, formatDate, formatDay, formatMoment, today } from '../format.ts';
import { dayOf } from '../../../core/domain/moments.ts';

/** A day, `03.11.2026`; a dash when there is none. */
export function DayText({ day }: { day: string | null }) {
  return day === null ? <span title="ohne Datum">–</span> : <time dateTime={day}>{formatDay(day)}</time>;
}

/** How long ago a moment was, with the date on hover. */
export function AgeText({ moment }: { moment: string }) {
  return (
    <time dateTime={moment} title={formatMoment(moment)}>
      {formatAge(dayOf(moment), today())}
    </time>
  );
}

/** The day of a moment, with the time on hover. */
export function DateText({ moment }: { moment: string }) {
  return (
    <time dateTime={moment} title={formatMoment(moment)}>
      {formatDate(moment)}
    </time>
  );
}
