import { formatCount, formatTime } from '../../shared/format.ts';
import classes from './station-table.module.css';
import { Scrolled } from '../../shared/ui/Scrolled.tsx';
import { basketWords, type Overview } from './words.ts';

type Station = Overview['stations'][number];

/** The stations: where each looks for files, and what is wrong with a folder. */
export function StationTable({ stations }: { stations: Station[] }) {
  if (stations.length === 0) {
    return (
      <p className={classes.quiet}>
        Es wird kein Ordner überwacht. Die Verwaltung nennt der Zentrale einen mit der Angabe --intake.
      </p>
    );
  }
  return (
    <Scrolled className={classes.stationBox} aria-label="Stationen">
      {basketWords(stations).map((words) => (
        <p key={words} className={classes.quiet}>
          {words}
        </p>
      ))}
      <table className={classes.stations}>
        <thead>
          <tr>
            <th scope="col">Station</th>
            <th scope="col">Ordner</th>
            <th scope="col">Stand</th>
            <th scope="col" className={classes.number}>
              Dateien heute
            </th>
            <th scope="col" className={classes.number}>
              Seiten heute
            </th>
          </tr>
        </thead>
        <tbody>
          {stations.map((station) => (
            <tr key={`${station.name}/${station.folder}`}>
              <th scope="row">
                {station.name}
                {station.isNotices ? <span className={classes.quietPart}> · Druckordner</span> : null}
              </th>
              <td className={classes.path}>{station.folder ?? 'ohne Ordner'}</td>
              <td data-problem={station.problem !== null || undefined}>{stateWords(station)}</td>
              <td className={classes.number}>{formatCount(station.filesToday)}</td>
              <td className={classes.number}>{formatCount(station.pagesToday)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}

function stateWords({ problem, waitingFiles, lookedAt, folder }: Station): string {
  if (problem) return problem;
  if (folder === null) return 'eingereicht';
  if (waitingFiles > 0) return `${formatCount(waitingFiles)} im Ordner`;
  return lookedAt ? `leer, zuletzt nachgesehen ${formatTime(lookedAt)}` : '';
}
