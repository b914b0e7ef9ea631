import { ViewHead } from '../../shared/ui/ViewHead.tsx';

export function ClarificationView() {
  return <ViewHead title="Clarification" />;
}
