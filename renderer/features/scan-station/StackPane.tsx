import { useState } from 'react';
import { useDeskQuery } from '../../shared/backend.tsx';
import { formatMoment, formatSize } from '../../shared/format.ts';
import { Pane } from '../../shared/ui/Pane.tsx';
import { QueryView } from '../../shared/ui/ViewState.tsx';
import { type Detail, isBack, leftOutOf, turnPage, type Turns, type Wish, wishesOf } from './correction.ts';
import { Documents } from './Documents.tsx';
import { PagePicture } from './PagePicture.tsx';
import { PageUses } from './PageUses.tsx';
import classes from './stack-pane.module.css';
import { StackActs } from './StackActs.tsx';
import { firstToSee, pageUse, progressWords, stateTitle, type StackRow } from './words.ts';

const lookAgain = 2_000; // milliseconds

/** One stack: what it is, what can be done with it, its documents, and beside them a picture of its pages. */
export function StackPane({ stack }: { stack: StackRow }) {
  const detail = useDeskQuery('station', 'stack', { stackId: stack.stackId }, { everyMilliseconds: lookAgain });
  return <QueryView query={detail}>{(data) => <OpenStack key={data.round} stack={stack} detail={data} />}</QueryView>;
}

function OpenStack({ stack, detail }: { stack: StackRow; detail: Detail }) {
  const [changed, setChanged] = useState<Wish[] | null>(null);
  const [turns, setTurns] = useState<Turns>(new Map());
  const [chosen, setChosen] = useState<number | null>(null);
  const page = chosen ?? firstToSee(detail);
  const wishes = changed ?? wishesOf(detail);
  const mayChange = stack.state === 'needsLook' || stack.state === 'done';
  const use = leftOutOf(detail, wishes).includes(page) ? 'aussortiert' : pageUse(detail, page);
  const discard = () => {
    setChanged(null);
    setTurns(new Map());
  };
  return (
    <>
      <Pane name="Gewählter Stapel" className={classes.detail}>
        <h2 className={classes.title}>{stack.fileName}</h2>
        <Facts stack={stack} />
        <StackActs detail={detail} />
        {wishes.length > 0 || detail.documents.length > 0 ? (
          <Documents
            {...{ detail, wishes, turns, mayChange, page }}
            onChange={setChanged}
            onDiscard={discard}
            onPage={setChosen}
          />
        ) : null}
        <PageUses detail={detail} wishes={wishes} page={page} onPage={setChosen} />
      </Pane>
      <PagePicture
        {...{ stack, page, use, wishes, turns, mayChange, mayEmpty: isBack(detail) }}
        onTurn={() => setTurns(turnPage(detail, turns, page))}
        onPage={setChosen}
        onChange={setChanged}
      />
    </>
  );
}

function Facts({ stack }: { stack: StackRow }) {
  return (
    <dl className={classes.facts}>
      <Fact name="Stand">{[stateTitle(stack), progressWords(stack)].filter(Boolean).join(', ')}</Fact>
      {stack.reason ? <Fact name="Grund">{stack.reason}</Fact> : null}
      <Fact name="Eingegangen">
        {formatMoment(stack.takenAt)} · {stack.station} · {formatSize(stack.size)}
      </Fact>
      {stack.sameAsAt ? <Fact name="Schon eingegangen">{formatMoment(stack.sameAsAt)}</Fact> : null}
    </dl>
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
