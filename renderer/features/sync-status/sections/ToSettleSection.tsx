import { useDeskQuery } from '../../../shared/backend.tsx';
import { formatNumberOf } from '../../../shared/format.ts';
import { CommandButton } from '../../../shared/ui/CommandButton.tsx';
import classes from '../sync-view.module.css';
import { Facts, Section } from './Section.tsx';

/** What the centre did not take over, and late work that waits for a decision. */
export function ToSettleSection() {
  const rows = useDeskQuery('clarifications', 'list', {}).data?.rows;
  if (!rows) return null;
  const countOf = (kind: (typeof rows)[number]['kind']) => rows.filter((row) => row.kind === kind).length;
  const lines: [string, number][] = [
    ['Nicht übernommen', countOf('refusal')],
    ['Nachlauf anderer, über den Sie entscheiden', countOf('lateWork')],
    ['Ihr Nachlauf', countOf('ownLateWork')],
  ];
  const shown = lines.filter(([, count]) => count > 0);
  return (
    <Section title="Zu klären">
      {shown.length === 0 ? (
        <p className={classes.quiet}>Nichts. Die Zentrale hat alles übernommen, was angekommen ist.</p>
      ) : (
        <>
          <Facts rows={shown.map(([what, count]) => [what, formatNumberOf(count, 'Punkt', 'Punkte')])} />
          <div className={classes.actions}>
            <CommandButton command="go.clarification" label="Zur Klärung" />
          </div>
        </>
      )}
    </Section>
  );
}
