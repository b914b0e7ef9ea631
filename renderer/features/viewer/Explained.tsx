import { Button, Text } from '@mantine/core';
import { IconDownload, IconFileAlert } from '@tabler/icons-react';
import type { Id } from '../../../core/domain/ids.ts';
import type { ContentFacts } from '../../../core/domain/records.ts';
import { formatSize } from '../../shared/format.ts';
import { useDownload } from './useDownload.ts';
import classes from './viewer.module.css';

type ExplainedProps = { scopeId: Id; ownerId: Id; content: ContentFacts; message: string };

/** In the place of a document that cannot be shown: why, what was kept, and the file itself to take out. */
export function Explained({ scopeId, ownerId, content, message }: ExplainedProps) {
  const download = useDownload({ scopeId, ownerId, content });
  return (
    <div className={classes.explained} data-viewer="explained" role="status">
      <IconFileAlert size={32} aria-hidden />
      <Text>{message}</Text>
      <dl className={classes.facts}>
        <dt>Datei</dt>
        <dd>{content.fileName}</dd>
        <dt>Größe</dt>
        <dd>{formatSize(content.size)}</dd>
        <dt>Prüfsumme</dt>
        <dd title={content.sha256}>{content.sha256.slice(0, 16)} …</dd>
      </dl>
      <div>
        <Button leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void download()}>
          Herunterladen
        </Button>
      </div>
    </div>
  );
}
