import { Alert, Button, Fieldset, Group, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { FieldValue } from '../../../../core/commands/cover-parts.ts';
import { useDeskMutation } from '../../../shared/backend.tsx';
import { useShowDone } from '../../../shared/done.ts';
import { errorText } from '../../../shared/errors.ts';
import { DayField } from '../../../shared/filing/DayField.tsx';
import { formatDay } from '../../../shared/format.ts';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { DialogEnd } from '../../../shared/ui/DialogEnd.tsx';
import { Key } from '../../../shared/ui/KeyHint.tsx';
import type { CaseCover } from '../case-words.ts';
import classes from './cover.module.css';
import {
  changedFields,
  changedMeanwhile,
  changeOf,
  emptyDraft,
  valuesOf,
  withEdit,
  withoutFields,
} from './cover-draft.ts';

type Field = { name: string; label: string; kind?: 'day'; width?: string; isNeeded?: true };
const day = { kind: 'day' } as const;
const ofCaseFile: Field[] = [
  { name: 'title', label: 'Bezeichnung der Akte', width: '100%', isNeeded: true },
  { name: 'approvedFrom', label: 'Bewilligt ab', ...day },
  { name: 'approvedUntil', label: 'Bewilligt bis', ...day },
];
const ofHousehold: Field[] = [
  { name: 'street', label: 'Straße', width: '100%', isNeeded: true },
  { name: 'postcode', label: 'Postleitzahl', width: '120px', isNeeded: true },
  { name: 'place', label: 'Ort', isNeeded: true },
  { name: 'phone', label: 'Telefon' },
  { name: 'mail', label: 'E-Mail' },
];
const ofPerson: Field[] = [
  { name: 'familyName', label: 'Familienname', isNeeded: true },
  { name: 'givenName', label: 'Vorname', isNeeded: true },
  { name: 'birthDate', label: 'Geburtsdatum', width: '140px', ...day },
  { name: 'customerNumber', label: 'Kundennummer', width: '160px' },
  { name: 'relation', label: 'Stellung', isNeeded: true },
];

/** Changes what stands on the cover. What others change meanwhile is told beside the field; what was typed stays until she decides. */
export function CoverDialog({ cover, onClose }: { cover: CaseCover; onClose: () => void }) {
  return (
    <Dialog isOpen onClose={onClose} title="Aktendeckel ändern" size={720}>
      <CoverForm cover={cover} onClose={onClose} />
    </Dialog>
  );
}

function CoverForm({ cover, onClose }: { cover: CaseCover; onClose: () => void }) {
  const now = valuesOf(cover);
  const [atBegin] = useState(now);
  const [draft, setDraft] = useState(emptyDraft);
  const showDone = useShowDone();
  const { caseFileId, household, persons } = cover;
  const save = useDeskMutation('caseFiles', 'changeCover', {
    meta: { errorIsShown: true },
    onSuccess: (result) => {
      onClose();
      showDone(result);
    },
  });
  const conflicts = changedMeanwhile(draft, now);
  const hasOthers = Object.keys(now).some((field) => now[field] !== atBegin[field]);
  const parts = {
    now,
    draft,
    conflicts,
    onEdit: (field: string, value: FieldValue) => setDraft(withEdit(draft, now, field, value)),
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (save.isPending) return;
    if (changedFields(draft, now).length === 0) onClose();
    else save.mutate({ caseFileId, ...changeOf(draft, now) });
  };
  return (
    <form
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
      }}
    >
      <Stack gap="md">
        <Meanwhile conflicts={conflicts.length} hasOthers={hasOthers} />
        <Part title="Akte" part="caseFile" fields={ofCaseFile} {...parts} />
        {household ? <Part title="Haushalt" part="household" fields={ofHousehold} {...parts} /> : null}
        {persons.map(({ id, familyName, givenName }) => (
          <Part key={id} title={`${familyName}, ${givenName}`} part={id} fields={ofPerson} {...parts} />
        ))}
        {save.error ? (
          <Alert color="red" role="alert">
            {errorText(save.error)}
          </Alert>
        ) : null}
        <DialogEnd>
          <Button variant="default" onClick={onClose}>
            Abbrechen
          </Button>
          {conflicts.length > 0 ? (
            <Button variant="default" onClick={() => setDraft(withoutFields(draft, conflicts))}>
              Angaben der anderen übernehmen
            </Button>
          ) : null}
          <Button type="submit" loading={save.isPending} rightSection={<Key shortcut="Mod+Enter" />}>
            {conflicts.length > 0 ? 'Trotzdem mit meinen Angaben speichern' : 'Speichern'}
          </Button>
        </DialogEnd>
      </Stack>
    </form>
  );
}

function Meanwhile({ conflicts, hasOthers }: { conflicts: number; hasOthers: boolean }) {
  if (conflicts > 0) {
    return (
      <p className={classes.conflict} role="status">
        <strong>Der Aktendeckel wurde inzwischen geändert.</strong> Ihre Eingaben sind erhalten. Bei den betroffenen
        Feldern steht, was jetzt gilt. Bitte entscheiden Sie, was gelten soll; die anderen Angaben bleiben im Verlauf
        des Aktendeckels lesbar.
      </p>
    );
  }
  return hasOthers ? (
    <p className={classes.conflict} role="status">
      Andere Angaben auf diesem Aktendeckel wurden inzwischen geändert und stehen schon hier.
    </p>
  ) : null;
}

type PartProps = {
  title: string;
  part: string;
  fields: readonly Field[];
  now: ReturnType<typeof valuesOf>;
  draft: typeof emptyDraft;
  conflicts: readonly string[];
  onEdit: (field: string, value: FieldValue) => void;
};

function Part({ title, part, fields, now, draft, conflicts, onEdit }: PartProps) {
  return (
    <Fieldset legend={title}>
      <Group gap={8} align="start">
        {fields.map(({ name, label, kind, width, isNeeded }) => {
          const field = `${part}/${name}`;
          const value = field in draft.edits ? (draft.edits[field] ?? null) : (now[field] ?? null);
          const style = width ? { width } : { flex: '1 1 180px' };
          const told = conflicts.includes(field) ? meanwhileWords(kind, now[field] ?? null) : null;
          return (
            <div key={field} style={style}>
              {kind === 'day' ? (
                <DayField
                  prefer="past"
                  label={label}
                  day={value}
                  description={told ?? ''}
                  onChange={(day) => onEdit(field, day)}
                />
              ) : (
                <TextInput
                  label={label}
                  value={value ?? ''}
                  required={isNeeded ?? false}
                  withAsterisk={false}
                  maxLength={maxLengths[name] ?? 200}
                  description={told}
                  inputWrapperOrder={['label', 'input', 'description']}
                  onChange={({ currentTarget: { value: typed } }) =>
                    onEdit(field, typed === '' && !isNeeded ? null : typed)
                  }
                />
              )}
            </div>
          );
        })}
      </Group>
    </Fieldset>
  );
}

const maxLengths: Record<string, number> = {
  ...{ postcode: 10, phone: 60, familyName: 100, givenName: 100, customerNumber: 20, relation: 60 },
};

function meanwhileWords(kind: Field['kind'], value: FieldValue): string {
  return `Inzwischen geändert in: ${value === null || value === '' ? 'keine Angabe' : kind === 'day' ? formatDay(value) : value}`;
}
