import { Group, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskMutation, useDeskQuery } from '../../../shared/backend.tsx';
import { useShowDone } from '../../../shared/done.ts';
import { DayField } from '../../../shared/filing/DayField.tsx';
import { formatNumberOf, today } from '../../../shared/format.ts';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { FormEnd } from '../../../shared/ui/FormEnd.tsx';

type Props = { caseFileId: Id; onClose: () => void };
type Draft = { workerId: Id | null; fromDay: string | null; toDay: string | null; reason: string; numbers: string };

/** Lets an auditor read the file, and others named by their numbers, from one day to another. */
export function AuditDialog({ caseFileId, onClose }: Props) {
  const directory = useDeskQuery('office', 'directory', {}).data;
  const auditors = (directory?.workers ?? []).filter(({ isActive, role }) => isActive && role === 'audit');
  const empty = { workerId: null, fromDay: today(), toDay: null, reason: '', numbers: '' };
  const [draft, setDraft] = useState<Draft>(empty);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const showDone = useShowDone();
  const { mutate, isPending, error } = useDeskMutation('caseAccess', 'grantAudit', {
    meta: { errorIsShown: true },
    onSuccess: (result) => {
      onClose();
      showDone(result);
    },
  });
  const submit = () => {
    const { workerId, fromDay, toDay, reason, numbers } = draft;
    setProblem(problemOf(draft));
    if (problemOf(draft) !== null || !workerId || !fromDay || !toDay) return;
    const otherFileNumbers = numbersIn(numbers);
    mutate({ caseFileId, otherFileNumbers, workerId, fromDay, toDay, reason: reason.trim() });
  };
  return (
    <Dialog isOpen onClose={onClose} title="Einsicht zur Prüfung" size={480}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <Select
            label="Wer prüft"
            data-autofocus
            openOnFocus={false}
            placeholder="Name"
            nothingFoundMessage="Niemand gefunden"
            data={auditors.map(({ id, familyName, givenName }) => ({
              value: id,
              label: `${familyName}, ${givenName}`,
            }))}
            value={draft.workerId}
            onChange={(chosen) => change({ workerId: chosen as Id | null })}
          />
          <Group gap="md" grow align="flex-start">
            <DayField label="Von" prefer="future" day={draft.fromDay} onChange={(fromDay) => change({ fromDay })} />
            <DayField
              label="Bis einschließlich"
              prefer="future"
              day={draft.toDay}
              onChange={(toDay) => change({ toDay })}
            />
          </Group>
          <TextInput
            label="Grund"
            description="Wird in der Akte mit Ihrem Namen festgehalten."
            placeholder="zum Beispiel Prüfung der Innenrevision 2026"
            maxLength={500}
            value={draft.reason}
            onChange={(event) => change({ reason: event.currentTarget.value })}
          />
          <Textarea
            label="Weitere Akten"
            description={numbersWords(numbersIn(draft.numbers).length)}
            autosize
            minRows={2}
            maxRows={8}
            value={draft.numbers}
            onChange={(event) => change({ numbers: event.currentTarget.value })}
          />
          <p style={{ margin: 0 }}>
            Die Akten können gelesen, aber nicht geändert werden. Jedes Öffnen wird festgehalten.
          </p>
          <FormEnd
            problem={problem}
            error={error}
            isPending={isPending}
            submitLabel="Einsicht geben"
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  );
}

/** Numbers as they stand in a list that was pasted: one to a line, or parted by commas, semicolons or tabs. */
function numbersIn(text: string): string[] {
  return [...new Set(text.split(/[\n,;\t]+/).map((number) => number.trim()))].filter((number) => number !== '');
}

const numbersWords = (count: number): string =>
  count === 0
    ? 'Freiwillig: Aktenzeichen untereinander oder durch Komma getrennt, auch als Liste eingefügt.'
    : `${formatNumberOf(count, 'weiteres Aktenzeichen', 'weitere Aktenzeichen')} genannt.`;

function problemOf({ workerId, fromDay, toDay, reason }: Draft): string | null {
  if (workerId === null) return 'Bitte wählen, wer prüft.';
  if (fromDay === null || toDay === null) return 'Bitte beide Tage angeben.';
  if (toDay < fromDay) return 'Das Ende liegt vor dem Beginn.';
  if (toDay < today()) return 'Dieser Zeitraum ist schon vorbei.';
  return reason.trim().length < 3 ? 'Bitte den Grund angeben.' : null;
}
