// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by key (WCAG 2.1.1)
import { Alert, Button, SegmentedControl, Text } from '@mantine/core';
import { IconPaperclip, IconShieldLock } from '@tabler/icons-react';
import { useState } from 'react';
import { type OutputOf, useDesk, useDeskQuery, useHost } from '../../../shared/backend.tsx';
import { useCommand } from '../../../shared/commands.ts';
import { showError } from '../../../shared/errors.ts';
import { DateText } from '../../../shared/ui/Moments.tsx';
import { QueryView } from '../../../shared/ui/ViewState.tsx';
import { ForeignFrame } from '../ForeignFrame.tsx';
import { formatSize } from '../../../shared/format.ts';
import { ViewerBar } from '../ViewerBar.tsx';
import type { ViewProps } from '../view-props.ts';
import classes from '../viewer.module.css';
import mailClasses from './MailView.module.css';
import { useMailPage } from './useMailPage.ts';

type Mail = OutputOf<'content', 'mail'>;

/** A mail: who, when, about what; its text without anything from elsewhere; its attachments to take out. */
export function MailView(props: ViewProps) {
  const { scopeId, ownerId, onNextDocument, onPreviousDocument, extraTools } = props;
  const query = useDeskQuery('content', 'mail', { scopeId, ownerId });
  useCommand('document.forward', () => onNextDocument?.());
  useCommand('document.back', () => onPreviousDocument?.());
  return (
    <div className={classes.viewer}>
      <QueryView query={query}>{(mail) => <MailPage mail={mail} {...props} />}</QueryView>
      <ViewerBar tools={extraTools}>
        <Text size="xs" c="dimmed">
          E-Mail
        </Text>
      </ViewerBar>
    </div>
  );
}

function MailPage({ mail, scopeId, ownerId }: ViewProps & { mail: Mail }) {
  const [shown, setShown] = useState<'html' | 'text'>(mail.html ? 'html' : 'text');
  const made = useMailPage(mail, { scopeId, ownerId });
  return (
    <>
      <header className={mailClasses.head}>
        <h2 className={mailClasses.subject}>{mail.subject || 'Ohne Betreff'}</h2>
        <dl className={classes.facts}>
          <dt>Von</dt>
          <dd>{mail.from || 'unbekannt'}</dd>
          <dt>An</dt>
          <dd>{mail.to.join(', ') || 'unbekannt'}</dd>
          {mail.cc.length > 0 ? (
            <>
              <dt>Kopie</dt>
              <dd>{mail.cc.join(', ')}</dd>
            </>
          ) : null}
          <dt>Datum</dt>
          <dd>{mail.date ? <DateText moment={mail.date} /> : 'nicht angegeben'}</dd>
        </dl>
        <Attachments mail={mail} scopeId={scopeId} ownerId={ownerId} />
        {mail.html ? (
          <SegmentedControl
            size="xs"
            value={shown}
            onChange={(value) => setShown(value === 'html' ? 'html' : 'text')}
            data={[
              { value: 'html', label: 'Gestaltet' },
              { value: 'text', label: 'Nur Text' },
            ]}
          />
        ) : null}
        {made.hadRemoteContent && shown === 'html' ? (
          <Alert p={8} icon={<IconShieldLock size={16} aria-hidden />} color="gray">
            Externe Inhalte wurden nicht geladen.
          </Alert>
        ) : null}
      </header>
      {shown === 'html' && mail.html ? (
        <ForeignFrame page={made.page} title={mail.subject} />
      ) : (
        <section
          className={classes.textView}
          tabIndex={0}
          aria-label="Text der E-Mail"
          data-viewer="mail"
          data-state="drawn"
        >
          {mail.text}
        </section>
      )}
    </>
  );
}

function Attachments({ mail, scopeId, ownerId }: Pick<ViewProps, 'scopeId' | 'ownerId'> & { mail: Mail }) {
  const desk = useDesk();
  const host = useHost();
  const listed = mail.attachments.filter((attachment) => !attachment.isInline);
  if (listed.length === 0) return null;
  const save = async (index: number, name: string) => {
    try {
      await host.saveFile(name, await desk.content.mailAttachment({ scopeId, ownerId, index }));
    } catch (error) {
      showError(error);
    }
  };
  return (
    <ul className={mailClasses.attachments} aria-label="Anlagen">
      {listed.map((attachment) => (
        <li key={attachment.index}>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPaperclip size={14} aria-hidden />}
            onClick={() => void save(attachment.index, attachment.name)}
          >
            {attachment.name} · {formatSize(attachment.size)}
          </Button>
        </li>
      ))}
    </ul>
  );
}
