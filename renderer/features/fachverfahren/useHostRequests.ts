import { useEffect } from 'react';
import { useDesk, useHost } from '../../shared/backend.tsx';
import { caseChosen, noticeHandedOver, showWished } from './coupled-case.ts';

/** What comes from outside the page: deep links, a number on the clipboard, a notice handed over by address. */
export function useHostRequests(): void {
  const client = useDesk();
  const host = useHost();
  useEffect(() => {
    const stops = [
      host.on('openCaseFile', ({ fileNumber }) => void caseChosen(client, fileNumber, true)),
      host.on('caseChosen', ({ fileNumber }) => void caseChosen(client, fileNumber)),
      client.caseFiles.on.show((wish) => showWished(wish)),
      host.on('noticeHandedOver', (notice) => void noticeHandedOver(client, crypto.randomUUID(), notice)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, host]);
}
