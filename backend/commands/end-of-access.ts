import { type Moment, dayOf, germanDay } from '../../core/domain/moments.ts';
import type { Scope } from '../../db/scopes.ts';

const berlinTime = new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' });

/** "Ihr Zugriff auf diese Akte endete um 14:05.", on another day with the day. For scopes whose right has run out. */
export function endOfAccess({ kind, validTo }: Pick<Scope, 'kind' | 'validTo'>, now: Moment): string {
  const what = kind === 'o' ? 'diesen Postkorb' : 'diese Akte';
  if (!validTo) return `Sie haben keinen Zugriff auf ${what}.`;
  const day = dayOf(validTo) === dayOf(now) ? '' : `am ${germanDay(dayOf(validTo))} `;
  return `Ihr Zugriff auf ${what} endete ${day}um ${berlinTime.format(new Date(validTo))}.`;
}
