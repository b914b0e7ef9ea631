import { Button } from '@mantine/core';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskMutation } from '../../../shared/backend.tsx';
import { useShowDone } from '../../../shared/done.ts';
import { formatAge, formatDay, today } from '../../../shared/format.ts';
import { CommandButton } from '../../../shared/ui/CommandButton.tsx';
import type { CaseCover } from '../case-words.ts';
import classes from './cover.module.css';

/** What is due in this file, soonest first; done with one click. */
export function CoverFollowUps({ caseFileId, followUps }: { caseFileId: Id; followUps: CaseCover['followUps'] }) {
  const showDone = useShowDone();
  const { mutate: complete } = useDeskMutation('followUps', 'complete', { onSuccess: showDone });
  const now = today();
  return (
    <>
      {followUps.length === 0 ? <p className={classes.quiet}>Keine offen.</p> : null}
      <ul className={classes.followUps}>
        {followUps.map(({ followUpId, dueOn, subject, hasNewPostSince }) => (
          <li key={followUpId} className={classes.followUp}>
            <span className={dueOn <= now ? classes.due : undefined} title={formatAge(dueOn, now)}>
              {formatDay(dueOn)}
            </span>
            <span className={classes.subject}>
              {subject}
              {hasNewPostSince ? <strong> · neue Post</strong> : null}
            </span>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Erledigt: ${subject}`}
              onClick={() => complete({ caseFileId, followUpId })}
            >
              Erledigt
            </Button>
          </li>
        ))}
      </ul>
      <div className={classes.foot}>
        <CommandButton command="followUp.add" label="Wiedervorlage oder Frist …" size="compact-sm" />
      </div>
    </>
  );
}
