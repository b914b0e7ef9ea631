import { Button } from '@mantine/core';
import { IconArchive } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { type OutputOf, useDeskMutation, useDeskQuery } from '../backend.tsx';
import { useWhyNotNow } from '../centre.ts';
import { useShowDone } from '../done.ts';
import { formatDate } from '../format.ts';
import { ReasonDialog } from '../ui/ReasonDialog.tsx';
import classes from './closed-file.module.css';

type Props = {
  caseFileId: Id | null;
  /** A follow-up is set in it, nothing filed. */
  isFollowUp?: boolean;
};
type Standing = NonNullable<OutputOf<'caseFiles', 'standing'>>;

/** Says that the chosen file is closed, what follows for what is put into it, and opens it again where she may. */
export function ClosedFile({ caseFileId, isFollowUp = false }: Props) {
  const standing = useDeskQuery('caseFiles', 'standing', caseFileId && { caseFileId }).data;
  if (!caseFileId || !standing?.closed) return null;
  return (
    <div className={classes.notice}>
      <IconArchive size={16} aria-hidden />
      <p className={classes.words}>
        <strong>{closedWords(standing.closed)}</strong>{' '}
        {isFollowUp
          ? 'Die Wiedervorlage kann trotzdem gesetzt werden; in der Liste ist sie als solche einer geschlossenen Akte gekennzeichnet.'
          : 'Ablegen ist möglich; das Dokument ist dann als „nach Schließung eingegangen“ gekennzeichnet.'}
      </p>
      {standing.mayTurn ? <Reopen key={caseFileId} caseFileId={caseFileId} standing={standing} /> : null}
    </div>
  );
}

/** `Akte ist geschlossen (zdA seit 28.11.2026, durch Jensen).` */
const closedWords = ({ since, byName }: NonNullable<Standing['closed']>): string => {
  if (since === null) return 'Akte ist geschlossen (zdA).';
  return `Akte ist geschlossen (zdA seit ${formatDate(since)}${byName ? `, durch ${byName}` : ''}).`;
};

function Reopen({ caseFileId, standing }: { caseFileId: Id; standing: Standing }) {
  // What she saw when she began: others may open the file while the dialog is open.
  const [seen, setSeen] = useState<{ id: Id | null } | null>(null);
  const whyNot = useWhyNotNow();
  const whyNotId = useId();
  const showDone = useShowDone();
  const { mutateAsync } = useDeskMutation('caseFiles', 'reopen', {
    meta: { errorIsShown: true },
    onSuccess: showDone,
  });
  return (
    <span className={classes.reopen}>
      <Button
        variant="default"
        size="compact-xs"
        aria-disabled={whyNot !== null}
        aria-describedby={whyNot ? whyNotId : undefined}
        onClick={() => whyNot === null && setSeen({ id: standing.stateChangeId })}
      >
        Akte wieder öffnen …
      </Button>
      {whyNot ? <span id={whyNotId}>{whyNot}</span> : null}
      <ReasonDialog
        isOpen={seen !== null}
        title="Akte wieder öffnen"
        explanation="Die Akte ist danach wieder laufend. Ihr Grund wird mit Ihrem Namen in der Akte festgehalten."
        label="Grund der Wiederöffnung"
        confirmLabel="Akte wieder öffnen"
        onConfirm={(reason) => mutateAsync({ caseFileId, seen: seen?.id ?? null, reason })}
        onClose={() => setSeen(null)}
      />
    </span>
  );
}
