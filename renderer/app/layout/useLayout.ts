import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useEffect, useState } from 'react';
import { useHost } from '../../shared/backend.tsx';
import { useSetting } from '../../shared/settings.ts';
import { type Layout, layoutSchema, usualLayout } from './layout.ts';
import { monitorKey } from './screens.ts';

/** The layout for the monitors at hand, and how to change it. */
export function useLayout() {
  const host = useHost();
  const [monitors, setMonitors] = useState<string | null>(null);
  const readMonitors = useCallback(
    async (mayAsk: boolean) => setMonitors(monitorKey(await host.screens(mayAsk))),
    [host],
  );
  useEffect(() => {
    void readMonitors(false);
  }, [readMonitors]);
  const [layout, setLayout, isLoaded] = useSetting(
    monitors === null ? null : `layout/${monitors}`.slice(0, 100),
    layoutSchema,
    usualLayout,
  );
  const isNarrow = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false });
  const change = useCallback((part: Partial<Layout>) => setLayout({ ...layout, ...part }), [layout, setLayout]);
  return { layout, change, isLoaded, isNarrow: isNarrow ?? false, readMonitors };
}
