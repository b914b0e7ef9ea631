import { Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDeskMutation } from '../../shared/backend.tsx';
import { DayField } from '../../shared/filing/DayField.tsx';
import { formatMoment, today } from '../../shared/format.ts';
import { showMessage } from '../../shared/messages.ts';
import { Dialog } from '../../shared/ui/Dialog.tsx';
import { FormEnd } from '../../shared/ui/FormEnd.tsx';
import classes from './sync-view.module.css';

type Props = { longestDays: number; onClose: () => void; onDone: () => void };

/** Until which day she is away, and why; the centre grants it by the rule of the office. */
export function TourDialog({ longestDays, onClose, onDone }: Props) {
  const [toDay, setToDay] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { mutate, isPending, error } = useDeskMutation('tours', 'begin', {
    meta: { errorIsShown: true },
    onSuccess: ({ tour }) => {
      if (tour) showMessage(`Außendienst eingetragen bis ${formatMoment(tour.until)} Uhr.`);
      onDone();
      onClose();
    },
  });
  const submit = () => {
    const found = problemOf(toDay, reason);
    setProblem(found);
    if (found === null && toDay) mutate({ toDay, reason: reason.trim() });
  };
  return (
    <Dialog isOpen onClose={onClose} title="Außendienst" size={480}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <DayField
            label="Ohne Zentrale bis einschließlich"
            description={`Höchstens ${longestDays} Tage.`}
            prefer="future"
            autoFocus
            day={toDay}
            onChange={setToDay}
          />
          <TextInput
            label="Grund"
            description="Wird mit Ihrem Namen festgehalten. Ihre Teamleitung sieht ihn."
            placeholder="zum Beispiel Hausbesuche auf Pellworm"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <p className={classes.quiet}>
            Bis dahin öffnen sich Ihre Akten auf diesem Gerät auch ohne Verbindung zur Zentrale. Nehmen Sie vorher die
            Akten mit, die Sie brauchen.
          </p>
          <FormEnd problem={problem} error={error} isPending={isPending} submitLabel="Eintragen" onCancel={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}

function problemOf(toDay: string | null, reason: string): string | null {
  if (toDay === null) return 'Bitte den letzten Tag angeben.';
  if (toDay < today()) return 'Dieser Tag ist schon vorbei.';
  return reason.trim().length < 3 ? 'Bitte den Grund angeben.' : null;
}
