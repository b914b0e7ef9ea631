import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { SessionGate } from '../features/session/SessionGate.tsx';
import type { Host } from '../host/host.ts';
import { createQueryClient, SurroundingsProvider } from '../shared/backend.tsx';
import { followChanges } from '../shared/changes.ts';
import { listenForKeys } from '../shared/commands.ts';
import type { DeskConnection } from '../shared/connection.ts';
import { followAddress } from '../shared/navigation.ts';
import { SlotsContext } from '../shared/slots.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { ConnectionBanner } from './frame/ConnectionBanner.tsx';
import { Desk } from './frame/Desk.tsx';
import { FachverfahrenWindow } from './frame/FachverfahrenWindow.tsx';
import { Messages } from './frame/Messages.tsx';
import { cssVariables, theme } from './theme.ts';
import { slots } from './views.tsx';

/** The page: providers around the one window this is. */
export function App({ host, connection }: { host: Host; connection: DeskConnection }) {
  const [queries] = useState(createQueryClient);
  const surroundings = useMemo(() => ({ host, connection }), [host, connection]);
  useEffect(() => followChanges(queries, connection), [queries, connection]);
  useEffect(followAddress, []);
  useEffect(listenForKeys, []);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <ErrorBoundary>
        <QueryClientProvider client={queries}>
          <SurroundingsProvider value={surroundings}>
            <SlotsContext value={slots}>
              <ConnectionBanner />
              <SessionGate>{host.windowKind === 'fachverfahren' ? <FachverfahrenWindow /> : <Desk />}</SessionGate>
              <Messages />
            </SlotsContext>
          </SurroundingsProvider>
        </QueryClientProvider>
      </ErrorBoundary>
    </MantineProvider>
  );
}
