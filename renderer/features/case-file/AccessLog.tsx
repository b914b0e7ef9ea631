import type { Id } from '../../../core/domain/ids.ts';
import { useDeskQuery } from '../../shared/backend.tsx';
import { formatMoment } from '../../shared/format.ts';
import { Empty, QueryView } from '../../shared/ui/ViewState.tsx';
import classes from './case-file.module.css';

const readers: ReadonlySet<string> = new Set(['teamLead', 'audit']);

/** Who opened this file and read, printed or saved what is in it; for who leads or audits. */
export function AccessLog({ caseFileId }: { caseFileId: Id }) {
  const role = useDeskQuery('session', 'state', {}).data?.worker?.role;
  const mayRead = role !== undefined && readers.has(role);
  const query = useDeskQuery('journal', 'accesses', mayRead ? { caseFileId } : null);
  if (!mayRead) return null;
  return (
    <section aria-label="Wer diese Akte gesehen hat">
      <h2 className={classes.journalTitle}>Wer diese Akte gesehen hat</h2>
      <QueryView query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty title="Noch niemand, soweit die Zentrale es weiß.">
              Was ohne Verbindung angesehen wurde, erscheint nach dem nächsten Abgleich des Arbeitsplatzes.
            </Empty>
          ) : (
            <table className={classes.journal}>
              <thead>
                <tr>
                  <th scope="col">Zeitpunkt</th>
                  <th scope="col">Wer</th>
                  <th scope="col">Was</th>
                  <th scope="col">Hinweis</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ row, at, workerName, words, problem }) => (
                  <tr key={row}>
                    <td>{formatMoment(at)}</td>
                    <td>{workerName}</td>
                    <td>{words}</td>
                    <td>{problem}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </QueryView>
    </section>
  );
}
