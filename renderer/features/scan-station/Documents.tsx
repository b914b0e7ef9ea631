import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDeskMutation } from '../../shared/backend.tsx';
import { formatNumberOf } from '../../shared/format.ts';
import { showMessage } from '../../shared/messages.ts';
import { type Detail, wishesOf } from './correction.ts';
import { DocumentLine } from './DocumentLine.tsx';
import classes from './scan-station.module.css';

/** The documents of a stack, and how they are put right: split, join, another recipient. */
export function Documents({ detail }: { detail: Detail }) {
  const [changed, setChanged] = useState<ReturnType<typeof wishesOf> | null>(null);
  const queries = useQueryClient();
  const correct = useDeskMutation('station', 'correct', {
    onSuccess: () => {
      showMessage('Berichtigt und zugestellt.');
      void queries.invalidateQueries({ queryKey: ['station'] });
    },
  });
  const wishes = changed ?? wishesOf(detail);
  const { stackId, state } = detail.stack;
  const mayChange = state === 'needsLook' || state === 'done';
  const isSame = JSON.stringify(wishes) === JSON.stringify(wishesOf(detail));
  return (
    <section aria-label="Schreiben des Stapels">
      <h3 className={classes.subtitle}>{formatNumberOf(wishes.length, 'Schreiben', 'Schreiben')}</h3>
      <ol className={classes.documents}>
        {wishes.map((wish, at) => (
          <DocumentLine key={wish.pages.join()} {...{ wishes, at, detail, mayChange }} onChange={setChanged} />
        ))}
      </ol>
      {isSame ? null : (
        <div className={classes.acts}>
          <Button
            loading={correct.isPending}
            onClick={() => correct.mutate({ stackId, round: detail.round, documents: wishes })}
          >
            Berichtigung zustellen
          </Button>
          <Button variant="default" onClick={() => setChanged(null)}>
            Verwerfen
          </Button>
        </div>
      )}
    </section>
  );
}
