import { Button, Table } from '@mantine/core';
import { useState } from 'react';
import { type CommandDefinition, type CommandId, commandCatalogue } from '../../shared/command-catalogue.ts';
import { useOwnShortcuts } from '../../shared/own-shortcuts.ts';
import { shortcutOf, shortcutWords } from '../../shared/shortcuts.ts';
import { Key } from '../../shared/ui/KeyHint.tsx';
import { commandWithKey, keysOf, withKey } from './own-keys.ts';
import classes from './settings.module.css';

/** All commands with their keys; each key can be changed and set back. */
export function ShortcutTable() {
  const [own, setOwn] = useOwnShortcuts();
  const [listening, setListening] = useState<CommandId | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const pressed = (definition: CommandDefinition, event: React.KeyboardEvent) => {
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    const shortcut = shortcutOf(event);
    if (shortcut === null) return;
    setListening(null);
    if (shortcut === 'Escape') return;
    const taken = commandWithKey(shortcut, definition.id as CommandId, own);
    setProblem(taken ? `${shortcutWords(shortcut)} gehört schon zu „${taken.title}“.` : null);
    if (!taken) setOwn(withKey(own, definition, shortcut));
  };

  return (
    <div className={classes.keys}>
      <p role="status" className={classes.problem}>
        {problem}
      </p>
      <Table className={classes.table} verticalSpacing={2} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Befehl</Table.Th>
            <Table.Th scope="col">Bereich</Table.Th>
            <Table.Th scope="col">Taste</Table.Th>
            <Table.Th scope="col">
              <span className={classes.hidden}>Ändern</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {commandCatalogue.map((definition) => (
            <Table.Tr key={definition.id}>
              <Table.Td>{definition.title}</Table.Td>
              <Table.Td className={classes.group}>{definition.group}</Table.Td>
              <Table.Td>
                <span className={classes.keyList}>
                  {keysOf(definition, own).map((shortcut) => (
                    <Key key={shortcut} shortcut={shortcut} />
                  ))}
                </span>
              </Table.Td>
              <Table.Td className={classes.change}>
                <Button
                  size="compact-sm"
                  variant={listening === definition.id ? 'filled' : 'subtle'}
                  color={listening === definition.id ? 'petrol' : 'gray'}
                  aria-label={`Taste für ${definition.title} ändern`}
                  onClick={() => {
                    setProblem(null);
                    setListening(definition.id);
                  }}
                  onBlur={() => setListening(null)}
                  onKeyDown={listening === definition.id ? (event) => pressed(definition, event) : undefined}
                >
                  {listening === definition.id ? 'Taste drücken …' : 'Ändern'}
                </Button>
                {own[definition.id] ? (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    aria-label={`Taste für ${definition.title} zurücksetzen`}
                    onClick={() => setOwn(withKey(own, definition, null))}
                  >
                    Zurücksetzen
                  </Button>
                ) : null}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
