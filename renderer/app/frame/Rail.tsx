import { Tooltip } from '@mantine/core';
import {
  IconCalendarDue,
  IconFolders,
  IconHelp,
  IconHistory,
  IconInbox,
  IconMessageQuestion,
  IconScan,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useDeskQuery } from '../../shared/backend.tsx';
import type { CommandId } from '../../shared/command-catalogue.ts';
import { useCommandState } from '../../shared/commands.ts';
import { formatCount } from '../../shared/format.ts';
import { useLeftWork } from '../../shared/left-work.ts';
import { navigate, useNavigation } from '../../shared/navigation.ts';
import { formatRoute, type Route } from '../../shared/routes.ts';
import { ariaShortcut, shortcutWords } from '../../shared/shortcuts.ts';
import classes from './Rail.module.css';

const inboxRoute: Route = { view: 'inbox', inboxId: null, itemId: null };

/** The rail: where one can go, with what waits there. */
export function Rail() {
  const worker = useDeskQuery('session', 'state', {}).data?.worker;
  return worker?.role === 'scanStation' ? <StationRail /> : <WorkerRail />;
}

function StationRail() {
  return (
    <nav className={classes.rail} aria-label="Bereiche" data-pane="Bereiche">
      <RailItem
        command="go.inbox"
        label="Scanstelle"
        route={{ view: 'scanStation' }}
        icon={<IconScan size={18} aria-hidden />}
      />
      <div className={classes.space} />
      <RailItem command="help.open" label="Hilfe" route={{ view: 'help' }} icon={<IconHelp size={18} aria-hidden />} />
    </nav>
  );
}

function WorkerRail() {
  const { inboxes = [] } = useDeskQuery('inbox', 'overview', {}).data ?? {};
  const followUps = useDeskQuery('followUps', 'list', { which: 'due', caseFileId: null }).data?.rows.length;
  const clarifications = useDeskQuery('clarifications', 'list', {}).data?.rows.length;
  const leftWork = useLeftWork().query.data?.count ?? 0;
  const own = inboxes.find(({ kind }) => kind === 'own');
  const others = (kind: 'team' | 'substituted') =>
    inboxes
      .filter((inbox) => inbox.kind === kind)
      .map((inbox) => (
        <RailItem
          key={inbox.inboxId}
          label={inbox.name}
          title={kind === 'team' ? `Postkorb ${inbox.name}` : `Postkorb von ${inbox.name} (Vertretung)`}
          count={inbox.openCount}
          route={{ view: 'inbox', inboxId: inbox.inboxId, itemId: null }}
          icon={
            <span className={classes.initials} aria-hidden>
              {kind === 'team' ? <IconUsersGroup size={18} /> : inbox.name.slice(0, 2)}
            </span>
          }
          isNested
        />
      ));
  return (
    <nav className={classes.rail} aria-label="Bereiche" data-pane="Bereiche">
      <RailItem
        command="go.inbox"
        label="Postkorb"
        count={own?.openCount}
        route={inboxRoute}
        ownInboxId={own?.inboxId}
        icon={<IconInbox size={18} aria-hidden />}
      />
      {others('team')}
      <RailItem
        command="go.followUps"
        label="Wiedervorlagen"
        count={followUps}
        route={{ view: 'followUps' }}
        icon={<IconCalendarDue size={18} aria-hidden />}
      />
      <RailItem
        command="go.myCases"
        label="Meine Akten"
        route={{ view: 'myCases' }}
        icon={<IconFolders size={18} aria-hidden />}
      />
      <RailItem
        command="go.substitution"
        label="Vertretung"
        route={{ view: 'substitution' }}
        icon={<IconUsers size={18} aria-hidden />}
      />
      {others('substituted')}
      <RailItem
        command="go.clarification"
        label="Klärung"
        count={clarifications === undefined ? undefined : clarifications + leftWork}
        isUrgent
        route={{ view: 'clarification' }}
        icon={<IconMessageQuestion size={18} aria-hidden />}
      />
      <RailItem
        command="go.recent"
        label="Zuletzt"
        route={{ view: 'recent' }}
        icon={<IconHistory size={18} aria-hidden />}
      />
      <div className={classes.space} />
      <RailItem command="help.open" label="Hilfe" route={{ view: 'help' }} icon={<IconHelp size={18} aria-hidden />} />
    </nav>
  );
}

type ItemProps = {
  label: string;
  title?: string;
  route: Route;
  icon: ReactNode;
  count?: number | undefined;
  command?: CommandId;
  /** The own Postkorb has two addresses: with and without its id. */
  ownInboxId?: string | undefined;
  isNested?: boolean;
  isUrgent?: boolean;
};

function RailItem({ label, title, route, icon, count, command, ownInboxId, isNested, isUrgent }: ItemProps) {
  const here = useNavigation((state) => state.route);
  const { shortcuts } = useCommandState(command ?? 'escape');
  const shortcut = command === undefined ? undefined : shortcuts[0];
  const isHere = isSamePlace(here, route, ownInboxId);
  const name = title ?? label;
  return (
    <Tooltip label={shortcut ? `${name} (${shortcutWords(shortcut)})` : name} position="right">
      <a
        href={formatRoute(route)}
        className={classes.item}
        data-nested={isNested || undefined}
        data-urgent={(isUrgent && Boolean(count)) || undefined}
        aria-current={isHere ? 'page' : undefined}
        aria-label={count ? `${name}, ${formatCount(count)}` : name}
        aria-keyshortcuts={shortcut && ariaShortcut(shortcut)}
        onClick={(event) => {
          event.preventDefault();
          navigate(route);
          // After a click the keys belong to what was opened: Enter files a letter, it does not press this link again.
          if (event.detail > 0) event.currentTarget.blur();
        }}
      >
        {icon}
        <span className={classes.label}>{label}</span>
        {count ? <span className={classes.count}>{formatCount(count)}</span> : null}
      </a>
    </Tooltip>
  );
}

function isSamePlace(here: Route, route: Route, ownInboxId: string | undefined): boolean {
  // The page of the scan station stands in the place of the Postkorb.
  if (route.view === 'scanStation' && here.view === 'inbox') return true;
  if (here.view !== route.view) return false;
  if (here.view !== 'inbox' || route.view !== 'inbox') return true;
  return here.inboxId === route.inboxId || (here.inboxId !== null && here.inboxId === ownInboxId);
}
