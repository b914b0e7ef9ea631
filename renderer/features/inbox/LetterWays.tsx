import { Anchor } from '@mantine/core';
import { IconArrowBackUp, IconFiles } from '@tabler/icons-react';
import { formatMoment, formatNumberOf } from '../../shared/format.ts';
import { navigate } from '../../shared/navigation.ts';
import { formatRoute, type Route } from '../../shared/routes.ts';
import type { InboxItem } from './filing-draft.ts';
import { Notice } from './FilingNotices.tsx';
import classes from './filing.module.css';

/** What a letter went through: back to the scan station and what it answered, what it was made of, what it became. */
export function LetterWays({ item }: { item: InboxItem }) {
  if (item.returns.length + item.madeFrom.length + item.becameItems.length === 0) return null;
  return (
    <div className={classes.ways}>
      {item.returns.map(({ byName, at, reason, answeredAt, answer }) => (
        <Notice key={`${at} ${reason}`} icon={<IconArrowBackUp size={16} aria-hidden />}>
          {formatMoment(at)} von {byName} an die Scanstelle zurückgegeben: „{reason}“.{' '}
          {answeredAt === null
            ? 'Die Scanstelle hat es noch nicht bearbeitet.'
            : `Von der Scanstelle bearbeitet ${formatMoment(answeredAt)}${answer ? `: „${answer}“` : '.'}`}
        </Notice>
      ))}
      {item.madeFrom.length > 0 ? (
        <Notice icon={<IconFiles size={16} aria-hidden />}>
          Hier gebildet aus {item.madeFrom.map(({ title, pages }) => `„${title}“ (${pagesOf(pages)})`).join(' und ')}.
        </Notice>
      ) : null}
      {item.becameItems.length > 0 ? <Became items={item.becameItems} /> : null}
    </div>
  );
}

const pagesOf = (pages: readonly number[]) => formatNumberOf(pages.length, 'Seite', 'Seiten');

function Became({ items }: { items: InboxItem['becameItems'] }) {
  return (
    <div className={classes.notice}>
      <IconFiles size={16} aria-hidden />
      <span>
        Daraus wurde{' '}
        {items.map(({ inboxId, itemId, title }, index) => {
          const route: Route = { view: 'inbox', inboxId, itemId };
          return (
            <span key={itemId}>
              {index > 0 ? ', ' : ''}
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
            </span>
          );
        })}
        .
      </span>
    </div>
  );
}
