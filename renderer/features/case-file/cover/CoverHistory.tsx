import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskQuery } from '../../../shared/backend.tsx';
import { formatMoment, formatNumberOf } from '../../../shared/format.ts';
import { QueryView } from '../../../shared/ui/ViewState.tsx';
import classes from './cover.module.css';

const shownAtFirst = 10;

/** What stood on the cover before: who changed it, when, from what to what. */
export function CoverHistory({ caseFileId }: { caseFileId: Id }) {
  const query = useDeskQuery('caseFiles', 'coverHistory', { caseFileId });
  const [isWhole, setIsWhole] = useState(false);
  return (
    <QueryView query={query}>
      {({ rows }) =>
        rows.length === 0 ? (
          <p className={classes.quiet}>Am Aktendeckel wurde noch nichts geändert.</p>
        ) : (
          <>
            <table className={classes.persons}>
              <thead>
                <tr>
                  <th scope="col">Wann</th>
                  <th scope="col">Wer</th>
                  <th scope="col">Angabe</th>
                  <th scope="col">Vorher</th>
                  <th scope="col">Nachher</th>
                </tr>
              </thead>
              <tbody>
                {(isWhole ? rows : rows.slice(0, shownAtFirst)).map((line) => (
                  <tr key={`${line.at}/${line.field}/${line.byName}/${line.newValue}`}>
                    <td>{formatMoment(line.at)}</td>
                    <td>{line.byName}</td>
                    <th scope="row">{line.field}</th>
                    <td>{line.oldValue || '–'}</td>
                    <td>{line.newValue || '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {isWhole || rows.length <= shownAtFirst ? null : (
              <div className={classes.foot}>
                <Button variant="default" size="compact-sm" onClick={() => setIsWhole(true)}>
                  Alle {formatNumberOf(rows.length, 'Änderung', 'Änderungen')} zeigen
                </Button>
              </div>
            )}
          </>
        )
      }
    </QueryView>
  );
}
