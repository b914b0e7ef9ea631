import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { type OutputOf, useDeskMutation, useDeskQuery } from '../../../shared/backend.tsx';
import { useShowDone } from '../../../shared/done.ts';
import { formatNumberOf } from '../../../shared/format.ts';
import { ReasonDialog } from '../../../shared/ui/ReasonDialog.tsx';
import { QueryView } from '../../../shared/ui/ViewState.tsx';
import { AuditDialog } from './AuditDialog.tsx';
import { accessWords, causeNames, endedWords } from './access-words.ts';
import classes from './access.module.css';
import { DenyDialog } from './DenyDialog.tsx';
import { ReassignDialog } from './ReassignDialog.tsx';

export type AccessRow = OutputOf<'caseAccess', 'list'>['rows'][number];
type Props = { caseFileId: Id; workerId: Id; workerName: string };

/** Who is kept out of the file and who may read it for an audit; those who lead set and end it here. */
export function CaseAccess({ caseFileId, workerId, workerName }: Props) {
  const query = useDeskQuery('caseAccess', 'list', { caseFileId });
  const [dialog, setDialog] = useState<'reassign' | 'deny' | 'audit' | null>(null);
  const [ending, setEnding] = useState<AccessRow | null>(null);
  const showDone = useShowDone();
  const { mutateAsync: end } = useDeskMutation('caseAccess', 'end', {
    meta: { errorIsShown: true },
    onSuccess: showDone,
  });
  return (
    <QueryView query={query}>
      {({ mayRule, otherCaseFileIds, rows }) => (
        <>
          <AccessRows rows={rows} workerName={workerName} onEnd={mayRule ? setEnding : null} />
          {mayRule ? (
            <div className={classes.actions}>
              <Button size="xs" variant="default" onClick={() => setDialog('reassign')}>
                Zuständigkeit ändern …
              </Button>
              <Button size="xs" variant="default" onClick={() => setDialog('deny')}>
                Ausschließen …
              </Button>
              <Button size="xs" variant="default" onClick={() => setDialog('audit')}>
                Einsicht zur Prüfung …
              </Button>
            </div>
          ) : null}
          {dialog === 'reassign' ? (
            <ReassignDialog
              {...{ caseFileId, workerId, workerName, otherCaseFileIds }}
              onClose={() => setDialog(null)}
            />
          ) : null}
          {dialog === 'deny' ? <DenyDialog caseFileId={caseFileId} onClose={() => setDialog(null)} /> : null}
          {dialog === 'audit' ? <AuditDialog caseFileId={caseFileId} onClose={() => setDialog(null)} /> : null}
          <EndDialog ending={ending} onEnd={(how) => end({ caseFileId, ...how })} onClose={() => setEnding(null)} />
        </>
      )}
    </QueryView>
  );
}

type EndProps = {
  ending: AccessRow | null;
  onEnd: (how: { caseAccessId: Id; isEverywhere: boolean; reason: string }) => Promise<unknown>;
  onClose: () => void;
};

/** Asks why a rule ends, and for an audit of several files whether it ends in all of them. */
function EndDialog({ ending, onEnd, onClose }: EndProps) {
  const [isEverywhere, setIsEverywhere] = useState(false);
  const isAudit = ending?.cause === 'audit';
  const others = ending?.otherFiles ?? 0;
  const close = () => {
    setIsEverywhere(false);
    onClose();
  };
  return (
    <ReasonDialog
      isOpen={ending !== null}
      title={isAudit ? 'Einsicht beenden' : 'Ausschluss aufheben'}
      explanation={ending ? `${ending.workerName}: ${causeNames[ending.cause]}. Es gilt sofort.` : ''}
      label="Grund"
      confirmLabel={isAudit ? 'Beenden' : 'Aufheben'}
      onConfirm={async (reason) => ending && onEnd({ caseAccessId: ending.caseAccessId, isEverywhere, reason })}
      onClose={close}
    >
      {isAudit && others > 0 ? (
        <Checkbox
          label={`Auch in ${formatNumberOf(others, 'weiteren Akte', 'weiteren Akten')}, die zusammen mit dieser freigegeben ${others === 1 ? 'wurde' : 'wurden'}`}
          checked={isEverywhere}
          onChange={(event) => setIsEverywhere(event.currentTarget.checked)}
        />
      ) : null}
    </ReasonDialog>
  );
}

type RowsProps = { rows: AccessRow[]; workerName: string; onEnd: ((row: AccessRow) => void) | null };

function AccessRows({ rows, workerName, onEnd }: RowsProps) {
  const standing = rows.filter(({ state }) => state !== 'ended');
  const ended = rows.filter(({ state }) => state === 'ended');
  return (
    <>
      {standing.length === 0 ? (
        <p className={classes.quiet}>
          Wie üblich: {workerName}, die Vertretung und die Teamleitung. Niemand ist ausgeschlossen.
        </p>
      ) : null}
      <ul className={classes.rows} aria-label="Regelungen zum Zugriff">
        {standing.map((row) => (
          <li key={row.caseAccessId} className={classes.row}>
            <div>
              <strong>{row.workerName}</strong> · {causeNames[row.cause]}
              <p className={classes.quiet}>{accessWords(row)}</p>
            </div>
            {onEnd ? (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`${row.cause === 'audit' ? 'Beenden' : 'Aufheben'}: ${row.workerName}`}
                onClick={() => onEnd(row)}
              >
                {row.cause === 'audit' ? 'Beenden …' : 'Aufheben …'}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {ended.length > 0 ? (
        <details className={classes.ended}>
          <summary>Frühere Regelungen ({ended.length})</summary>
          <ul className={classes.rows}>
            {ended.map((row) => (
              <li key={row.caseAccessId}>
                {row.workerName} · {causeNames[row.cause]}
                <p className={classes.quiet}>{endedWords(row)}</p>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}
