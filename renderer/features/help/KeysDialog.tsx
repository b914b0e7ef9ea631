import { useState } from 'react';
import { useCommand } from '../../shared/commands.ts';
import { KeyList } from './KeyList.tsx';
import { Dialog } from '../../shared/ui/Dialog.tsx';

/** All keys at a glance, opened by ? wherever one is. */
export function KeysDialog() {
  const [isOpen, setIsOpen] = useState(false);
  useCommand('help.keys', () => setIsOpen(true));
  return (
    <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title="Alle Tasten" size={960}>
      <KeyList />
    </Dialog>
  );
}
