import { Button } from '@mantine/core';
import { errorText } from '../errors.ts';
import { DialogEnd } from './DialogEnd.tsx';
import { Problem } from './Problem.tsx';

type Props = { problem: string | null; error: unknown; isPending: boolean; submitLabel: string; onCancel: () => void };

/** The end of a form in a dialog: what is missing or went wrong, and the two buttons. */
export function FormEnd({ problem, error, isPending, submitLabel, onCancel }: Props) {
  return (
    <>
      {problem || error ? <Problem text={problem ?? errorText(error)} /> : null}
      <DialogEnd>
        <Button variant="default" onClick={onCancel}>
          Abbrechen
        </Button>
        <Button type="submit" loading={isPending}>
          {submitLabel}
        </Button>
      </DialogEnd>
    </>
  );
}
