import { useDeskQuery } from '../../shared/backend.tsx';

export function SyncStatus() {
  const state = useDeskQuery('sync', 'state', {}).data;
  return <span>{state?.words}</span>;
}
