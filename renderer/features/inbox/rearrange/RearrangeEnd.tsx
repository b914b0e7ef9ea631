import { Alert, Button, Group } from '@mantine/core';
import { errorText } from '../../../shared/errors.ts';

type Props = {
  words: string;
  isPossible: boolean;
  error: unknown;
  isPending: boolean;
  onClose: () => void;
  /** Its button has the focus when the dialog opens. */
  isFirst?: boolean;
};

/** The end of a dialog that makes other letters of letters. */
export function RearrangeEnd({ words, isPossible, error, isPending, onClose, isFirst = false }: Props) {
  return (
    <>
      {error ? (
        <Alert color="red" role="alert">
          {errorText(error)}
        </Alert>
      ) : null}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Abbrechen
        </Button>
        <Button
          type="submit"
          {...(isFirst ? { 'data-autofocus': true } : {})}
          loading={isPending}
          {...(isPossible ? {} : { 'data-disabled': true, 'aria-disabled': true })}
        >
          {words}
        </Button>
      </Group>
    </>
  );
}
