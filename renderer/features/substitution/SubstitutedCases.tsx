import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFilter } from '@tabler/icons-react';
import { useState } from 'react';
import { useDeskQuery } from '../../shared/backend.tsx';
import { useEscape } from '../../shared/escape.ts';
import { formatDay, formatNumberOf } from '../../shared/format.ts';
import { navigate } from '../../shared/navigation.ts';
import { caseFileRoute } from '../../shared/routes.ts';
import { RowList } from '../../shared/ui/RowList.tsx';
import { Empty, QueryView } from '../../shared/ui/ViewState.tsx';
import classes from './substitution.module.css';

/** The files that are here only because of a substitution, under the name of the colleague. */
export function SubstitutedCases() {
  const [filter, setFilter] = useState('');
  const [settled] = useDebouncedValue(filter.trim(), 80);
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const list = useDeskQuery(
    'caseFiles',
    'list',
    { which: 'substituted', ...(settled === '' ? {} : { filter: settled }) },
    { keepsPrevious: true },
  );
  useEscape('clear', () => setFilter(''), filter !== '');
  return (
    <QueryView query={list}>
      {({ rows }) => (
        <>
          {rows.length === 0 && filter === '' ? null : (
            <div className={classes.casesHead}>
              <h2 className={classes.casesTitle}>Vertretene Akten</h2>
              <span className={classes.facts}>{formatNumberOf(rows.length, 'Akte', 'Akten')}</span>
              <TextInput
                aria-label="Vertretene Akten filtern"
                placeholder="Name oder Nummer"
                leftSection={<IconFilter size={16} aria-hidden />}
                value={filter}
                onChange={(event) => setFilter(event.currentTarget.value)}
              />
            </div>
          )}
          {rows.length === 0 ? (
            <Empty
              title={settled === '' ? 'Sie vertreten zurzeit niemanden.' : `Keine vertretene Akte zu „${settled}“.`}
            />
          ) : (
            <div className={classes.rows}>
              <RowList
                rows={rows.toSorted(byColleague)}
                keyOf={(row) => row.caseFileId}
                groupOf={(row) => `Vertretung für ${row.substitutedFor ?? row.workerName}`}
                label="Vertretene Akten"
                rowHeight={32}
                chosenKey={chosenKey ?? rows[0]?.caseFileId ?? null}
                onChoose={(row) => setChosenKey(row.caseFileId)}
                onOpen={(row) => navigate(caseFileRoute(row.caseFileId))}
                takesKeys
                renderRow={(row) => (
                  <div className={classes.caseRow}>
                    <strong>{row.title}</strong>
                    <span>{row.fileNumber}</span>
                    <span>{row.place}</span>
                    <span title="Bewilligt bis">{row.approvedUntil ? `bis ${formatDay(row.approvedUntil)}` : ''}</span>
                  </div>
                )}
              />
            </div>
          )}
        </>
      )}
    </QueryView>
  );
}

type Row = { substitutedFor: string | null; title: string };
const byColleague = (a: Row, b: Row): number =>
  (a.substitutedFor ?? '').localeCompare(b.substitutedFor ?? '', 'de') || a.title.localeCompare(b.title, 'de');
