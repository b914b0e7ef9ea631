import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { CaseList, type Which } from './CaseList.tsx';

const choices: { value: Which; label: string }[] = [
  { value: 'mine', label: 'Meine Akten' },
  { value: 'pinned', label: 'Mitgenommen' },
  { value: 'substituted', label: 'In Vertretung' },
  { value: 'all', label: 'Alle auf diesem Gerät' },
];

/** The files one is responsible for, and the others at hand. */
export function MyCasesView() {
  const [which, setWhich] = useState<Which>('mine');
  return (
    <CaseList
      key={which}
      which={which}
      title="Meine Akten"
      choice={
        <SegmentedControl
          size="xs"
          aria-label="Welche Akten"
          data={choices}
          value={which}
          onChange={(value) => setWhich(value as Which)}
        />
      }
    />
  );
}

/** The files opened lately, newest first. */
export function RecentView() {
  return <CaseList which="recent" title="Zuletzt" />;
}
