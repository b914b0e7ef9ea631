import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useCommand } from '../../shared/commands.ts';
import { SearchPanel } from './SearchPanel.tsx';
import classes from './search.module.css';

/**
 * Search over everything and all commands, opened by Strg+K wherever one is. A dialog of the browser itself, shown within the
 * key press: whoever types on at once, the phone in the other hand, loses no letter.
 */
export function SearchDialog() {
  const [isOpen, setIsOpen] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useCommand('search.open', () => {
    flushSync(() => setIsOpen(true));
    if (!dialog.current?.open) dialog.current?.showModal();
  });
  const close = () => dialog.current?.close();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes a dialog by itself
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-label="Suchen und Befehle"
      aria-modal={isOpen || undefined}
      // Told a moment after it was closed: by then Strg+K may have opened it again.
      onClose={() => setIsOpen(dialog.current?.open ?? false)}
      onClick={(event) => {
        if (event.target === event.currentTarget) close();
      }}
    >
      {isOpen ? <SearchPanel onClose={close} /> : null}
    </dialog>
  );
}
