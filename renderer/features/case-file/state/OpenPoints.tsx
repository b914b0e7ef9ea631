import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskQuery } from '../../../shared/backend.tsx';
import { QueryView } from '../../../shared/ui/ViewState.tsx';
import classes from './state.module.css';
import { openPointLines } from './state-words.ts';

/** What is not done in the file before it is closed: how much, and of each kind the first with their days. */
export function OpenPoints({ caseFileId }: { caseFileId: Id }) {
  const query = useDeskQuery('caseFiles', 'openPoints', { caseFileId });
  return (
    <QueryView query={query}>
      {(points) => {
        const lines = openPointLines(points);
        if (lines.length === 0) {
          return (
            <p className={classes.words}>Soweit auf diesem Gerät bekannt ist, ist in dieser Akte nichts mehr offen.</p>
          );
        }
        return (
          <section className={classes.open} aria-label="In dieser Akte ist noch offen">
            <strong>In dieser Akte ist noch offen:</strong>
            <ul>
              {lines.map(({ title, entries, more }) => (
                <li key={title}>
                  {title}
                  <ul>
                    {entries.map((entry) => (
                      <li key={entry.key}>{entry.text}</li>
                    ))}
                    {more > 0 ? <li>und {more} weitere</li> : null}
                  </ul>
                </li>
              ))}
            </ul>
            <span>Das bleibt offen, auch wenn Sie die Akte schließen.</span>
          </section>
        );
      }}
    </QueryView>
  );
}
