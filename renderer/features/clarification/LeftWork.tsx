import { Button } from '@mantine/core';
import { useState } from 'react';
import { type OutputOf, useDeskMutation } from '../../shared/backend.tsx';
import { formatMoment, formatNumberOf } from '../../shared/format.ts';
import type { useLeftWork } from '../../shared/left-work.ts';
import { showMessage } from '../../shared/messages.ts';
import { ReasonDialog } from '../../shared/ui/ReasonDialog.tsx';
import { QueryView } from '../../shared/ui/ViewState.tsx';
import classes from './clarification.module.css';
import { Fields } from './Fields.tsx';
import { OpenCaseButton } from './OpenCaseButton.tsx';

type Query = ReturnType<typeof useLeftWork>['query'];
type Left = OutputOf<'leftWork', 'list'>;

/** What closed accounts have left behind and nobody else sees, for who leads or administers: taken note of with a reason. */
export function LeftWork({ query }: { query: Query }) {
  if (query.data?.count === 0) return null;
  return (
    <section aria-label="Nicht Ausgeführtes geschlossener Konten">
      <h2 className={classes.sectionTitle}>Nicht Ausgeführtes geschlossener Konten</h2>
      <QueryView query={query}>{(left) => <Cards left={left} onNoted={() => void query.refetch()} />}</QueryView>
    </section>
  );
}

function Cards({ left: { rows, count }, onNoted }: { left: Left; onNoted: () => void }) {
  const [noting, setNoting] = useState<Left['rows'][number] | null>(null);
  const { mutateAsync: note } = useDeskMutation('leftWork', 'note', {
    meta: { errorIsShown: true },
    onSuccess: () => showMessage('Zur Kenntnis genommen.'),
    onSettled: onNoted,
  });
  return (
    <>
      {rows.map((row) => (
        <Card key={`${row.commandId} ${row.workerId}`} row={row} onNote={() => setNoting(row)} />
      ))}
      {count > rows.length ? (
        <p className={classes.facts}>
          {`Dies sind die ältesten ${rows.length} von ${formatNumberOf(count, 'Vorgang', 'Vorgängen')}.`}
        </p>
      ) : null}
      <ReasonDialog
        isOpen={noting !== null}
        title="Zur Kenntnis nehmen"
        explanation="Der Vorgang wird nicht ausgeführt und steht danach nicht mehr hier. Er bleibt in der Zentrale aufbewahrt; Ihr Name und der Grund werden im Journal festgehalten."
        label="Grund"
        confirmLabel="Zur Kenntnis nehmen"
        onConfirm={async (reason) => noting && note({ commandId: noting.commandId, workerId: noting.workerId, reason })}
        onClose={() => setNoting(null)}
      />
    </>
  );
}

function Card({ row, onNote }: { row: Left['rows'][number]; onNote: () => void }) {
  const { caseFileId, label, workerName } = row;
  return (
    <article className={classes.card}>
      <h3 className={classes.message}>Nicht ausgeführt: {row.why}</h3>
      <p className={classes.facts}>
        {label} · von {workerName} am {formatMoment(row.at)} · in der Zentrale eingegangen am {formatMoment(row.keptAt)}
      </p>
      {row.isReadable ? (
        <div className={classes.sides}>
          <Fields title={`Angaben von ${workerName}`} rows={row.content} />
        </div>
      ) : (
        <p className={classes.facts}>
          Der Inhalt ist für Sie nicht einsehbar: Er gehört zu keiner Akte und keinem Postkorb, die Sie lesen dürfen.
        </p>
      )}
      <div className={classes.actions}>
        <Button aria-label={`Zur Kenntnis nehmen: ${label}, ${workerName}`} onClick={onNote}>
          Zur Kenntnis nehmen …
        </Button>
        <OpenCaseButton caseFileId={caseFileId} title={row.caseTitle} />
      </div>
    </article>
  );
}
