import { Button, Menu, Tabs } from '@mantine/core';
import {
  IconCalendarPlus,
  IconChevronDown,
  IconFileUpload,
  IconNote,
  IconPin,
  IconPinned,
  IconPrinter,
} from '@tabler/icons-react';
import { useCommandState } from '../../shared/commands.ts';
import { formatDate, formatDay, formatNumberOf, today } from '../../shared/format.ts';
import { navigate } from '../../shared/navigation.ts';
import type { CaseSection } from '../../shared/routes.ts';
import { CommandButton, CommandIcon } from '../../shared/ui/CommandButton.tsx';
import { KeyHint } from '../../shared/ui/KeyHint.tsx';
import classes from './case-file.module.css';
import { type CaseCover, kindNames, nameOnFile, stateNames } from './case-words.ts';
import { stateChangeShort } from './state/state-words.ts';

const sections: { section: CaseSection; name: string }[] = [
  { section: 'documents', name: 'Dokumente' },
  { section: 'cover', name: 'Aktendeckel' },
  { section: 'notes', name: 'Vermerke' },
  { section: 'journal', name: 'Verlauf' },
];

/** Who and what this file is, at a glance, and what can be put into it. */
export function CaseHead({ cover, section }: { cover: CaseCover; section: CaseSection }) {
  const { title, fileNumber, kind, state } = cover;
  return (
    <header className={classes.head}>
      <div className={classes.who}>
        <h1 className={classes.name}>{nameOnFile(title)}</h1>
        <span className={classes.number}>{fileNumber}</span>
        <span className={classes.kind}>{kindNames[kind]}</span>
        <span className={classes.state} data-state={state}>
          {stateNames[state]}
        </span>
        <CommandIcon
          command="caseFile.pin"
          icon={cover.isPinned ? <IconPinned size={16} aria-hidden /> : <IconPin size={16} aria-hidden />}
        />
      </div>
      <div className={classes.headActions}>
        {cover.mayWrite ? (
          <>
            <FileMenu />
            <CommandButton command="note.add" label="Vermerk" icon={<IconNote size={16} aria-hidden />} />
          </>
        ) : (
          <span className={classes.kind}>Sie dürfen diese Akte nur lesen.</span>
        )}
      </div>
      <Facts cover={cover} />
      <Tabs
        className={classes.tabs}
        value={section}
        onChange={(value) =>
          navigate(
            {
              view: 'caseFile',
              caseFileId: cover.caseFileId,
              documentId: null,
              page: null,
              section: (value ?? 'documents') as CaseSection,
            },
            { replace: true },
          )
        }
      >
        <Tabs.List aria-label="Teile der Akte">
          {sections.map(({ section: value, name }) => (
            <Tabs.Tab key={value} value={value} className={classes.tab}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
    </header>
  );
}

/** Responsible, approved until, new since, deadlines. */
function Facts({ cover }: { cover: CaseCover }) {
  const { workerName, teamName, substitutedFor, approvedUntil, newSince, followUps } = cover;
  const missing = cover.needs?.missing.length ?? 0;
  const due = followUps.filter(({ dueOn }) => dueOn <= today()).length;
  return (
    <p className={classes.facts}>
      <span>
        Zuständig: {workerName}
        {teamName ? `, ${teamName}` : ''}
      </span>
      {cover.state === 'closed' && cover.stateChange ? (
        <strong className={classes.warn}>{stateChangeShort(cover.state, cover.stateChange)}</strong>
      ) : null}
      {substitutedFor ? <span className={classes.warn}>in Vertretung für {substitutedFor}</span> : null}
      {approvedUntil ? (
        <span className={approvedUntil < today() ? classes.warn : undefined}>
          Bewilligt bis {formatDay(approvedUntil)}
        </span>
      ) : null}
      {newSince && newSince.count > 0 ? (
        <strong>
          {newSince.count} neu seit {formatDate(newSince.since)}
        </strong>
      ) : null}
      {followUps.length > 0 ? (
        <span className={due > 0 ? classes.warn : undefined}>
          {formatNumberOf(followUps.length, 'Wiedervorlage', 'Wiedervorlagen')}
          {due > 0 ? `, ${due} fällig` : ''}
        </span>
      ) : null}
      {missing > 0 ? <span>{formatNumberOf(missing, 'Unterlage fehlt', 'Unterlagen fehlen')}</span> : null}
    </p>
  );
}

/** Everything that can be put into the file. */
function FileMenu() {
  const upload = useCommandState('caseFile.upload');
  const note = useCommandState('note.add');
  const followUp = useCommandState('followUp.add');
  const sheets = useCommandState('caseFile.sheets');
  const items = [
    { command: upload, icon: <IconFileUpload size={16} aria-hidden />, label: 'Datei hochladen …' },
    { command: note, icon: <IconNote size={16} aria-hidden />, label: 'Vermerk schreiben …' },
    { command: followUp, icon: <IconCalendarPlus size={16} aria-hidden />, label: 'Wiedervorlage oder Frist …' },
    { command: sheets, icon: <IconPrinter size={16} aria-hidden />, label: 'Deckblatt drucken …' },
  ];
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button rightSection={<IconChevronDown size={16} aria-hidden />}>Ablegen</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {items.map(({ command, icon, label }) => (
          <Menu.Item
            key={command.id}
            leftSection={icon}
            rightSection={<KeyHint command={command.id} />}
            disabled={!command.isEnabled}
            onClick={command.run}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
