import { Button, CloseButton } from '@mantine/core';
import { useEffect } from 'react';
import { closeMessage, type Message, showDialog, useMessages } from '../../shared/messages.ts';
import classes from './Messages.module.css';
import { Dialog } from '../../shared/ui/Dialog.tsx';

const shownFor = 8000;

/** Where short messages appear; read out by screen readers as they come. */
export function Messages() {
  const { shown, dialog } = useMessages();
  return (
    <>
      <div className={classes.place} role="status" aria-live="polite" aria-label="Meldungen">
        {shown.map((message) => (
          <MessageCard key={message.key} message={message} />
        ))}
      </div>
      <Dialog isOpen={dialog !== null} onClose={() => showDialog(null)} title="Bitte beachten">
        <p>{dialog}</p>
        <Button onClick={() => showDialog(null)}>Verstanden</Button>
      </Dialog>
    </>
  );
}

function MessageCard({ message }: { message: Message }) {
  const { key, isLasting } = message;
  useEffect(() => {
    if (isLasting) return;
    const timer = setTimeout(() => closeMessage(key), shownFor);
    return () => clearTimeout(timer);
  }, [key, isLasting]);
  return (
    <div className={classes.message} data-kind={message.kind}>
      <span className={classes.text}>{message.text}</span>
      {message.actions.map((action) => (
        <Button
          key={action.label}
          size="compact-sm"
          variant="default"
          onClick={() => {
            closeMessage(key);
            action.run();
          }}
        >
          {action.label}
        </Button>
      ))}
      <CloseButton size="sm" aria-label="Meldung schließen" onClick={() => closeMessage(key)} />
    </div>
  );
}
