import { Button } from '@mantine/core';
import { useState } from 'react';
import { useDeskMutation, useDeskQuery } from '../../../shared/backend.tsx';
import { errorText } from '../../../shared/errors.ts';
import { formatEnd } from '../../../shared/format.ts';
import { showMessage } from '../../../shared/messages.ts';
import classes from '../sync-view.module.css';
import { TourDialog } from '../TourDialog.tsx';
import { Facts, Section } from './Section.tsx';

/** Away from the centre for longer than three days: until when, why, and how to begin and end that. */
export function TourSection() {
  const own = useDeskQuery('tours', 'own', {});
  const [isAsking, setIsAsking] = useState(false);
  const { mutate: end, isPending } = useDeskMutation('tours', 'end', {
    onSuccess: () => {
      showMessage('Der Außendienst ist beendet.');
      void own.refetch();
    },
  });
  const { data } = own;
  return (
    <Section title="Außendienst">
      {data?.tour ? (
        <Facts
          rows={[
            ['Außendienst bis', formatEnd(data.tour.until)],
            ['Grund', data.tour.reason],
          ]}
        />
      ) : (
        <p className={classes.quiet}>
          {own.error
            ? errorText(own.error)
            : `Ohne Zentrale können Sie drei Tage arbeiten. Wenn Sie länger unterwegs sind, tragen Sie das bitte ein, bevor Sie aufbrechen${data ? `; höchstens ${data.longestDays} Tage` : ''}.`}
        </p>
      )}
      <div className={classes.actions}>
        <Button variant="default" size="xs" disabled={!data} onClick={() => setIsAsking(true)}>
          {data?.tour ? 'Außendienst ändern …' : 'Außendienst eintragen …'}
        </Button>
        {data?.tour ? (
          <Button variant="default" size="xs" loading={isPending} onClick={() => end({})}>
            Außendienst beenden
          </Button>
        ) : null}
      </div>
      {isAsking && data ? (
        <TourDialog
          longestDays={data.longestDays}
          onClose={() => setIsAsking(false)}
          onDone={() => void own.refetch()}
        />
      ) : null}
    </Section>
  );
}
