import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDeskMutation } from '../../shared/backend.tsx';
import { useShowDone } from '../../shared/done.ts';
import { errorText } from '../../shared/errors.ts';
import { DayField } from '../../shared/filing/DayField.tsx';
import { formatDay } from '../../shared/format.ts';
import type { DocumentDetail } from './DocumentPane.tsx';

const directions = [
  { value: 'incoming', label: 'Eingang' },
  { value: 'outgoing', label: 'Ausgang' },
  { value: 'internal', label: 'intern' },
];
type Values = Pick<DocumentDetail, 'title' | 'letterDate' | 'receivedDate' | 'sender' | 'direction'>;
type Edits = Partial<Values>;

/** Title, dates, sender and direction; only what was changed is sent, with what was seen when she began. What others change meanwhile is told. */
export function DetailsForm({ document }: { document: DocumentDetail }) {
  const { caseFileId, documentId } = document;
  const [edits, setEdits] = useState<Edits>({});
  const [seen, setSeen] = useState<Edits>({});
  const values: Values = { ...document, ...edits };
  const forget = () => {
    setEdits({});
    setSeen({});
  };
  const showDone = useShowDone();
  const save = useDeskMutation('documents', 'setDetails', {
    meta: { errorIsShown: true },
    onSuccess: (result) => {
      forget();
      showDone(result);
    },
  });
  const change = <Field extends keyof Values>(field: Field, value: Values[Field]) => {
    if (!(field in seen) && value === document[field]) return;
    setEdits({ ...edits, [field]: value });
    if (!(field in seen)) setSeen({ ...seen, [field]: document[field] });
  };
  const changed = (Object.keys(edits) as (keyof Values)[]).filter((field) => edits[field] !== seen[field]);
  const pick = (from: Edits) => Object.fromEntries(changed.map((field) => [field, from[field]]));
  const meanwhile = (field: keyof Values): string | null => {
    if (!changed.includes(field) || document[field] === seen[field]) return null;
    const now = document[field];
    return `Inzwischen geändert in: ${now === null ? 'keine Angabe' : field.endsWith('Date') ? formatDay(now) : now}`;
  };
  const isFixed = document.state !== 'filed';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ caseFileId, documentId, before: pick(seen), after: pick(edits) });
      }}
    >
      <Stack gap={8}>
        <TextInput
          label="Titel"
          data-focus="title"
          disabled={isFixed}
          value={values.title}
          maxLength={300}
          description={meanwhile('title')}
          error={save.error ? errorText(save.error) : null}
          onChange={(event) => change('title', event.currentTarget.value)}
        />
        <Group grow gap={8} align="start">
          <DayField
            prefer="past"
            label="Schreiben vom"
            day={values.letterDate}
            disabled={isFixed}
            description={meanwhile('letterDate') ?? ''}
            onChange={(day) => change('letterDate', day)}
          />
          <DayField
            prefer="past"
            label="Eingang am"
            day={values.receivedDate}
            disabled={isFixed}
            description={meanwhile('receivedDate') ?? ''}
            onChange={(day) => change('receivedDate', day)}
          />
        </Group>
        <TextInput
          label="Absender"
          disabled={isFixed}
          value={values.sender ?? ''}
          maxLength={200}
          description={meanwhile('sender')}
          onChange={(event) => change('sender', event.currentTarget.value || null)}
        />
        <Select
          label="Richtung"
          disabled={isFixed}
          data={directions}
          value={values.direction}
          allowDeselect={false}
          onChange={(direction) => direction && change('direction', direction as Values['direction'])}
        />
        {changed.length > 0 ? (
          <Group gap={8}>
            <Button type="submit" loading={save.isPending} disabled={values.title.trim() === ''}>
              Speichern
            </Button>
            <Button variant="default" onClick={forget}>
              Verwerfen
            </Button>
          </Group>
        ) : null}
      </Stack>
    </form>
  );
}
