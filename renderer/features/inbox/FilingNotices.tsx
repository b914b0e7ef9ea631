import { Anchor } from '@mantine/core';
import {
  IconArrowForwardUp,
  IconCalendarCheck,
  IconCalendarDue,
  IconCopy,
  IconDeviceDesktopOff,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { knownPlace } from '../../../core/letters/known-place.ts';
import { formatDate, formatDay } from '../../shared/format.ts';
import { type KnownContent, knownSince } from '../../shared/upload/known-words.ts';
import { navigate } from '../../shared/navigation.ts';
import { caseFileRoute, formatRoute, type Route } from '../../shared/routes.ts';
import type { InboxItem } from './filing-draft.ts';
import classes from './filing.module.css';

/** What one must know before filing: who sent it on and why, whether the file holds it already, whether the file is here. */
export function FilingNotices({ item, chosenCaseId }: { item: InboxItem; chosenCaseId: string | null }) {
  const known = item.known.toSorted(
    (left, right) => Number(isIn(right, chosenCaseId)) - Number(isIn(left, chosenCaseId)),
  );
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
      {known.map((one) => (
        <Notice key={one.ownerId} isUrgent={isIn(one, chosenCaseId)} icon={<IconCopy size={16} aria-hidden />}>
          <Known known={one} isHere={isIn(one, chosenCaseId)} />
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

const isIn = ({ scopeId }: KnownContent, caseFileId: string | null) => scopeId === caseFileId;

/** Where the same letter lies already, since when and by whom; a filed one can be opened. */
function Known({ known, isHere }: { known: KnownContent; isHere: boolean }) {
  const { kind, scopeId, ownerId, title } = known;
  const route: Route =
    kind === 'document' ? caseFileRoute(scopeId, ownerId) : { view: 'inbox', inboxId: scopeId, itemId: ownerId };
  return (
    <>
      {knownPlace(known, isHere)}{' '}
      <Anchor
        inherit
        href={formatRoute(route)}
        onClick={(event) => {
          event.preventDefault();
          navigate(route);
        }}
      >
        {title}
      </Anchor>
      , {knownSince(known)}.
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
