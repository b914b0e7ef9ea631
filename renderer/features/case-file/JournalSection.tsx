import type { Id } from '../../../core/domain/ids.ts';
import { useDeskQuery } from '../../shared/backend.tsx';
import { formatMoment } from '../../shared/format.ts';
import { Pane } from '../../shared/ui/Pane.tsx';
import { Empty, QueryView } from '../../shared/ui/ViewState.tsx';
import { AccessLog } from './AccessLog.tsx';
import classes from './case-file.module.css';

/** Who did what in this file; kept at the centre, so it needs the connection. */
export function JournalSection({ caseFileId }: { caseFileId: Id }) {
  const query = useDeskQuery('journal', 'list', { caseFileId, documentId: null });
  return (
    <Pane name="Verlauf" className={classes.scroll}>
      <QueryView query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty title="Zu dieser Akte ist noch nichts festgehalten." />
          ) : (
            <table className={classes.journal}>
              <thead>
                <tr>
                  <th scope="col">Zeitpunkt</th>
                  <th scope="col">Wer</th>
                  <th scope="col">Was</th>
                  <th scope="col">Grund</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.number}>
                    <td>{formatMoment(row.at)}</td>
                    <td>
                      {row.actorName}
                      {row.onBehalfOf ? `, Vertretung von ${row.onBehalfOf}` : ''}
                    </td>
                    <td>{row.words}</td>
                    <td>{row.reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </QueryView>
      <AccessLog caseFileId={caseFileId} />
    </Pane>
  );
}
