import { useDeskQuery } from '../../shared/backend.tsx';
import { QueryView } from '../../shared/ui/ViewState.tsx';

export function FachverfahrenPane() {
  const configuration = useDeskQuery('desk', 'configuration', {});
  return <QueryView query={configuration}>{({ fachverfahren }) => <p>{fachverfahren?.name}</p>}</QueryView>;
}
