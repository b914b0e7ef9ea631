import { ViewHead } from '../../shared/ui/ViewHead.tsx';

export function SettingsView() {
  return <ViewHead title="Settings" />;
}
