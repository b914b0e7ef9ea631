import { Button, Stack, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { errorText } from '../errors.ts';
import { Dialog } from './Dialog.tsx';
import { DialogEnd } from './DialogEnd.tsx';

type Props = {
  isOpen: boolean;
  title: string;
  explanation?: string;
  label: string;
  confirmLabel: string;
  onConfirm: (reason: string) => Promise<unknown>;
  onClose: () => void;
  /** Further fields, below the reason. */
  children?: ReactNode;
};

/** Asks for a reason before something that must be explained; errors are shown at the field. */
export function ReasonDialog({ isOpen, title, explanation, label, confirmLabel, onConfirm, onClose, children }: Props) {
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isRunning, setIsRunning] = useState(false);
  const close = () => {
    setReason('');
    setProblem(null);
    onClose();
  };
  const confirm = async () => {
    setIsRunning(true);
    try {
      await onConfirm(reason);
      close();
    } catch (error) {
      setProblem(errorText(error));
    } finally {
      setIsRunning(false);
    }
  };
  return (
    <Dialog isOpen={isOpen} onClose={close} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <Stack gap="md">
          {explanation ? <p style={{ margin: 0 }}>{explanation}</p> : null}
          <Textarea
            label={label}
            data-autofocus
            autosize
            minRows={2}
            value={reason}
            error={problem}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {children}
          <DialogEnd>
            <Button variant="default" onClick={close}>
              Abbrechen
            </Button>
            <Button type="submit" loading={isRunning}>
              {confirmLabel}
            </Button>
          </DialogEnd>
        </Stack>
      </form>
    </Dialog>
  );
}
