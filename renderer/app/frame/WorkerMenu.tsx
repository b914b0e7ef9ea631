import { Button, Menu, useMantineColorScheme } from '@mantine/core';
import {
  IconChevronDown,
  IconColumns2,
  IconDevices,
  IconHelp,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconScan,
  IconSettings,
  IconSun,
  IconUsers,
  IconWindow,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useDeskQuery } from '../../shared/backend.tsx';
import type { CommandId } from '../../shared/command-catalogue.ts';
import { useCommandState } from '../../shared/commands.ts';
import { KeyHint } from '../../shared/ui/KeyHint.tsx';

/** The worker's own menu: windows, theme, settings, help, log out. */
export function WorkerMenu() {
  const worker = useDeskQuery('session', 'state', {}).data?.worker;
  const { colorScheme } = useMantineColorScheme();
  if (!worker) return null;
  return (
    <Menu position="bottom-end" width={260} shadow="md">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={`${worker.givenName} ${worker.familyName}, eigenes Menü`}
          styles={{ root: { color: 'inherit' } }}
        >
          {worker.signature}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {worker.givenName} {worker.familyName}
          {worker.teamName ? ` · ${worker.teamName}` : ''}
        </Menu.Label>
        <CommandItem command="layout.one" icon={<IconColumns2 size={16} aria-hidden />} />
        <CommandItem command="layout.two" icon={<IconWindow size={16} aria-hidden />} />
        <CommandItem
          command="theme.toggle"
          icon={colorScheme === 'dark' ? <IconSun size={16} aria-hidden /> : <IconMoon size={16} aria-hidden />}
        />
        <Menu.Divider />
        <CommandItem command="go.branchScan" icon={<IconScan size={16} aria-hidden />} />
        <CommandItem command="settings.open" icon={<IconSettings size={16} aria-hidden />} />
        {['teamLead', 'administration', 'audit'].includes(worker.role) ? (
          <CommandItem command="go.deskStores" icon={<IconDevices size={16} aria-hidden />} />
        ) : null}
        {worker.role === 'administration' ? (
          <CommandItem command="go.staff" icon={<IconUsers size={16} aria-hidden />} />
        ) : null}
        <CommandItem command="help.keys" icon={<IconKeyboard size={16} aria-hidden />} />
        <CommandItem command="help.open" icon={<IconHelp size={16} aria-hidden />} />
        <Menu.Divider />
        <CommandItem command="session.logOut" icon={<IconLogout size={16} aria-hidden />} />
      </Menu.Dropdown>
    </Menu>
  );
}

function CommandItem({ command, icon }: { command: CommandId; icon: ReactNode }) {
  const { title, isEnabled, run } = useCommandState(command);
  return (
    <Menu.Item leftSection={icon} rightSection={<KeyHint command={command} />} disabled={!isEnabled} onClick={run}>
      {title}
    </Menu.Item>
  );
}
