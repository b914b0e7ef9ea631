import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { useDeskMutation } from '../../shared/backend.tsx';
import { errorText } from '../../shared/errors.ts';
import type { InboxItem } from './filing-draft.ts';
import { Dialog } from '../../shared/ui/Dialog.tsx';
import { TargetSelect } from './TargetSelect.tsx';

type Props = { item: InboxItem; onClose: () => void; onForwarded: () => void };

/** Sends a letter on to a colleague's or a team's Postkorb, with a remark. */
export function ForwardDialog(props: Props) {
  return (
    <Dialog isOpen onClose={props.onClose} title={`„${props.item.title}“ weiterleiten`} size={480}>
      <ForwardForm {...props} />
    </Dialog>
  );
}

function ForwardForm({ item, onClose, onForwarded }: Props) {
  const [target, setTarget] = useState<Id | null>(null);
  const [remark, setRemark] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const { mutate, isPending, error } = useDeskMutation('inbox', 'forward', {
    meta: { errorIsShown: true },
    onSuccess: () => {
      onClose();
      onForwarded();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setIsAsked(true);
        if (!target || isPending) return;
        const { inboxId, itemId } = item;
        mutate({ inboxId, itemId, targetInboxId: target, remark: remark.trim() === '' ? null : remark.trim() });
      }}
    >
      <Stack gap="md">
        <TargetSelect
          ownInboxId={item.inboxId}
          target={target}
          onChange={setTarget}
          error={isAsked && !target ? 'Bitte wählen, wer das Schreiben bekommen soll.' : null}
        />
        <Textarea
          label="Bemerkung (freiwillig)"
          autosize
          minRows={2}
          maxLength={500}
          value={remark}
          error={error ? errorText(error) : undefined}
          onChange={(event) => setRemark(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
          }}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Abbrechen
          </Button>
          <Button type="submit" loading={isPending}>
            Weiterleiten
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
