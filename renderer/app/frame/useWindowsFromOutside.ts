import { useEffect, useEffectEvent } from 'react';
import { useHost } from '../../shared/backend.tsx';
import type { Layout } from '../layout/layout.ts';
import type { useLayout } from '../layout/useLayout.ts';

type Desk = ReturnType<typeof useLayout>;

/** Follows what happens to windows and monitors outside the page: a window closed by its cross, a monitor unplugged. */
export function useWindowsFromOutside({
  layout,
  change,
  isLoaded,
  readMonitors,
}: Pick<Desk, 'layout' | 'change' | 'isLoaded' | 'readMonitors'>): void {
  const host = useHost();
  const arranged = useEffectEvent((windows: Layout['windows']) => {
    if (windows !== layout.windows) change({ windows });
  });
  useEffect(() => {
    if (!isLoaded) return;
    const stops = [
      host.on('windowsArranged', ({ windows }) => arranged(windows)),
      host.on('screensChanged', () => void readMonitors(false)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [host, isLoaded, readMonitors]);
}
