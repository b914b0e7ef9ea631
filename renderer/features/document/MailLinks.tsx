import { Button } from '@mantine/core';
import { IconMail, IconPaperclip } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { navigate } from '../../shared/navigation.ts';
import type { DocumentDetail } from './DocumentPane.tsx';
import classes from './document.module.css';

type Linked = DocumentDetail['mail']['parts'][number];

/** The mail a document came in, and the documents that came in a mail; one click leads there. */
export function MailLinks({ document }: { document: DocumentDetail }) {
  const { whole, parts } = document.mail;
  if (!whole && parts.length === 0) return null;
  const open = ({ documentId }: Linked) =>
    navigate({ view: 'caseFile', caseFileId: document.caseFileId, documentId, page: null, section: 'documents' });
  return (
    <>
      {whole ? (
        <>
          <h3 className={classes.section}>Anlage der E-Mail</h3>
          <LinkedDocument linked={whole} icon={<IconMail size={14} aria-hidden />} onOpen={open} />
        </>
      ) : null}
      {parts.length > 0 ? (
        <>
          <h3 className={classes.section}>Anlagen dieser E-Mail</h3>
          <ul className={classes.linked}>
            {parts.map((part) => (
              <li key={part.documentId}>
                <LinkedDocument linked={part} icon={<IconPaperclip size={14} aria-hidden />} onOpen={open} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}

type Props = { linked: Linked; icon: ReactNode; onOpen: (linked: Linked) => void };

function LinkedDocument({ linked, icon, onOpen }: Props) {
  const { title, sheetFrom, sheetTo } = linked;
  return (
    <Button
      size="compact-sm"
      variant="default"
      justify="start"
      fullWidth
      leftSection={icon}
      onClick={() => onOpen(linked)}
    >
      {title}, Blatt {sheetFrom === sheetTo ? sheetFrom : `${sheetFrom}–${sheetTo}`}
    </Button>
  );
}
