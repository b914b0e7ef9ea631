import { useEffect, useLayoutEffect, useRef } from 'react';

/** While the desk is locked: dialogs that were open are not shown, and keys reach only the way in, nothing behind it. */
export function useLockedPage(isLocked: boolean): void {
  const isLockedNow = useRef(isLocked);
  // Dialogs listen for Escape before all others once they are there: whoever is to come first must be there before them.
  useLayoutEffect(() => {
    const keepDialogsOpen = (event: KeyboardEvent) => {
      if (isLockedNow.current && event.key === 'Escape') event.stopImmediatePropagation();
    };
    window.addEventListener('keydown', keepDialogsOpen, { capture: true });
    return () => window.removeEventListener('keydown', keepDialogsOpen, { capture: true });
  }, []);
  useEffect(() => {
    isLockedNow.current = isLocked;
    if (!isLocked) return;
    const { body, documentElement } = document;
    // Below the document, where the commands listen, and above the page, whose fields need their keys.
    const keepFromCommands = (event: KeyboardEvent) => event.stopPropagation();
    documentElement.dataset['locked'] = 'yes';
    body.addEventListener('keydown', keepFromCommands);
    return () => {
      delete documentElement.dataset['locked'];
      body.removeEventListener('keydown', keepFromCommands);
    };
  }, [isLocked]);
}
