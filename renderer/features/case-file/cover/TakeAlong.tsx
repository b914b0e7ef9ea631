import { Anchor, Progress } from '@mantine/core';
import { IconDeviceLaptop, IconX } from '@tabler/icons-react';
import { caseFileRoute } from '../../../shared/routes.ts';
import { CommandButton } from '../../../shared/ui/CommandButton.tsx';
import { navigate } from '../../../shared/navigation.ts';
import { type CaseCover, shortageWords, takenAlongWords } from '../case-words.ts';
import classes from './cover.module.css';

/** Taking the file along: how much of it is on this device, what is missing, and whether there is room for it. */
export function TakeAlong({ cover: { caseFileId, isPinned, onDesk } }: { cover: CaseCover }) {
  const { documents, withContent, missing, shortage } = onDesk;
  const isWhole = withContent >= documents;
  return (
    <>
      <p className={classes.taken} role="status">
        {isPinned ? takenAlongWords(withContent, documents) : readableWords(withContent, documents)}
      </p>
      {isPinned && !isWhole ? (
        <Progress aria-label="Dokumente auf diesem Gerät" value={(withContent / documents) * 100} size="sm" />
      ) : null}
      {shortage && !isWhole ? <p className={classes.shortage}>{shortageWords[shortage]}</p> : null}
      {isPinned && missing.length > 0 ? (
        <details className={classes.missing}>
          <summary>Noch nicht auf diesem Gerät</summary>
          <ul>
            {missing.map(({ documentId, title }) => (
              <li key={documentId}>
                <Anchor
                  component="button"
                  type="button"
                  size="sm"
                  onClick={() => navigate(caseFileRoute(caseFileId, documentId))}
                >
                  {title}
                </Anchor>
              </li>
            ))}
          </ul>
          {documents - withContent > missing.length ? (
            <p>und {documents - withContent - missing.length} weitere</p>
          ) : null}
        </details>
      ) : null}
      <CommandButton
        command="caseFile.pin"
        size="xs"
        icon={isPinned ? <IconX size={16} aria-hidden /> : <IconDeviceLaptop size={16} aria-hidden />}
      />
    </>
  );
}

function readableWords(here: number, documents: number): string {
  if (here >= documents) return 'Alle Dokumente sind auch ohne Verbindung lesbar.';
  return `${here} von ${documents} Dokumenten sind ohne Verbindung lesbar.`;
}
