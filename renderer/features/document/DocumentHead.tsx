import { ActionIcon, Badge, Group, Tooltip } from '@mantine/core';
import { IconInfoCircle, IconMail, IconMailOpened } from '@tabler/icons-react';
import { useDeskQuery } from '../../shared/backend.tsx';
import { useCommandState } from '../../shared/commands.ts';
import { shortcutWords } from '../../shared/shortcuts.ts';
import { CommandIcon } from '../../shared/ui/CommandButton.tsx';
import { DayText } from '../../shared/ui/Moments.tsx';
import type { DocumentDetail } from './DocumentPane.tsx';
import classes from './document.module.css';

type Props = { document: DocumentDetail; areDetailsOpen: boolean };

/** One line above the content: title, keywords, date of the letter, sheets, marks. */
export function DocumentHead({ document, areDetailsOpen }: Props) {
  const { shortcuts, run } = useCommandState('document.details');
  const directory = useDeskQuery('office', 'directory', {});
  const names = document.keywordIds.map(
    (id) => directory.data?.keywords.find((keyword) => keyword.id === id)?.name ?? '',
  );
  return (
    <header className={classes.head}>
      <div className={classes.headText}>
        <h2 className={classes.title}>{document.title}</h2>
        <div className={classes.facts}>
          {names.filter(Boolean).map((name) => (
            <Badge key={name}>{name}</Badge>
          ))}
          <span>
            Schreiben vom <DayText day={document.letterDate} />
          </span>
          <span>
            Blatt{' '}
            {document.sheetFrom === document.sheetTo ? document.sheetFrom : `${document.sheetFrom}–${document.sheetTo}`}
            {document.isSheetProvisional ? ' (vorläufig)' : ''}
          </span>
          {document.state === 'retracted' ? <Badge color="orange">zurückgenommen</Badge> : null}
          {document.state === 'moved' ? <Badge color="orange">in andere Akte verschoben</Badge> : null}
          {document.arrivedAfterClosing ? <Badge color="orange">nach Schließung eingegangen</Badge> : null}
          {document.isPending ? <span>wartet auf den Abgleich</span> : null}
        </div>
      </div>
      <Group gap={2} wrap="nowrap">
        <CommandIcon
          command="document.mark"
          icon={document.isUnread ? <IconMail size={18} aria-hidden /> : <IconMailOpened size={18} aria-hidden />}
        />
        <Tooltip label={`Angaben, Schlagwörter und Verlauf (${shortcutWords(shortcuts[0] ?? 'E')})`}>
          <ActionIcon aria-label="Angaben, Schlagwörter und Verlauf" aria-expanded={areDetailsOpen} onClick={run}>
            <IconInfoCircle size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
    </header>
  );
}
