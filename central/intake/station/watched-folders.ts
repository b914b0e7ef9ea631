import type { Queryable } from '../../store/database.ts';
import type { FolderState } from './station-folder.ts';

/** Notes how whoever watches a folder, or a mailbox, found it, for the screen of the scan station. */
export async function saveFolder(
  database: Queryable,
  state: FolderState & { folder: string; station: string; isNotices?: boolean },
): Promise<void> {
  await database.query(
    `insert into station_folder (folder, station, waiting_files, problem, is_notices) values ($1, $2, $3, $4, $5)
     on conflict (folder) do update set station = excluded.station, waiting_files = excluded.waiting_files,
       problem = excluded.problem, is_notices = excluded.is_notices, looked_at = clock_timestamp()`,
    [state.folder, state.station, state.waitingFiles, state.problem, state.isNotices ?? false],
  );
}
