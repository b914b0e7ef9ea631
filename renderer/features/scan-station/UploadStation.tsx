import { Select } from '@mantine/core';
import classes from './scan-station.module.css';
import { type Overview, uploadStations } from './words.ts';

type Props = { stations: Overview['stations']; station: string; onStation: (station: string) => void };

/** From which station files are that are handed in here: it decides about the basket and stands in the transfer note. */
export function UploadStation({ stations, station, onStation }: Props) {
  return (
    <div className={classes.uploadStation}>
      <span aria-hidden>Station</span>
      <Select
        aria-label="Station der Dateien, die Sie einreichen"
        data={uploadStations(stations, station)}
        value={station}
        allowDeselect={false}
        searchable
        openOnFocus={false}
        w={180}
        onChange={(chosen) => chosen && onStation(chosen)}
      />
    </div>
  );
}
