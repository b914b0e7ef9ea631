import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { formatCount, formatNumberOf } from '../../shared/format.ts';
import { navigate } from '../../shared/navigation.ts';
import { ViewHead } from '../../shared/ui/ViewHead.tsx';
import type { Inbox } from './InboxView.tsx';

/** Which Postkorb this is, how far one is, and the way to the others. */
export function InboxHead({ inbox, inboxes }: { inbox: Inbox; inboxes: Inbox[] }) {
  const { openCount, doneTodayCount, substitutedFor } = inbox;
  const total = openCount + doneTodayCount;
  const progress =
    doneTodayCount > 0
      ? `${formatCount(doneTodayCount)} von ${formatCount(total)} abgelegt`
      : formatNumberOf(openCount, 'Schreiben offen', 'Schreiben offen');
  const fact = substitutedFor ? `Vertretung von ${substitutedFor} · ${progress}` : progress;
  return (
    <ViewHead title={nameOf(inbox)} fact={<span role="status">{fact}</span>}>
      {inboxes.length > 1 ? (
        <Menu position="bottom-end" width={280}>
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
              Postkorb wechseln
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {inboxes.map((other) => (
              <Menu.Item
                key={other.inboxId}
                aria-current={other.inboxId === inbox.inboxId}
                rightSection={formatCount(other.openCount)}
                onClick={() => navigate({ view: 'inbox', inboxId: other.inboxId, itemId: null })}
              >
                {nameOf(other)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </ViewHead>
  );
}

function nameOf({ kind, name }: Inbox): string {
  if (kind === 'own') return 'Postkorb';
  return kind === 'team' ? `Postkorb ${name}` : `Postkorb ${name} (Vertretung)`;
}
