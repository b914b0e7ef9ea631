import type { OutputOf } from '../../shared/backend.tsx';

/** All Postkörbe somebody may get a letter in, as a grouped choice. */
export function recipients({ workers, teams }: OutputOf<'office', 'directory'>) {
  const baskets = teams.flatMap(({ inboxId, name }) => (inboxId ? [{ value: inboxId, label: name }] : []));
  const people = workers.flatMap(({ inboxId, isActive, familyName, givenName }) =>
    inboxId && isActive ? [{ value: inboxId, label: `${familyName}, ${givenName}` }] : [],
  );
  return [
    { group: 'Teams', items: baskets },
    { group: 'Kolleginnen und Kollegen', items: people.toSorted((a, b) => a.label.localeCompare(b.label, 'de')) },
  ];
}
