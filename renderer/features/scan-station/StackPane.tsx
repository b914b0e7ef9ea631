import { useState } from 'react';
import { useDeskQuery } from '../../shared/backend.tsx';
import { formatMoment, formatSize } from '../../shared/format.ts';
import { Pane } from '../../shared/ui/Pane.tsx';
import { QueryView } from '../../shared/ui/ViewState.tsx';
import { type Detail, isBack, leftOutOf, standing, turnPage, type Turns, type Wish, wishesOf } from './correction.ts';
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
  return <QueryView query={detail}>{(data) => <OpenStack stack={stack} detail={data} />}</QueryView>;
}

function OpenStack({ stack, detail }: { stack: StackRow; detail: Detail }) {
  const [begun, setBegun] = useState<Begun>(nothingBegun(detail));
  const [chosen, setChosen] = useState<number | null>(null);
  // What was begun was decided on the stack as it was; the page she looks at stays.
  const { changed, turns } = begun.round === detail.round ? begun : nothingBegun(detail);
  const page = chosen ?? firstToSee(detail);
  const wishes = changed ?? wishesOf(detail);
  const mayChange = stack.state === 'needsLook' || stack.state === 'done';
  const use = leftOutOf(detail, wishes).includes(page) ? 'aussortiert' : pageUse(detail, page);
  const change = (wanted: Wish[]) => setBegun({ round: detail.round, changed: wanted, turns });
  const turn = () => setBegun({ round: detail.round, changed, turns: turnPage(detail, turns, page) });
  return (
    <>
      <Pane name="Gewählter Stapel" className={classes.detail}>
        <h2 className={classes.title}>{stack.fileName}</h2>
        <Facts stack={stack} />
        <StackActs key={`acts ${detail.round}`} detail={detail} />
        {wishes.length > 0 || detail.documents.length > 0 ? (
          <Documents
            key={`documents ${detail.round}`}
            {...{ detail, wishes, turns, mayChange, page }}
            onChange={change}
            onDiscard={() => setBegun(nothingBegun(detail))}
            onPage={setChosen}
          />
        ) : null}
        <PageUses detail={detail} wishes={wishes} page={page} onPage={setChosen} />
      </Pane>
      <PagePicture
        {...{ stack, page, use, wishes, mayChange, mayEmpty: isBack(detail) }}
        isTurned={turns.has(page)}
        turned={standing(detail, turns, page)}
        onTurn={turn}
        onPage={setChosen}
        onChange={change}
      />
    </>
  );
}

/** What somebody has begun to put right, and in which round of the stack. */
type Begun = { round: number; changed: Wish[] | null; turns: Turns };
const nothingBegun = ({ round }: Detail): Begun => ({ round, changed: null, turns: new Map() });

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
