import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { type OutputOf, useDeskQuery } from '../../shared/backend.tsx';
import { Pane } from '../../shared/ui/Pane.tsx';
import { ViewHead } from '../../shared/ui/ViewHead.tsx';
import { Empty, QueryView } from '../../shared/ui/ViewState.tsx';
import { StartDialog } from './StartDialog.tsx';
import { SubstitutedCases } from './SubstitutedCases.tsx';
import { SubstitutionCard } from './SubstitutionCard.tsx';
import classes from './substitution.module.css';

export type SubstitutionRow = OutputOf<'substitutions', 'list'>['rows'][number];

const sections: { state: SubstitutionRow['state']; title: string }[] = [
  { state: 'running', title: 'Laufend' },
  { state: 'planned', title: 'Geplant' },
  { state: 'ended', title: 'Beendet' },
];

/** Who stands in for whom, handing over and taking over, and the files one stands in for. */
export function SubstitutionView() {
  const list = useDeskQuery('substitutions', 'list', {});
  const [isStarting, setIsStarting] = useState(false);
  return (
    <>
      <ViewHead title="Vertretung">
        <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setIsStarting(true)}>
          Vertretung einrichten
        </Button>
      </ViewHead>
      <div className={classes.columns}>
        <Pane name="Vertretungen" className={classes.list}>
          <QueryView query={list}>
            {({ rows }) =>
              rows.length === 0 ? (
                <Empty title="Zurzeit ist keine Vertretung eingerichtet.">
                  Sie können Ihre Akten und Ihren Postkorb abgeben oder die einer Kollegin oder eines Kollegen
                  übernehmen.
                </Empty>
              ) : (
                sections.map(({ state, title }) => (
                  <Section key={state} title={title} rows={rows.filter((row) => row.state === state)} />
                ))
              )
            }
          </QueryView>
        </Pane>
        <Pane name="Vertretene Akten" className={classes.cases}>
          <SubstitutedCases />
        </Pane>
      </div>
      {isStarting ? <StartDialog onClose={() => setIsStarting(false)} /> : null}
    </>
  );
}

function Section({ title, rows }: { title: string; rows: SubstitutionRow[] }) {
  if (rows.length === 0) return null;
  return (
    <>
      <h2 className={classes.section}>{title}</h2>
      {rows.map((row) => (
        <SubstitutionCard key={row.substitutionId} row={row} />
      ))}
    </>
  );
}
