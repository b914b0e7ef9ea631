import { useDeskQuery } from './backend.tsx';

/** Why what only the centre can do cannot be done now, as a sentence; null while the centre is there. */
export function useWhyNotNow(): string | null {
  const connection = useDeskQuery('sync', 'state', {}).data?.connection;
  if (connection === undefined || connection === 'connected') return null;
  return connection === 'paused'
    ? 'Dafür ist die Verbindung zur Zentrale nötig, und der Abgleich ist angehalten.'
    : 'Dafür ist die Verbindung zur Zentrale nötig, und sie besteht zurzeit nicht.';
}
