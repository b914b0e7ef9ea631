import { Button, Group, Progress } from '@mantine/core';
import { errorText } from '../errors.ts';
import { formatSize } from '../format.ts';
import classes from './upload.module.css';
import type { UploadState } from './useUpload.ts';

type Props = {
  fileName: string;
  state: Exclude<UploadState, { state: 'checked' }>;
  hasMore: boolean;
  onRetry: () => void;
  onSkip: () => void;
  onClose: () => void;
};

/** A file on its way: how far it is, or why it did not arrive. */
export function UploadProgress({ fileName, state, hasMore, onRetry, onSkip, onClose }: Props) {
  const isFailed = state.state === 'failed';
  return (
    <>
      <p className={classes.fileName}>{fileName}</p>
      {isFailed ? (
        <p className={classes.problem} role="alert">
          {errorText(state.error)}
        </p>
      ) : (
        <>
          <Progress
            value={state.total === 0 ? 100 : (state.done / state.total) * 100}
            aria-label="Fortschritt"
            transitionDuration={0}
          />
          <p className={classes.progress} role="status">
            {state.done < state.total
              ? `${formatSize(state.done)} von ${formatSize(state.total)} übernommen`
              : 'Wird geprüft …'}
          </p>
        </>
      )}
      <Group justify="flex-end" gap="sm">
        {isFailed ? (
          <Button variant="default" onClick={onRetry}>
            Erneut versuchen
          </Button>
        ) : null}
        {hasMore ? (
          <Button variant="default" onClick={onSkip}>
            Überspringen
          </Button>
        ) : null}
        <Button variant="default" onClick={onClose}>
          Abbrechen
        </Button>
      </Group>
    </>
  );
}
