import { Select } from '@mantine/core';
import type { Id } from '../../../core/domain/ids.ts';
import { type OutputOf, useDeskQuery } from '../../shared/backend.tsx';

type Directory = OutputOf<'office', 'directory'>;
type Props = { ownInboxId: Id; target: Id | null; onChange: (target: Id | null) => void; error: string | null };

/** Chooses a colleague's or a team's Postkorb. */
export function TargetSelect({ ownInboxId, target, onChange, error }: Props) {
  const directory = useDeskQuery('office', 'directory', {}).data;
  return (
    <Select
      label="An"
      data-autofocus
      searchable
      selectFirstOptionOnChange
      openOnFocus={false}
      placeholder="Name oder Team"
      nothingFoundMessage="Niemand gefunden."
      data={directory ? targetsFor(directory, ownInboxId) : []}
      value={target}
      error={error}
      onChange={(value) => onChange(value as Id | null)}
    />
  );
}

function targetsFor({ workers, teams }: Directory, ownInboxId: Id) {
  const people = workers.flatMap(({ inboxId, isActive, familyName, givenName, teamName }) =>
    inboxId && isActive && inboxId !== ownInboxId
      ? [{ value: inboxId, label: `${familyName}, ${givenName}${teamName ? ` (${teamName})` : ''}` }]
      : [],
  );
  const baskets = teams.flatMap(({ inboxId, name, branchOfficeName }) =>
    inboxId && inboxId !== ownInboxId ? [{ value: inboxId, label: `${name} (${branchOfficeName})` }] : [],
  );
  return [
    { group: 'Teams', items: baskets },
    { group: 'Kolleginnen und Kollegen', items: people.toSorted((a, b) => a.label.localeCompare(b.label, 'de')) },
  ];
}
