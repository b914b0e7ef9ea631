import { Anchor } from '@mantine/core';
import { formatAge, formatDay, today } from '../../../shared/format.ts';
import { navigate } from '../../../shared/navigation.ts';
import { caseFileRoute, formatRoute } from '../../../shared/routes.ts';
import type { CaseCover } from '../case-words.ts';
import classes from './cover.module.css';

/** What a file of this kind needs and does not hold, and when the household was last asked for something. */
export function MissingDocuments({ cover: { needs, caseFileId } }: { cover: CaseCover }) {
  if (!needs) {
    return <p className={classes.quiet}>Für diese Aktenart ist nicht festgelegt, welche Unterlagen nötig sind.</p>;
  }
  if (needs.missing.length === 0) return <p className={classes.quiet}>Alle nötigen Unterlagen liegen vor.</p>;
  const { lastRequest } = needs;
  const request = lastRequest && caseFileRoute(caseFileId, lastRequest.documentId);
  return (
    <>
      <ul className={classes.missing} aria-label="Fehlende Unterlagen">
        {needs.missing.map(({ name, keywordNames, newestOn }) => (
          <li key={name} title={`Schlagwort: ${keywordNames.join(' oder ')}`}>
            <span>{name}</span>
            <span className={classes.quiet} title={newestOn ? formatAge(newestOn, today()) : undefined}>
              {newestOn ? `veraltet, vom ${formatDay(newestOn)}` : 'liegt nicht vor'}
            </span>
          </li>
        ))}
      </ul>
      <p className={classes.request}>
        {lastRequest && request ? (
          <>
            Zuletzt angefordert am {formatDay(lastRequest.sentOn)}:{' '}
            <Anchor
              href={formatRoute(request)}
              inherit
              onClick={(event) => {
                event.preventDefault();
                navigate(request);
              }}
            >
              {lastRequest.title}
            </Anchor>
            {lastRequest.dueOn ? `, Wiedervorlage am ${formatDay(lastRequest.dueOn)}` : ''}
          </>
        ) : (
          'Bisher nicht angefordert.'
        )}
      </p>
    </>
  );
}
