import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDeskMutation } from '../../shared/backend.tsx';
import { useShowDone } from '../../shared/done.ts';
import { errorText } from '../../shared/errors.ts';
import { DayField } from '../../shared/filing/DayField.tsx';
import type { DocumentDetail } from './DocumentPane.tsx';

const directions = [
  { value: 'incoming', label: 'Eingang' },
  { value: 'outgoing', label: 'Ausgang' },
  { value: 'internal', label: 'intern' },
];

/** Title, dates, sender and direction; only what was changed is sent, with what was seen before. */
export function DetailsForm({ document }: { document: DocumentDetail }) {
  const { caseFileId, documentId } = document;
  const seen = {
    title: document.title,
    letterDate: document.letterDate,
    receivedDate: document.receivedDate,
    sender: document.sender,
    direction: document.direction,
  };
  const [values, setValues] = useState(seen);
  const showDone = useShowDone();
  const save = useDeskMutation('documents', 'setDetails', { meta: { errorIsShown: true }, onSuccess: showDone });
  const fields = Object.keys(seen) as (keyof typeof seen)[];
  const changed = fields.filter((field) => values[field] !== seen[field]);
  const pick = (from: typeof seen) => Object.fromEntries(changed.map((field) => [field, from[field]]));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ caseFileId, documentId, before: pick(seen), after: pick(values) });
      }}
    >
      <Stack gap={8}>
        <TextInput
          label="Titel"
          value={values.title}
          error={save.error ? errorText(save.error) : null}
          onChange={(event) => setValues({ ...values, title: event.currentTarget.value })}
        />
        <Group grow gap={8}>
          <DayField
            prefer="past"
            label="Schreiben vom"
            day={values.letterDate}
            onChange={(letterDate) => setValues({ ...values, letterDate })}
          />
          <DayField
            prefer="past"
            label="Eingang am"
            day={values.receivedDate}
            onChange={(receivedDate) => setValues({ ...values, receivedDate })}
          />
        </Group>
        <TextInput
          label="Absender"
          value={values.sender ?? ''}
          onChange={(event) => setValues({ ...values, sender: event.currentTarget.value || null })}
        />
        <Select
          label="Richtung"
          data={directions}
          value={values.direction}
          allowDeselect={false}
          onChange={(direction) =>
            setValues({ ...values, direction: (direction ?? 'incoming') as typeof values.direction })
          }
        />
        {changed.length > 0 ? (
          <Group gap={8}>
            <Button type="submit" loading={save.isPending}>
              Speichern
            </Button>
            <Button variant="default" onClick={() => setValues(seen)}>
              Verwerfen
            </Button>
          </Group>
        ) : null}
      </Stack>
    </form>
  );
}
