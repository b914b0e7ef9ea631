import { Group, Input, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { type OutputOf, useDeskMutation, useDeskQuery } from '../../shared/backend.tsx';
import { useShowDone } from '../../shared/done.ts';
import { today } from '../../shared/format.ts';
import { DayField } from '../../shared/filing/DayField.tsx';
import { QueryView } from '../../shared/ui/ViewState.tsx';
import { addDays, type Preset, periodOf, periodProblem } from './period.ts';
import { Dialog } from '../../shared/ui/Dialog.tsx';
import { FormEnd } from '../../shared/ui/FormEnd.tsx';

type Worker = OutputOf<'office', 'directory'>['workers'][number];
type Mode = 'takeOver' | 'handOver' | 'others';

/** Sets up a substitution: taking over, handing over, or (for those who lead) between two others. */
export function StartDialog({ onClose }: { onClose: () => void }) {
  const directory = useDeskQuery('office', 'directory', {});
  const me = useDeskQuery('session', 'state', {}).data?.worker;
  return (
    <Dialog isOpen onClose={onClose} title="Vertretung einrichten" size={480}>
      <QueryView query={directory}>
        {({ workers }) => (me ? <StartForm me={me} workers={workers} onClose={onClose} /> : null)}
      </QueryView>
    </Dialog>
  );
}

function StartForm({ me, workers, onClose }: { me: Worker; workers: Worker[]; onClose: () => void }) {
  const [mode, setMode] = useState<Mode>('takeOver');
  const [absent, setAbsent] = useState<Id | null>(null);
  const [substitute, setSubstitute] = useState<Id | null>(null);
  const [reason, setReason] = useState('');
  const [period, setPeriod] = useState({ preset: 'today' as Preset, fromDay: today(), toDay: addDays(today(), 7) });
  const [problem, setProblem] = useState<string | null>(null);
  const showDone = useShowDone();
  const { mutate, isPending, error } = useDeskMutation('substitutions', 'start', {
    meta: { errorIsShown: true },
    onSuccess: (result) => {
      showDone(result);
      onClose();
    },
  });
  const absentWorkerId = mode === 'handOver' ? me.id : absent;
  const substituteWorkerId = mode === 'takeOver' ? me.id : substitute;
  const submit = () => {
    const found = formProblem({ mode, absentWorkerId, substituteWorkerId, reason }) ?? periodProblem(period, today());
    setProblem(found);
    if (found !== null || !absentWorkerId || !substituteWorkerId) return;
    const { from, to } = periodOf(period, new Date().toISOString(), today());
    mutate({ absentWorkerId, substituteWorkerId, reason: reason.trim(), from, to });
  };
  const modes: { value: Mode; label: string }[] = [
    { value: 'takeOver', label: 'Ich übernehme' },
    { value: 'handOver', label: 'Ich gebe ab' },
  ];
  if (me.role === 'teamLead') modes.push({ value: 'others', label: 'Für andere' });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <SegmentedControl
          aria-label="Richtung"
          data={modes}
          value={mode}
          onChange={(value) => setMode(value as Mode)}
        />
        {mode === 'handOver' ? null : (
          <WorkerSelect label="Für wen" workers={workers} without={[me.id]} value={absent} onChange={setAbsent} />
        )}
        {mode === 'takeOver' ? null : (
          <WorkerSelect
            label="Durch wen"
            workers={workers}
            without={[me.id, absent]}
            value={substitute}
            onChange={setSubstitute}
          />
        )}
        <PeriodFields value={period} onChange={setPeriod} />
        <TextInput
          label={mode === 'handOver' ? 'Grund (freiwillig)' : 'Grund'}
          description={mode === 'handOver' ? undefined : 'Wird mit Ihrem Namen festgehalten.'}
          placeholder="zum Beispiel Krankheit, Urlaub"
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <FormEnd
          problem={problem}
          error={error}
          isPending={isPending}
          submitLabel={mode === 'handOver' ? 'Abgeben' : mode === 'takeOver' ? 'Übernehmen' : 'Einrichten'}
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}

function formProblem(form: {
  mode: Mode;
  absentWorkerId: Id | null;
  substituteWorkerId: Id | null;
  reason: string;
}): string | null {
  if (!form.absentWorkerId) return 'Bitte wählen, wer vertreten werden soll.';
  if (!form.substituteWorkerId) return 'Bitte wählen, wer die Vertretung übernimmt.';
  if (form.absentWorkerId === form.substituteWorkerId) return 'Niemand kann sich selbst vertreten.';
  return form.mode !== 'handOver' && form.reason.trim().length < 3 ? 'Bitte den Grund angeben.' : null;
}

type SelectProps = {
  label: string;
  workers: Worker[];
  without: (Id | null)[];
  value: Id | null;
  onChange: (id: Id | null) => void;
};

function WorkerSelect({ label, workers, without, value, onChange }: SelectProps) {
  const shown = workers.filter(({ id, isActive, inboxId }) => isActive && inboxId !== null && !without.includes(id));
  const teams = [...new Set(shown.map(({ teamName }) => teamName ?? 'Ohne Team'))];
  return (
    <Select
      label={label}
      searchable
      nothingFoundMessage="Niemand gefunden"
      placeholder="Name"
      data={teams.map((group) => ({
        group,
        items: shown
          .filter(({ teamName }) => (teamName ?? 'Ohne Team') === group)
          .map(({ id, familyName, givenName }) => ({ value: id, label: `${familyName}, ${givenName}` })),
      }))}
      value={value}
      onChange={(chosen) => onChange(chosen as Id | null)}
    />
  );
}

type Period = { preset: Preset; fromDay: string; toDay: string };

function PeriodFields({ value, onChange }: { value: Period; onChange: (value: Period) => void }) {
  return (
    <Stack gap="sm">
      <Input.Wrapper label="Zeitraum" labelElement="div">
        <SegmentedControl
          fullWidth
          aria-label="Zeitraum"
          data={[
            { value: 'today', label: 'Heute' },
            { value: 'thisWeek', label: 'Diese Woche' },
            { value: 'dates', label: 'Von … bis …' },
          ]}
          value={value.preset}
          onChange={(preset) => onChange({ ...value, preset: preset as Preset })}
        />
      </Input.Wrapper>
      {value.preset === 'dates' ? (
        <Group gap="md" grow align="flex-start">
          <DayField
            label="Von"
            prefer="future"
            day={value.fromDay || null}
            onChange={(day) => onChange({ ...value, fromDay: day ?? '' })}
          />
          <DayField
            label="Bis einschließlich"
            prefer="future"
            day={value.toDay || null}
            onChange={(day) => onChange({ ...value, toDay: day ?? '' })}
          />
        </Group>
      ) : null}
    </Stack>
  );
}
