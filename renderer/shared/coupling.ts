import { create } from 'zustand';
import type { WindowKind } from '../host/host.ts';
import { navigate, useNavigation } from './navigation.ts';
import { caseFileRoute } from './routes.ts';
import { hearWindows, type ShownCase, tellWindows } from './windows.ts';

type Coupling = {
  windowKind: WindowKind;
  /** "Mitlaufen": what is opened on one side is shown on the other. */
  isFollowing: boolean;
  /** The case file shown in the E-Akte, in this or the other window. */
  shownCase: ShownCase | null;
  /** Whether the other window is open. */
  hasOtherWindow: boolean;
  /** Asked to be shown in the Fachverfahren; the number changes with each wish. */
  wanted: { fileNumber: string; number: number } | null;
};

/** What the two sides of the desk know of each other. */
export const useCoupling = create<Coupling>(() => ({
  windowKind: 'caseFile',
  isFollowing: true,
  shownCase: null,
  hasOtherWindow: false,
  wanted: null,
}));
const { getState, setState } = useCoupling;

/** Tells both sides which case file the E-Akte shows. */
export function setShownCase(shown: ShownCase | null): void {
  if (getState().shownCase?.caseFileId === shown?.caseFileId) return;
  setState({ shownCase: shown });
  tellWindows({ type: 'caseShown', shown });
}

/** Switches "Mitlaufen" on or off in all windows. */
export function setFollowing(isOn: boolean): void {
  setState({ isFollowing: isOn });
  tellWindows({ type: 'follow', isOn });
}

/** Opens a case file in the E-Akte, wherever its window is. */
export function openCaseFile(caseFileId: ShownCase['caseFileId']): void {
  if (getState().windowKind === 'fachverfahren') return tellWindows({ type: 'openCase', caseFileId });
  const { route } = useNavigation.getState();
  if (route.view === 'caseFile' && route.caseFileId === caseFileId) return;
  navigate(caseFileRoute(caseFileId));
}

/** Shows a case in the Fachverfahren, wherever its window is. */
export function showInFachverfahren(fileNumber: string): void {
  want(fileNumber);
  tellWindows({ type: 'showInFachverfahren', fileNumber });
}

function want(fileNumber: string): void {
  setState(({ wanted }) => ({ wanted: { fileNumber, number: (wanted?.number ?? 0) + 1 } }));
}

/** Joins the other windows of the desk. Returns how to leave. */
export function joinWindows(windowKind: WindowKind): () => void {
  setState({ windowKind });
  const introduce = () => {
    tellWindows({ type: 'here', windowKind });
    if (windowKind === 'caseFile') {
      tellWindows({ type: 'caseShown', shown: getState().shownCase });
      tellWindows({ type: 'follow', isOn: getState().isFollowing });
    }
  };
  const stop = hearWindows((message) => {
    if (message.type === 'whoIsThere') introduce();
    if (message.type === 'here' && message.windowKind !== windowKind) setState({ hasOtherWindow: true });
    if (message.type === 'gone' && message.windowKind !== windowKind) setState({ hasOtherWindow: false });
    if (message.type === 'follow') setState({ isFollowing: message.isOn });
    if (message.type === 'caseShown' && windowKind === 'fachverfahren') setState({ shownCase: message.shown });
    if (message.type === 'openCase' && windowKind === 'caseFile') openCaseFile(message.caseFileId);
    if (message.type === 'showInFachverfahren') want(message.fileNumber);
  });
  const leave = () => tellWindows({ type: 'gone', windowKind });
  window.addEventListener('pagehide', leave);
  tellWindows({ type: 'whoIsThere' });
  tellWindows({ type: 'here', windowKind });
  return () => {
    stop();
    window.removeEventListener('pagehide', leave);
    leave();
  };
}
