import { formatSize } from '../../../shared/format.ts';
import { CommandButton } from '../../../shared/ui/CommandButton.tsx';
import classes from '../sync-view.module.css';
import { Facts, type Overview, Progress, Section } from './Section.tsx';

/** What contents take up on this device, and what they may. */
export function RoomSection({ overview: { storage } }: { overview: Overview }) {
  const { usedBytes, limitBytes, freeBytes } = storage;
  return (
    <Section title="Platz auf diesem Gerät">
      <Facts
        rows={[
          ['Von Inhalten belegt', `${formatSize(usedBytes)} von höchstens ${formatSize(limitBytes)}`],
          ['Auf dem Gerät frei', formatSize(freeBytes)],
        ]}
      />
      <Progress done={Math.min(usedBytes, limitBytes)} of={Math.max(1, limitBytes)} label="Belegter Platz" />
      <div className={classes.actions}>
        <CommandButton command="settings.open" label="Höchstens belegten Platz ändern" />
      </div>
    </Section>
  );
}
