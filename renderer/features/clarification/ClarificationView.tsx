import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { type OutputOf, useDeskMutation, useDeskQuery } from '../../shared/backend.tsx';
import { formatMoment, formatNumberOf } from '../../shared/format.ts';
import { useLeftWork } from '../../shared/left-work.ts';
import { showMessage } from '../../shared/messages.ts';
import { NoteVersions } from '../../shared/notes/NoteVersions.tsx';
import { Pane } from '../../shared/ui/Pane.tsx';
import { ReasonDialog } from '../../shared/ui/ReasonDialog.tsx';
import { ViewHead } from '../../shared/ui/ViewHead.tsx';
import { Empty, QueryView } from '../../shared/ui/ViewState.tsx';
import classes from './clarification.module.css';
import { Fields } from './Fields.tsx';
import { OpenCaseButton } from './OpenCaseButton.tsx';
import { LeftWork } from './LeftWork.tsx';

type Clarification = OutputOf<'clarifications', 'list'>['rows'][number];

/** What the centre did not take over, with the worker's own content and the ways to settle it. */
export function ClarificationView() {
  const list = useDeskQuery('clarifications', 'list', {});
  const { isAsked, query: left } = useLeftWork();
  const count = (list.data?.rows.length ?? 0) + (left.data?.count ?? 0);
  return (
    <>
      <ViewHead title="Klärung" fact={count > 0 ? formatNumberOf(count, 'offener Punkt', 'offene Punkte') : null} />
      <Pane name="Offene Punkte" className={classes.list}>
        <QueryView query={list}>
          {({ rows }) =>
            rows.length === 0 && !left.data?.count ? (
              <Empty title="Nichts zu klären." icon={<IconCheck size={28} aria-hidden />}>
                Alle Ihre Änderungen sind übernommen oder warten nur auf den Abgleich.
              </Empty>
            ) : (
              rows.map((row) => <ClarificationCard key={row.clarificationId} row={row} />)
            )
          }
        </QueryView>
        {isAsked ? <LeftWork query={left} /> : null}
      </Pane>
    </>
  );
}

function ClarificationCard({ row }: { row: Clarification }) {
  const { mutate, isPending, variables } = useDeskMutation('clarifications', 'settle', {
    onSuccess: () => showMessage('Geklärt.'),
  });
  const { caseFileId } = row;
  const [isDeclining, setIsDeclining] = useState(false);
  const { mutateAsync: decline } = useDeskMutation('clarifications', 'settle', { meta: { errorIsShown: true } });
  return (
    <article className={classes.card}>
      <h2 className={classes.message}>{row.message}</h2>
      {row.versions ? null : (
        <p className={classes.facts}>
          {row.label} · von {row.byName ?? 'Ihnen'} am {formatMoment(row.at)}
          {row.kind === 'refusal' ? ` · zurückgegeben am ${formatMoment(row.refusedAt)}` : ''}
        </p>
      )}
      <div className={classes.sides}>
        <Fields title={row.byName ? `Angaben von ${row.byName}` : 'Ihre Angaben'} rows={row.content} />
        <Fields title="Jetzt gültig" rows={row.standing ?? []} />
      </div>
      {caseFileId && row.versions ? <NoteVersions caseFileId={caseFileId} versions={row.versions} /> : null}
      <div className={classes.actions}>
        {row.actions.map(({ action, label }, index) => (
          <Button
            key={action}
            variant={index === 0 ? 'filled' : 'default'}
            loading={isPending && variables.action === action}
            disabled={isPending}
            onClick={() =>
              action === 'decline' ? setIsDeclining(true) : mutate({ clarificationId: row.clarificationId, action })
            }
          >
            {label}
          </Button>
        ))}
        <OpenCaseButton caseFileId={caseFileId} title={row.caseTitle} />
      </div>
      <ReasonDialog
        isOpen={isDeclining}
        title="Nachlauf ablehnen"
        explanation={`${row.byName ?? 'Die Person'} erfährt Ihren Grund. Der Inhalt bleibt lesbar.`}
        label="Grund"
        confirmLabel="Ablehnen"
        onConfirm={(reason) => decline({ clarificationId: row.clarificationId, action: 'decline', reason })}
        onClose={() => setIsDeclining(false)}
      />
    </article>
  );
}
