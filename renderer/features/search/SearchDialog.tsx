import { Modal } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../../shared/commands.ts';
import { SearchPanel } from './SearchPanel.tsx';
import classes from './search.module.css';

/** Search over everything and all commands, opened by Strg+K wherever one is. */
export function SearchDialog() {
  const [isOpen, setIsOpen] = useState(false);
  useCommand('search.open', () => setIsOpen(true));
  const close = () => setIsOpen(false);
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      withCloseButton={false}
      centered={false}
      yOffset="8dvh"
      size={760}
      padding={0}
      transitionProps={{ duration: 0 }}
      aria-label="Suchen und Befehle"
      classNames={{ content: classes.dialog }}
    >
      <SearchPanel onClose={close} />
    </Modal>
  );
}
