import { useDeskQuery } from './backend.tsx';

/** No event tells of what other desks hand over; it waits for days, not for minutes. */
const often = 10 * 60_000;

/** What closed accounts have left behind, for who leads or administers; nobody else asks. Needs the centre. */
export function useLeftWork() {
  const role = useDeskQuery('session', 'state', {}).data?.worker?.role;
  const isAsked = role === 'administration' || role === 'teamLead';
  return { isAsked, query: useDeskQuery('leftWork', 'list', isAsked ? {} : null, { everyMilliseconds: often }) };
}
