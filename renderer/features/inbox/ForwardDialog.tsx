import { Button, Group, Select, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { type OutputOf, useDeskMutation, useDeskQuery } from '../../shared/backend.tsx';
import { errorText } from '../../shared/errors.ts';
import { QueryView } from '../../shared/ui/ViewState.tsx';
import type { InboxItem } from './filing-draft.ts';
import { Dialog } from '../../shared/ui/Dialog.tsx';

type Props = { item: InboxItem; onClose: () => void; onForwarded: () => void };
type Directory = OutputOf<'office', 'directory'>;

/** Sends a letter on to a colleague's or a team's Postkorb, with a remark. */
export function ForwardDialog(props: Props) {
  const directory = useDeskQuery('office', 'directory', {});
  return (
    <Dialog isOpen onClose={props.onClose} title={`„${props.item.title}“ weiterleiten`} size={480}>
      <QueryView query={directory}>{(data) => <ForwardForm {...props} directory={data} />}</QueryView>
    </Dialog>
  );
}

function ForwardForm({ item, onClose, onForwarded, directory }: Props & { directory: Directory }) {
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
        <Select
          label="An"
          data-autofocus
          searchable
          selectFirstOptionOnChange
          openOnFocus={false}
          placeholder="Name oder Team"
          nothingFoundMessage="Niemand gefunden."
          data={targetsFor(directory, item.inboxId)}
          value={target}
          error={isAsked && !target ? 'Bitte wählen, wer das Schreiben bekommen soll.' : undefined}
          onChange={(value) => setTarget(value as Id | null)}
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

function targetsFor({ workers, teams }: Directory, ownInboxId: Id) {
  const people = workers.flatMap(({ inboxId, isActive, familyName, givenName, teamName }) =>
    inboxId && isActive && inboxId !== ownInboxId
      ? [{ value: inboxId, label: `${familyName}, ${givenName}${teamName ? ` (${teamName})` : ''}` }]
      : [],
  );
  const baskets = teams.flatMap(({ inboxId, name, branchOfficeName }) =>
    inboxId && inboxId !== ownInboxId ? [{ value: inboxId, label: `${name} (${branchOfficeName})` }] : [],
  );
  return [
    { group: 'Teams', items: baskets },
    { group: 'Kolleginnen und Kollegen', items: people.toSorted((a, b) => a.label.localeCompare(b.label, 'de')) },
  ];
}
