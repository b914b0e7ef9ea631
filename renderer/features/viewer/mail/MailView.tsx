import { Alert, SegmentedControl, Text } from '@mantine/core';
import { IconShieldLock } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { type OutputOf, useDeskQuery } from '../../../shared/backend.tsx';
import { useCommand } from '../../../shared/commands.ts';
import { QueryView } from '../../../shared/ui/ViewState.tsx';
import { AttachmentList, type ListedAttachment } from '../attachments/AttachmentList.tsx';
import { AttachmentView } from '../attachments/AttachmentView.tsx';
import { ForeignFrame, type TextHandle } from '../ForeignFrame.tsx';
import { PrintDialog } from '../print/PrintDialog.tsx';
import { printPage } from '../print/print-frame.ts';
import { TextSection } from '../TextSection.tsx';
import { ViewerBar } from '../ViewerBar.tsx';
import type { ViewProps } from '../view-props.ts';
import classes from '../viewer.module.css';
import { MailHead } from './MailHead.tsx';
import mailClasses from './MailView.module.css';
import { mailPrintPage } from './mail-print-page.ts';
import { useMailPage } from './useMailPage.ts';

type Mail = OutputOf<'content', 'mail'>;

/** A mail: who, when, about what; its text without anything from elsewhere; its attachments to read. */
export function MailView(props: ViewProps) {
  const { scopeId, ownerId, onFileAttachment } = props;
  const query = useDeskQuery('content', 'mail', { scopeId, ownerId });
  const [opened, setOpened] = useState<ListedAttachment | null>(null);
  if (opened) {
    return (
      <AttachmentView
        place={{ scopeId, ownerId }}
        attachment={opened}
        backLabel="Zurück zur E-Mail"
        onBack={() => setOpened(null)}
        onFileAttachment={onFileAttachment}
      />
    );
  }
  return (
    <div className={classes.viewer}>
      <QueryView query={query}>{(mail) => <MailPage mail={mail} onOpen={setOpened} {...props} />}</QueryView>
    </div>
  );
}

function MailPage({
  mail,
  onOpen,
  ...props
}: ViewProps & { mail: Mail; onOpen: (attachment: ListedAttachment) => void }) {
  const { scopeId, ownerId, onNextDocument, onPreviousDocument, sheetFrom, extraTools, highlight } = props;
  const [shown, setShown] = useState<'html' | 'text'>(mail.html ? 'html' : 'text');
  const text = useRef<TextHandle>(null);
  const made = useMailPage(mail, { scopeId, ownerId });
  const isHtml = shown === 'html' && mail.html !== null;
  useCommand('document.forward', () => text.current?.turn(1) || onNextDocument?.());
  useCommand('document.back', () => text.current?.turn(-1) || onPreviousDocument?.());
  return (
    <>
      <header className={mailClasses.head}>
        <MailHead mail={mail} />
        <AttachmentList attachments={mail.attachments.filter(({ isInline }) => !isInline)} onOpen={onOpen} />
        {made.hadRemoteContent && isHtml ? (
          <Alert p={8} icon={<IconShieldLock size={16} aria-hidden />} color="gray">
            Externe Inhalte wurden nicht geladen.
          </Alert>
        ) : null}
      </header>
      {isHtml ? (
        <ForeignFrame
          ref={text}
          page={made.page}
          title={`Text der E-Mail: ${mail.subject}`}
          highlight={highlight ?? null}
        />
      ) : (
        <TextSection
          ref={text}
          kind="mail"
          label="Text der E-Mail"
          text={mail.text}
          noText="Diese E-Mail hat keinen Text."
          highlight={highlight ?? null}
        />
      )}
      <ViewerBar tools={extraTools}>
        <Text size="xs" c="dimmed">
          E-Mail{sheetFrom ? ` · Blatt ${sheetFrom}` : ''}
        </Text>
        {mail.html ? (
          <SegmentedControl
            size="xs"
            aria-label="Darstellung der E-Mail"
            value={shown}
            onChange={(value) => setShown(value === 'html' ? 'html' : 'text')}
            data={[
              { value: 'html', label: 'Gestaltet' },
              { value: 'text', label: 'Nur Text' },
            ]}
          />
        ) : null}
      </ViewerBar>
      <PrintDialog pageCount={1} page={1} print={() => printPage(mailPrintPage(mail, isHtml ? made.body : null))} />
    </>
  );
}
