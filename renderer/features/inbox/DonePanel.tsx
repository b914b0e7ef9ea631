import { Button } from '@mantine/core';
import { IconArrowBackUp, IconFolderOpen } from '@tabler/icons-react';
import { useDeskMutation } from '../../shared/backend.tsx';
import { dayOf } from '../../../core/domain/moments.ts';
import { formatMoment, formatTime, today } from '../../shared/format.ts';
import { showMessage } from '../../shared/messages.ts';
import { navigate } from '../../shared/navigation.ts';
import { caseFileRoute } from '../../shared/routes.ts';
import type { InboxItem } from './filing-draft.ts';
import { LetterWays } from './LetterWays.tsx';
import classes from './done-panel.module.css';

const goneTo = {
  atStation: { title: 'An der Scanstelle', words: 'an die Scanstelle zurückgegeben.' },
  answeredByStation: { title: 'Von der Scanstelle berichtigt', words: 'an die Scanstelle zurückgegeben.' },
  otherLetters: { title: 'Geteilt oder zusammengefügt', words: 'geteilt oder mit anderen zusammengefügt.' },
} as const;

function titleOf({ wentTo, state }: InboxItem): string {
  if (wentTo) return goneTo[wentTo].title;
  return state === 'forwarded' ? 'Weitergeleitet' : 'Abgelegt';
}

function whatWasDone({ wentTo, state, filedTo }: InboxItem): string {
  if (wentTo) return goneTo[wentTo].words;
  if (state === 'forwarded') return 'weitergeleitet.';
  return filedTo?.caseTitle ? `in die Akte ${filedTo.caseTitle} abgelegt.` : 'abgelegt.';
}

const when = (moment: string) => (dayOf(moment) === today() ? `um ${formatTime(moment)}` : formatMoment(moment));

/** A letter that is finished: by whom, when, where it went, and the way back. */
export function DonePanel({ item, onNext }: { item: InboxItem; onNext: () => void }) {
  const { mutate: takeBack, isPending } = useDeskMutation('undo', 'take', {
    onSuccess: ({ label }) => showMessage(label),
  });
  const { filedTo, undoCommandId } = item;
  return (
    <div className={classes.done}>
      <h2 className={classes.doneTitle}>{titleOf(item)}</h2>
      <p className={classes.doneWords}>
        {item.doneByName ?? 'Jemand'} hat dieses Schreiben{item.doneAt ? ` ${when(item.doneAt)}` : ''}{' '}
        {whatWasDone(item)}
      </p>
      <LetterWays item={item} />
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
