import { Button, Text } from '@mantine/core';
import { IconDownload, IconFileAlert } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatSize } from '../../shared/format.ts';
import type { ByteSource } from './content-source.ts';
import { useDownload } from './useDownload.ts';
import classes from './viewer.module.css';

type ExplainedProps = { source: ByteSource; message: string; sha256?: string | undefined; children?: ReactNode };

/** In the place of a document that cannot be shown: why, what was kept, and the file itself to take out. */
export function Explained({ source, message, sha256, children }: ExplainedProps) {
  const download = useDownload(source);
  return (
    <div className={classes.explainedPlace}>
      <div className={classes.explained} data-viewer="explained" role="status">
        <IconFileAlert size={32} aria-hidden />
        <Text>{message}</Text>
        <dl className={classes.facts}>
          <dt>Datei</dt>
          <dd>{source.fileName}</dd>
          <dt>Größe</dt>
          <dd>{formatSize(source.size)}</dd>
          {sha256 ? (
            <>
              <dt>Prüfsumme</dt>
              <dd title={`SHA-256: ${sha256}`}>{sha256.slice(0, 16)} …</dd>
            </>
          ) : null}
        </dl>
        {children}
        <div>
          <Button leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void download()}>
            Herunterladen
          </Button>
        </div>
      </div>
    </div>
  );
}
