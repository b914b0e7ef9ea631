import { Alert, Button, Group } from '@mantine/core';
import { errorText } from '../../../shared/errors.ts';
import { formatNumberOf } from '../../../shared/format.ts';

type Props = { verb: string; going: number | null; error: unknown; isPending: boolean; onCancel: () => void };

/** The end of a dialog about several letters; its button has the focus, so that Enter is enough, and says how many go. */
export function BatchEnd({ verb, going, error, isPending, onCancel }: Props) {
  const words = going ? `${formatNumberOf(going, 'Schreiben', 'Schreiben')} ${verb}` : `Nichts zum ${asNoun(verb)}`;
  return (
    <>
      {error ? (
        <Alert color="red" role="alert">
          {errorText(error)}
        </Alert>
      ) : null}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onCancel}>
          Abbrechen
        </Button>
        {/* Not disabled: a button that loses its effect while it has the focus would swallow all keys. */}
        <Button
          type="submit"
          data-autofocus
          loading={isPending}
          {...(going ? {} : { 'data-disabled': true, 'aria-disabled': true })}
        >
          {words}
        </Button>
      </Group>
    </>
  );
}

const asNoun = (verb: string) => `${verb.charAt(0).toUpperCase()}${verb.slice(1)}`;
