import { formatTime } from '../../shared/format.ts';
import classes from './stack-line.module.css';
import { progressWords, type StackRow, unassignedWords } from './words.ts';

/** One stack in the list: which file, from where, how far. */
export function StackLine({ stack }: { stack: StackRow }) {
  const { fileName, station, takenAt, reason, state, pagesDone, pageCount } = stack;
  return (
    <div className={classes.line} data-state={state}>
      <span className={classes.name}>{fileName}</span>
      <span className={classes.when}>{formatTime(takenAt)}</span>
      <span className={classes.second}>
        {[station, progressWords(stack), unassignedWords(stack), reason].filter(Boolean).join(' · ')}
        {stack.sameAsAt ? ' · schon einmal eingegangen' : ''}
      </span>
      {state === 'inWork' && pageCount ? (
        <progress className={classes.progress} value={pagesDone} max={pageCount} aria-label="Gelesene Seiten" />
      ) : null}
    </div>
  );
}
