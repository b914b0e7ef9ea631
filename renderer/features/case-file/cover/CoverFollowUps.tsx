import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskMutation } from '../../../shared/backend.tsx';
import { useShowDone } from '../../../shared/done.ts';
import { formatAge, formatDay, today } from '../../../shared/format.ts';
import { type FollowUpChange, useSlots } from '../../../shared/slots.tsx';
import { CommandButton } from '../../../shared/ui/CommandButton.tsx';
import type { CaseCover } from '../case-words.ts';
import classes from './cover.module.css';

type FollowUp = CaseCover['followUps'][number];
type Chosen = { followUp: FollowUp; change: FollowUpChange };

const changes: { change: FollowUpChange; label: string }[] = [
  { change: 'reschedule', label: 'Verlegen …' },
  { change: 'assign', label: 'Übergeben …' },
  { change: 'cancel', label: 'Aufheben …' },
];

/** What is due in this file, soonest first; done with one click. */
export function CoverFollowUps({ cover: { caseFileId, followUps, mayWrite } }: { cover: CaseCover }) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const { FollowUpChangeDialog } = useSlots();
  return (
    <>
      {followUps.length === 0 ? <p className={classes.quiet}>Keine offen.</p> : null}
      <ul className={classes.followUps}>
        {followUps.map((followUp) => (
          <FollowUpLine
            key={followUp.followUpId}
            caseFileId={caseFileId}
            followUp={followUp}
            mayWrite={mayWrite}
            onChange={(change) => setChosen({ followUp, change })}
          />
        ))}
      </ul>
      {mayWrite ? (
        <div className={classes.foot}>
          <CommandButton command="followUp.add" label="Wiedervorlage oder Frist …" size="compact-sm" />
        </div>
      ) : null}
      {chosen ? <FollowUpChangeDialog {...chosen} onClose={() => setChosen(null)} /> : null}
    </>
  );
}

type LineProps = { caseFileId: Id; followUp: FollowUp; mayWrite: boolean; onChange: (change: FollowUpChange) => void };

function FollowUpLine({ caseFileId, followUp, mayWrite, onChange }: LineProps) {
  const { followUpId, dueOn, subject, hasNewPostSince, workerName, laterDueOn } = followUp;
  const showDone = useShowDone();
  const { mutate: complete } = useDeskMutation('followUps', 'complete', { onSuccess: showDone });
  const now = today();
  return (
    <li className={classes.followUp}>
      <span className={dueOn <= now ? classes.due : undefined} title={formatAge(dueOn, now)}>
        {formatDay(dueOn)}
      </span>
      <span className={classes.subject}>
        {subject}
        {workerName ? ` · ${workerName}` : ''}
        {laterDueOn ? ` · auch verlegt auf ${formatDay(laterDueOn.dueOn)} (${laterDueOn.byName})` : ''}
        {hasNewPostSince ? <strong> · neue Post</strong> : null}
      </span>
      {mayWrite ? (
        <>
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Erledigt: ${subject}`}
            onClick={() => complete({ caseFileId, followUpId })}
          >
            Erledigt
          </Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`Weiteres: ${subject}`} title="Weiteres">
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {changes.map(({ change, label }) => (
                <Menu.Item key={change} onClick={() => onChange(change)}>
                  {label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </>
      ) : null}
    </li>
  );
}
