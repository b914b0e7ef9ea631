import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useDeskMutation } from '../../shared/backend.tsx';
import { formatCount, formatDate, formatMoment } from '../../shared/format.ts';
import { navigate } from '../../shared/navigation.ts';
import { useShowDone } from '../../shared/done.ts';
import type { SubstitutionRow } from './SubstitutionView.tsx';
import classes from './substitution.module.css';

/** One substitution: whose, by whom, why, how long, and what can be done. */
export function SubstitutionCard({ row }: { row: SubstitutionRow }) {
  const [isEnding, setIsEnding] = useState(false);
  const showDone = useShowDone();
  const { mutate: end, isPending } = useDeskMutation('substitutions', 'end', {
    onSuccess: showDone,
    onSettled: () => setIsEnding(false),
  });
  const { inboxId } = row;
  const isRunning = row.state === 'running';
  const isMine = row.role === 'substitute' || row.throughName !== null;
  return (
    <article className={classes.card} data-own={isMine && isRunning}>
      <h3 className={classes.who}>
        {row.absentName} <IconArrowRight size={14} aria-label="wird vertreten durch" /> {row.substituteName}
      </h3>
      <p className={classes.facts}>
        {row.endedAt && row.state === 'ended'
          ? `${formatDate(row.from)} bis ${formatMoment(row.endedAt)}`
          : `${formatDate(row.from)} bis ${formatDate(row.to)}`}
        {row.reason ? ` · ${row.reason}` : ''}
        {row.setByName
          ? ` · eingerichtet von ${row.setByName}`
          : row.kind === 'takeOver'
            ? ' · übernommen'
            : ' · abgegeben'}
        {row.isPending ? ' · wartet auf den Abgleich' : ''}
      </p>
      {row.throughName ? (
        <p className={classes.facts}>
          Vertretung von {row.absentName} (in Vertretung für {row.throughName}) durch Sie
        </p>
      ) : null}
      {isEnding ? (
        <div className={classes.actions}>
          <span>Vertretung jetzt beenden?</span>
          <Button size="compact-sm" loading={isPending} onClick={() => end({ substitutionId: row.substitutionId })}>
            Beenden
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setIsEnding(false)}>
            Abbrechen
          </Button>
        </div>
      ) : (
        <div className={classes.actions}>
          {isRunning && isMine && inboxId !== null ? (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => navigate({ view: 'inbox', inboxId, itemId: null })}
            >
              Postkorb öffnen{row.openInboxCount ? ` (${formatCount(row.openInboxCount)})` : ''}
            </Button>
          ) : null}
          {row.mayEnd && row.state !== 'ended' ? (
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setIsEnding(true)}>
              {row.state === 'planned' ? 'Absagen …' : 'Beenden …'}
            </Button>
          ) : null}
        </div>
      )}
    </article>
  );
}
