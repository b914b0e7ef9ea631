import { formatMoment, formatTime } from '../../../shared/format.ts';
import { navigate } from '../../../shared/navigation.ts';
import { caseFileRoute, formatRoute } from '../../../shared/routes.ts';
import classes from '../sync-view.module.css';
import { type Overview, Section } from './Section.tsx';

/** What came here lately, and when something was asked last. */
export function ArrivedSection({ overview, lastSyncedAt }: { overview: Overview; lastSyncedAt: string | null }) {
  const last = lastSyncedAt ? `Zuletzt nachgesehen am ${formatMoment(lastSyncedAt)}.` : 'Noch nicht nachgesehen.';
  return (
    <Section title="Angekommen">
      <p className={classes.quiet}>
        {last} {overview.arrived.length === 0 ? 'Seit der Anmeldung kam nichts Neues von anderen.' : null}
      </p>
      <ul className={classes.list}>
        {overview.arrived.map(({ at, caseFileId, place, words }) => (
          <li key={`${at} ${place}`}>
            <span className={classes.time}>{formatTime(at)}</span>
            {caseFileId ? (
              <a
                href={formatRoute(caseFileRoute(caseFileId))}
                onClick={(event) => {
                  event.preventDefault();
                  navigate(caseFileRoute(caseFileId));
                }}
              >
                {place}
              </a>
            ) : (
              place
            )}
            : {words}
          </li>
        ))}
      </ul>
    </Section>
  );
}
