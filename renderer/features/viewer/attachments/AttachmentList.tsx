import { Button } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { formatSize } from '../../../shared/format.ts';
import classes from './attachments.module.css';

export type ListedAttachment = { index: number; name: string; mediaType: string; size: number };

/** The files that lie in a document; one is opened by a click. */
export function AttachmentList({
  attachments,
  onOpen,
}: {
  attachments: ListedAttachment[];
  onOpen: (attachment: ListedAttachment) => void;
}) {
  if (attachments.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Anlagen">
      {attachments.map((attachment) => (
        <li key={attachment.index}>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPaperclip size={14} aria-hidden />}
            onClick={() => onOpen(attachment)}
          >
            <span className={classes.name}>{attachment.name || 'Anlage ohne Namen'}</span>
            {attachment.size > 0 ? <span className={classes.size}>{formatSize(attachment.size)}</span> : null}
          </Button>
        </li>
      ))}
    </ul>
  );
}
