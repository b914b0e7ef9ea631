import { useMemo } from 'react';
import { Scrolled } from '../../../shared/ui/Scrolled.tsx';
import { type OutputOf, useDeskQuery } from '../../../shared/backend.tsx';
import { formatCount, formatNumberOf } from '../../../shared/format.ts';
import { QueryView } from '../../../shared/ui/ViewState.tsx';
import type { BatchInput } from './useBatch.ts';
import classes from './batch.module.css';

type Plan = OutputOf<'inbox', 'planBatch'>['rows'];

/** The letters an act would take and where each goes, then those it leaves out and why. */
export function BatchPreview({ input }: { input: BatchInput }) {
  const plan = usePlan(input);
  return (
    <QueryView query={plan}>
      {({ rows }) => {
        const going = rows.filter(({ leftOut }) => leftOut === null);
        const staying = rows.filter(({ leftOut }) => leftOut !== null);
        return (
          <Scrolled className={classes.preview} aria-label="Vorschau">
            <Letters title={formatNumberOf(going.length, 'Schreiben', 'Schreiben')} rows={going} />
            <Letters title={`Bleibt im Postkorb: ${formatCount(staying.length)}`} rows={staying} />
          </Scrolled>
        );
      }}
    </QueryView>
  );
}

/** What an act would do; the last answer stays until the next one is there. */
export function usePlan(input: BatchInput) {
  return useDeskQuery('inbox', 'planBatch', input, { keepsPrevious: true });
}

/** How many letters the act takes; null while that is not known. */
export function useGoingCount(input: BatchInput): number | null {
  const rows = usePlan(input).data?.rows;
  return useMemo(() => (rows ? rows.filter(({ leftOut }) => leftOut === null).length : null), [rows]);
}

function Letters({ title, rows }: { title: string; rows: Plan }) {
  if (rows.length === 0) return null;
  return (
    <>
      <h3 className={classes.previewTitle}>{title}</h3>
      <ul className={classes.previewRows}>
        {rows.map(({ itemId, title: letter, place, note, leftOut }) => (
          <li key={itemId} className={classes.previewRow}>
            <span className={classes.previewLetter}>{letter}</span>
            <span className={classes.previewPlace}>{place ?? '–'}</span>
            {leftOut || note ? <span className={classes.previewNote}>{leftOut ?? note}</span> : null}
          </li>
        ))}
      </ul>
    </>
  );
}
