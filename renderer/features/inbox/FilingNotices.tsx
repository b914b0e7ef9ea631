import { Anchor } from '@mantine/core';
import {
  IconArrowForwardUp,
  IconCalendarCheck,
  IconCalendarDue,
  IconCopy,
  IconDeviceDesktopOff,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatDate, formatDay } from '../../shared/format.ts';
import { navigate } from '../../shared/navigation.ts';
import { caseFileRoute, formatRoute } from '../../shared/routes.ts';
import type { InboxItem } from './filing-draft.ts';
import classes from './filing.module.css';

/** What one must know before filing: who sent it on and why, whether the file holds it already, whether the file is here. */
export function FilingNotices({ item, chosenCaseId }: { item: InboxItem; chosenCaseId: string | null }) {
  const duplicates = item.duplicates.filter(({ caseFileId }) => caseFileId === chosenCaseId);
  const isElsewhere = item.proposedCase?.caseFileId === chosenCaseId && item.proposedCase?.isOnDesk === false;
  return (
    <>
      {item.forwardedByName ? (
        <Notice icon={<IconArrowForwardUp size={16} aria-hidden />}>
          Weitergeleitet von {item.forwardedByName}
          {item.remark ? `: „${item.remark}“` : '.'}
        </Notice>
      ) : item.remark ? (
        <Notice icon={<IconArrowForwardUp size={16} aria-hidden />}>„{item.remark}“</Notice>
      ) : null}
      {duplicates.map(({ caseFileId, documentId, title, filedAt, filedByName }) => (
        <Notice key={documentId} isUrgent icon={<IconCopy size={16} aria-hidden />}>
          Schon in der Akte:{' '}
          <Anchor
            inherit
            href={formatRoute(caseFileRoute(caseFileId, documentId))}
            onClick={(event) => {
              event.preventDefault();
              navigate(caseFileRoute(caseFileId, documentId));
            }}
          >
            {title}
          </Anchor>
          , abgelegt am {formatDate(filedAt)} von {filedByName}.
        </Notice>
      ))}
      {item.deadlines.map(({ day, explanation }) => (
        <Notice key={day} icon={<IconCalendarDue size={16} aria-hidden />}>
          Mögliche Frist: {formatDay(day)}, {explanation}
        </Notice>
      ))}
      {item.proposedCase?.caseFileId === chosenCaseId
        ? item.followUps.map(({ followUpId, subject, dueOn, createdAt }) => (
            <Notice key={followUpId} icon={<IconCalendarCheck size={16} aria-hidden />}>
              Kam nach Anlage der Wiedervorlage „{subject}“ vom {formatDate(createdAt)}, fällig am {formatDay(dueOn)}.
            </Notice>
          ))
        : null}
      {isElsewhere ? (
        <Notice icon={<IconDeviceDesktopOff size={16} aria-hidden />}>
          Die Akte liegt nicht auf diesem Gerät. Ablegen ist trotzdem möglich.
        </Notice>
      ) : null}
    </>
  );
}

/** A short fact with an icon; urgent ones stand out. */
export function Notice({ icon, isUrgent, children }: { icon: ReactNode; isUrgent?: boolean; children: ReactNode }) {
  return (
    <div className={classes.notice} data-urgent={isUrgent || undefined}>
      {icon}
      <span>{children}</span>
    </div>
  );
}
