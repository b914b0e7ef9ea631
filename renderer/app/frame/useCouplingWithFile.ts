import { useEffect, useEffectEvent } from 'react';
import { z } from 'zod';
import { useHostRequests } from '../../features/fachverfahren/useHostRequests.ts';
import { useDeskQuery, useHost } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import { joinWindows, setFollowing, setShownCase, showInFachverfahren, useCoupling } from '../../shared/coupling.ts';
import { useNavigation } from '../../shared/navigation.ts';
import { useSetting } from '../../shared/settings.ts';

const followSchema = z.boolean();

/** Keeps the two sides of the desk together, in one window or in two. Called once per window. */
export function useCouplingWithFile(): void {
  const { windowKind } = useHost();
  useEffect(() => joinWindows(windowKind), [windowKind]);
  useHostRequests();
  useShownCase(windowKind === 'caseFile');
  useFollowSetting();
  const { isFollowing, shownCase } = useCoupling();
  const hasFachverfahren = useDeskQuery('desk', 'configuration', {}).data?.fachverfahren != null;
  useCommand('follow.toggle', () => setFollowing(!isFollowing), {
    isEnabled: hasFachverfahren,
    title: isFollowing ? 'Mitlaufen ausschalten' : 'Mitlaufen einschalten',
  });
  useCommand('caseFile.openInFachverfahren', () => shownCase && showInFachverfahren(shownCase.fileNumber), {
    isEnabled: hasFachverfahren && shownCase !== null,
  });
}

function useShownCase(isCaseFileWindow: boolean): void {
  const route = useNavigation((state) => state.route);
  const caseFileId = isCaseFileWindow && route.view === 'caseFile' ? route.caseFileId : null;
  const { data: cover, isError } = useDeskQuery('caseFiles', 'cover', caseFileId === null ? null : { caseFileId });
  const fileNumber = cover?.fileNumber;
  const title = cover?.title;
  useEffect(() => {
    if (!isCaseFileWindow) return;
    // What can no longer be read is not open, though its route is.
    if (caseFileId === null || isError) setShownCase(null);
    else if (fileNumber !== undefined && title !== undefined) setShownCase({ caseFileId, fileNumber, title });
  }, [isCaseFileWindow, caseFileId, isError, fileNumber, title]);
}

/** The choice is kept with the worker: read once at the start, written with every change. */
function useFollowSetting(): void {
  const [kept, keep, isLoaded] = useSetting('follow', followSchema, true);
  const start = useEffectEvent(() => setFollowing(kept));
  useEffect(() => {
    if (!isLoaded) return;
    start();
    return useCoupling.subscribe((now, before) => {
      if (now.isFollowing !== before.isFollowing) keep(now.isFollowing);
    });
  }, [isLoaded, keep]);
}
