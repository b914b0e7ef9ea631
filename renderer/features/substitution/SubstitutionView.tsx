import { ViewHead } from '../../shared/ui/ViewHead.tsx';

export function SubstitutionView() {
  return <ViewHead title="Substitution" />;
}
