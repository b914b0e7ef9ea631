import { Button } from '@mantine/core';
import { IconCalendarPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useCommand } from '../../shared/commands.ts';
import { formatDay, today } from '../../shared/format.ts';
import { showMessage } from '../../shared/messages.ts';
import { useSlots } from '../../shared/slots.tsx';
import { KeyHint } from '../../shared/ui/KeyHint.tsx';
import type { FilingDraft, InboxItem } from './filing-draft.ts';
import classes from './filing.module.css';

type Props = { item: InboxItem; draft: FilingDraft };

/** Sets a follow-up in the chosen file from the first deadline found in the letter that is not past; day and words are filled in. */
export function LetterFollowUp({ item, draft }: Props) {
  const { FollowUpDialog } = useSlots();
  const [isOpen, setIsOpen] = useState(false);
  const { chosenCase } = draft;
  const deadline = item.deadlines.find(({ day }) => day >= today());
  const open = () => {
    if (chosenCase) setIsOpen(true);
    else showMessage('Bitte zuerst die Akte wählen, in die die Wiedervorlage gehört.', { kind: 'hint' });
  };
  useCommand('followUp.add', open, { title: deadline ? 'Wiedervorlage zur gefundenen Frist' : null });
  const proposed = deadline && {
    dueOn: deadline.day,
    subject: `Frist aus „${draft.title || item.title}“`.slice(0, 300),
  };
  return (
    <>
      {deadline ? (
        <Button
          className={classes.followUp ?? ''}
          variant="default"
          size="xs"
          leftSection={<IconCalendarPlus size={16} aria-hidden />}
          rightSection={<KeyHint command="followUp.add" />}
          onClick={open}
        >
          Wiedervorlage {formatDay(deadline.day)}
        </Button>
      ) : null}
      {isOpen && chosenCase ? (
        <FollowUpDialog
          caseFileId={chosenCase.caseFileId}
          documentId={null}
          {...(proposed ? { proposed } : {})}
          isOpen
          onClose={() => setIsOpen(false)}
        />
      ) : null}
    </>
  );
}
