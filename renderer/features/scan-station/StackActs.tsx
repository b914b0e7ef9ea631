import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useDeskMutation } from '../../shared/backend.tsx';
import { showMessage } from '../../shared/messages.ts';
import type { Detail } from './correction.ts';
import classes from './stack-pane.module.css';

/** What can be done with a stack as a whole; what its state does not allow is not offered. */
export function StackActs({ detail }: { detail: Detail }) {
  const { stackId, state, hasFolder } = detail.stack;
  const queries = useQueryClient();
  const done = (words: string) => ({
    onSuccess: () => {
      showMessage(words);
      void queries.invalidateQueries({ queryKey: ['station'] });
    },
  });
  const retry = useDeskMutation('station', 'retry', done('Der Stapel wird noch einmal gelesen.'));
  const giveBack = useDeskMutation('station', 'giveBack', done('Die Datei wird in den Ordner „zurückgegeben“ gelegt.'));
  const markSeen = useDeskMutation('station', 'markSeen', done('Als angesehen vermerkt.'));
  const isOpen = state === 'failed' || state === 'needsLook';
  const isUndelivered = detail.documents.every((document) => document.state === 'needsLook');
  const mayTick = isOpen && detail.documents.every((document) => document.state === 'delivered');
  const mayReturn = hasFolder && isUndelivered && (isOpen || state === 'waiting');
  if (!isOpen && !mayReturn) return null;
  return (
    <div className={classes.acts}>
      {mayTick ? (
        <Button loading={markSeen.isPending} onClick={() => markSeen.mutate({ stackId })}>
          Als angesehen vermerken
        </Button>
      ) : null}
      {isOpen && isUndelivered ? (
        <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate({ stackId })}>
          Noch einmal lesen
        </Button>
      ) : null}
      {mayReturn ? (
        <Button variant="default" loading={giveBack.isPending} onClick={() => giveBack.mutate({ stackId })}>
          In den Ordner zurückgeben
        </Button>
      ) : null}
    </div>
  );
}
