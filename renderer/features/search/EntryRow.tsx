import { IconBolt, IconFileText, IconFolder, IconHistory, IconInbox, IconNote } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatDay } from '../../shared/format.ts';
import { Key } from '../../shared/ui/KeyHint.tsx';
import { MarkedText } from '../../shared/ui/MarkedText.tsx';
import type { Entry } from './entries.ts';
import classes from './search.module.css';

/** How an entry looks: an icon, its name, what tells it from others, and for a hit in a text the place. */
export function EntryRow({ entry }: { entry: Entry }) {
  switch (entry.kind) {
    case 'case': {
      const { title, fileNumber, place, workerName, substitutedFor, state, matched } = entry.row;
      return (
        <Line
          icon={<IconFolder size={16} aria-hidden />}
          title={title}
          facts={[fileNumber, place, matched && matched !== title && matched !== fileNumber ? matched : null]}
        >
          {state === 'closed' ? <span className={classes.quiet}>geschlossen</span> : null}
          <span className={substitutedFor ? classes.substituted : classes.quiet}>
            {substitutedFor ? `Vertretung für ${substitutedFor}` : workerName}
          </span>
        </Line>
      );
    }
    case 'document': {
      const { title, caseTitle, fileNumber, letterDate, page, snippet } = entry.row;
      return (
        <Line
          icon={<IconFileText size={16} aria-hidden />}
          title={title}
          facts={[letterDate && formatDay(letterDate), caseTitle, fileNumber]}
          snippet={snippet}
        >
          {page === null ? null : <span className={classes.quiet}>Seite {page}</span>}
        </Line>
      );
    }
    case 'inbox':
      return (
        <Line
          icon={<IconInbox size={16} aria-hidden />}
          title={entry.row.title}
          facts={['im Postkorb']}
          snippet={entry.row.snippet}
        >
          {entry.row.page === null ? null : <span className={classes.quiet}>Seite {entry.row.page}</span>}
        </Line>
      );
    case 'note':
      return (
        <Line
          icon={<IconNote size={16} aria-hidden />}
          title={`Vermerk in ${entry.row.caseTitle}`}
          facts={[]}
          snippet={entry.row.snippet}
        />
      );
    case 'command': {
      const [shortcut] = entry.command.shortcuts;
      return (
        <Line icon={<IconBolt size={16} aria-hidden />} title={entry.command.title} facts={[]}>
          {shortcut ? <Key shortcut={shortcut} /> : null}
        </Line>
      );
    }
    case 'text':
      return <Line icon={<IconHistory size={16} aria-hidden />} title={entry.text} facts={[]} />;
  }
}

type LineProps = {
  icon: ReactNode;
  title: string;
  facts: (string | null)[];
  snippet?: { text: string; hits: readonly (readonly [number, number])[] } | null;
  children?: ReactNode;
};

function Line({ icon, title, facts, snippet, children }: LineProps) {
  return (
    <>
      {icon}
      <span className={classes.words}>
        <span className={classes.first}>
          <span className={classes.title}>{title}</span>
          <span className={classes.facts}>{facts.filter(Boolean).join(' · ')}</span>
        </span>
        {snippet ? (
          <span className={classes.snippet}>
            <MarkedText text={snippet.text} hits={snippet.hits} />
          </span>
        ) : null}
      </span>
      {children}
    </>
  );
}
