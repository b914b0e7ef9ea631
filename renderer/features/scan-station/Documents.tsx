import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDeskMutation } from '../../shared/backend.tsx';
import { formatNumberOf } from '../../shared/format.ts';
import { showMessage } from '../../shared/messages.ts';
import {
  type Detail,
  isBack,
  leftOutOf,
  pageWords,
  type Turn,
  turnedPages,
  type Turns,
  type Wish,
  wishesOf,
} from './correction.ts';
import { DocumentLine } from './DocumentLine.tsx';
import classes from './stack-pane.module.css';

type Props = {
  detail: Detail;
  wishes: Wish[];
  turns: Turns;
  mayChange: boolean;
  page: number;
  onChange: (wishes: Wish[]) => void;
  /** Everything as the stack is. */
  onDiscard: () => void;
  onPage: (page: number) => void;
};

const inOrder = (left: number, right: number) => left - right;

/** The documents of a stack, and how they are put right: split, join, another recipient, pages taken out or turned. */
export function Documents({ detail, wishes, turns, mayChange, page, onChange, onDiscard, onPage }: Props) {
  const queries = useQueryClient();
  const [answer, setAnswer] = useState('');
  const hasReturned = isBack(detail);
  const correct = useDeskMutation('station', 'correct', {
    onSuccess: () => {
      showMessage('Berichtigt und zugestellt.');
      void queries.invalidateQueries({ queryKey: ['station'] });
    },
  });
  const { stackId } = detail.stack;
  const turned = turnedPages(wishes, turns);
  const isSame = turned.length === 0 && JSON.stringify(wishes) === JSON.stringify(wishesOf(detail));
  const send = () => {
    const how = {
      leftOut: leftOutOf(detail, wishes),
      turns: turned.map((one) => ({ page: one, turned: turns.get(one) as Turn })),
      answer: answer.trim() || null,
    };
    correct.mutate({ stackId, round: detail.round, documents: wishes, ...how });
  };
  return (
    <section aria-label="Schreiben des Stapels">
      <h3 className={classes.subtitle}>{formatNumberOf(wishes.length, 'Schreiben', 'Schreiben')}</h3>
      <ol className={classes.documents}>
        {wishes.map((wish, at) => (
          <DocumentLine key={wish.pages.join()} {...{ wishes, at, detail, mayChange, page, onChange, onPage }} />
        ))}
      </ol>
      {turned.length > 0 ? <p className={classes.turned}>Gedreht: {pageWords(turned.toSorted(inOrder))}</p> : null}
      {hasReturned ? (
        <TextInput
          mt={12}
          label="Antwort an den Postkorb (freiwillig)"
          description="Steht dort bei dem Schreiben, zum Beispiel: neu eingescannt, mehr Seiten gab es nicht."
          maxLength={500}
          value={answer}
          onChange={(event) => setAnswer(event.currentTarget.value)}
        />
      ) : null}
      {isSame && !hasReturned ? null : (
        <div className={classes.acts}>
          <Button loading={correct.isPending} onClick={send}>
            {isSame ? 'Unverändert wieder zustellen' : 'Berichtigung zustellen'}
          </Button>
          {isSame ? null : (
            <Button variant="default" onClick={onDiscard}>
              Verwerfen
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
