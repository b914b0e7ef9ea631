import { Button } from '@mantine/core';
import { IconArrowBackUp, IconFolderOpen } from '@tabler/icons-react';
import { useDeskMutation } from '../../shared/backend.tsx';
import { formatTime } from '../../shared/format.ts';
import { showMessage } from '../../shared/messages.ts';
import { navigate } from '../../shared/navigation.ts';
import { caseFileRoute } from '../../shared/routes.ts';
import type { InboxItem } from './filing-draft.ts';
import classes from './inbox.module.css';

/** A letter that is finished: by whom, when, where it went, and the way back. */
export function DonePanel({ item, onNext }: { item: InboxItem; onNext: () => void }) {
  const { mutate: takeBack, isPending } = useDeskMutation('undo', 'take', {
    onSuccess: ({ label }) => showMessage(label),
  });
  const { filedTo, undoCommandId } = item;
  return (
    <div className={classes.done}>
      <h2 className={classes.doneTitle}>{item.state === 'forwarded' ? 'Weitergeleitet' : 'Abgelegt'}</h2>
      <p className={classes.doneWords}>
        {item.doneByName ?? 'Jemand'} hat dieses Schreiben{item.doneAt ? ` um ${formatTime(item.doneAt)}` : ''}{' '}
        {item.state === 'forwarded'
          ? 'weitergeleitet.'
          : filedTo?.caseTitle
            ? `in die Akte ${filedTo.caseTitle} abgelegt.`
            : 'abgelegt.'}
      </p>
      <div className={classes.doneActions}>
        {filedTo ? (
          <Button
            variant="default"
            leftSection={<IconFolderOpen size={16} aria-hidden />}
            onClick={() => navigate(caseFileRoute(filedTo.caseFileId, filedTo.documentId))}
          >
            In der Akte ansehen
          </Button>
        ) : null}
        {undoCommandId ? (
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            loading={isPending}
            onClick={() => takeBack({ commandId: undoCommandId })}
          >
            Zurücknehmen
          </Button>
        ) : null}
        <Button variant="subtle" onClick={onNext}>
          Nächstes Schreiben
        </Button>
      </div>
    </div>
  );
}
