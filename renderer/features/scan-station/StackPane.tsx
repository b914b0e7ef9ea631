import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useDeskMutation, useDeskQuery } from '../../shared/backend.tsx';
import { formatMoment, formatSize } from '../../shared/format.ts';
import { showMessage } from '../../shared/messages.ts';
import { QueryView } from '../../shared/ui/ViewState.tsx';
import type { Detail } from './correction.ts';
import { Documents } from './Documents.tsx';
import classes from './scan-station.module.css';
import { progressWords, stateTitle, type StackRow } from './words.ts';

/** One stack: what it is, what can be done with it, and its documents. */
export function StackPane({ stack }: { stack: StackRow }) {
  const detail = useDeskQuery('station', 'stack', { stackId: stack.stackId }, { everyMilliseconds: 2_000 });
  return (
    <>
      <h2 className={classes.title}>{stack.fileName}</h2>
      <dl className={classes.facts}>
        <Fact name="Stand">{[stateTitle(stack), progressWords(stack)].filter(Boolean).join(', ')}</Fact>
        {stack.reason ? <Fact name="Grund">{stack.reason}</Fact> : null}
        <Fact name="Eingegangen">
          {formatMoment(stack.takenAt)} · {stack.station} · {formatSize(stack.size)}
        </Fact>
        {stack.sameAsAt ? <Fact name="Schon eingegangen">{formatMoment(stack.sameAsAt)}</Fact> : null}
      </dl>
      <QueryView query={detail}>
        {(data) => (
          <>
            <Acts detail={data} />
            {data.documents.length > 0 ? <Documents key={data.round} detail={data} /> : null}
            <PageUses pages={data.pages} />
          </>
        )}
      </QueryView>
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Acts({ detail }: { detail: Detail }) {
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
  const isUndelivered = detail.documents.every((document) => document.state !== 'delivered');
  const mayTick = isOpen && detail.documents.every((document) => document.state === 'delivered');
  const mayReturn = hasFolder && isUndelivered && (isOpen || state === 'waiting');
  if (!isOpen && !mayReturn) return null;
  return (
    <div className={classes.acts}>
      {mayTick ? <Button onClick={() => markSeen.mutate({ stackId })}>Angesehen</Button> : null}
      {isOpen && isUndelivered ? (
        <Button variant="default" onClick={() => retry.mutate({ stackId })}>
          Noch einmal lesen
        </Button>
      ) : null}
      {mayReturn ? (
        <Button variant="default" onClick={() => giveBack.mutate({ stackId })}>
          In den Ordner zurückgeben
        </Button>
      ) : null}
    </div>
  );
}

const useWords = { document: '', blank: 'leer', separator: 'Trennblatt', coverSheet: 'Deckblatt' } as const;

function PageUses({ pages }: { pages: Detail['pages'] }) {
  const left = pages.filter(({ use }) => use !== 'document');
  if (left.length === 0) return null;
  return (
    <p className={classes.quiet}>
      Nicht in einem Schreiben: {left.map(({ page, use }) => `Seite ${page} (${useWords[use]})`).join(', ')}
    </p>
  );
}
