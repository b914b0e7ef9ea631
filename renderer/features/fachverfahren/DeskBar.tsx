import { Button, CopyButton, Switch, Tooltip } from '@mantine/core';
import { IconArrowsLeftRight, IconCheck, IconCopy, IconFolderOpen, IconX } from '@tabler/icons-react';
import { openCaseFile, setFollowing, useCoupling } from '../../shared/coupling.ts';
import type { CoupledCase } from './coupled-case.ts';
import classes from './fachverfahren.module.css';

/** The desk's own bar above the Fachverfahren: Mitlaufen, which case is shown there, its file. */
export function DeskBar({ current, onClose }: { current: CoupledCase; onClose: () => void }) {
  const { isFollowing, shownCase } = useCoupling();
  const known = current.state === 'known' ? current.shown : null;
  const isOpen = known !== null && shownCase?.caseFileId === known.caseFileId;
  return (
    <div className={classes.bar}>
      <Tooltip label="Ein Fall, der hier gewählt wird, öffnet seine Akte, und umgekehrt.">
        <Switch
          size="sm"
          checked={isFollowing}
          onChange={(event) => setFollowing(event.currentTarget.checked)}
          thumbIcon={<IconArrowsLeftRight size={10} color="#125b6b" aria-hidden />}
          label={isFollowing ? 'Mitlaufen an' : 'Mitlaufen aus'}
        />
      </Tooltip>
      {known ? (
        <>
          <span className={classes.shown}>
            {known.title} · {known.fileNumber}
          </span>
          {isOpen ? (
            <span className={classes.open}>
              <IconCheck size={14} aria-hidden /> Akte ist offen
            </span>
          ) : (
            <Button
              size="compact-sm"
              leftSection={<IconFolderOpen size={14} aria-hidden />}
              onClick={() => openCaseFile(known.caseFileId)}
            >
              Akte öffnen
            </Button>
          )}
        </>
      ) : null}
      {current.state === 'unknown' ? (
        <UnknownCase fileNumber={current.fileNumber} message={current.message} onClose={onClose} />
      ) : null}
      {current.state === 'none' ? <span className={classes.shown}>Kein Fall gewählt</span> : null}
    </div>
  );
}

function UnknownCase({ fileNumber, message, onClose }: { fileNumber: string; message: string; onClose: () => void }) {
  return (
    <>
      <span className={classes.problem} role="status">
        {message}
      </span>
      <CopyButton value={fileNumber}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" leftSection={<IconCopy size={14} aria-hidden />} onClick={copy}>
            {copied ? 'Kopiert' : 'Nummer kopieren'}
          </Button>
        )}
      </CopyButton>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={<IconX size={14} aria-hidden />}
        onClick={onClose}
      >
        Schließen
      </Button>
    </>
  );
}
