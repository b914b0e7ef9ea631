import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDownload, IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { useDeskMutation } from '../../shared/backend.tsx';
import type { SyncState } from '../../shared/changes.ts';
import { CommandButton } from '../../shared/ui/CommandButton.tsx';

const pauses: [label: string, minutes: number][] = [
  ['Für 30 Minuten', 30],
  ['Für 2 Stunden', 120],
  ['Bis ich fortsetze, höchstens 12 Stunden', 720],
];

/** What can be done about the sync: at once, stop for a time, save a file for whoever helps. */
export function SyncActions({ state }: { state: SyncState }) {
  const { mutate: pause } = useDeskMutation('sync', 'pause');
  return (
    <>
      {state.connection === 'paused' ? (
        <CommandButton command="sync.resume" variant="filled" icon={<IconPlayerPlay size={16} aria-hidden />} />
      ) : (
        <>
          <CommandButton command="sync.now" variant="filled" icon={<IconRefresh size={16} aria-hidden />} />
          <Menu position="bottom-end">
            <Menu.Target>
              <Button
                variant="default"
                leftSection={<IconPlayerPause size={16} aria-hidden />}
                rightSection={<IconChevronDown size={14} aria-hidden />}
              >
                Abgleich anhalten
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {pauses.map(([label, minutes]) => (
                <Menu.Item key={minutes} onClick={() => pause({ minutes })}>
                  {label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </>
      )}
      <CommandButton command="sync.diagnostics" icon={<IconDownload size={16} aria-hidden />} />
    </>
  );
}
