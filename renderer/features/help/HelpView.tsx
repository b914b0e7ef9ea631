import { ViewHead } from '../../shared/ui/ViewHead.tsx';

export function HelpView() {
  return <ViewHead title="Help" />;
}
