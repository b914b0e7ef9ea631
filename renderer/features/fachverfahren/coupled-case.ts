import { create } from 'zustand';
import type { DeskClient } from '../../../core/contract/desk.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { openCaseFile, useCoupling } from '../../shared/coupling.ts';
import { errorText } from '../../shared/errors.ts';
import { showMessage } from '../../shared/messages.ts';
import { navigate } from '../../shared/navigation.ts';
import { caseFileRoute } from '../../shared/routes.ts';
import type { ShownCase } from '../../shared/windows.ts';
import { fileNotice, type HandedNotice, type NoticeAnswer } from './file-notice.ts';

/** What the bar of the desk shows of the Fachverfahren. */
export type CoupledCase =
  | { state: 'none' }
  | { state: 'known'; shown: ShownCase }
  | { state: 'unknown'; fileNumber: string; message: string };

export const useCoupledCase = create<{ current: CoupledCase }>(() => ({ current: { state: 'none' } }));
export const setCoupledCase = (current: CoupledCase): void => useCoupledCase.setState({ current });

/** The Fachverfahren (or a link, with `always`) chose a case: opens its file when the desk follows, else the bar offers it. */
export async function caseChosen(client: DeskClient, fileNumber: string, always = false): Promise<void> {
  const found = await lookUp(client, fileNumber);
  setCoupledCase(found);
  if (found.state === 'unknown' && always) showMessage(found.message, { kind: 'hint' });
  // Somebody who is writing in a dialog must not be led away from it.
  const isBusy = document.querySelector('[aria-modal=true]') !== null;
  const follows = useCoupling.getState().isFollowing && !isBusy;
  if (found.state === 'known' && (always || follows)) openCaseFile(found.shown.caseFileId);
}

/** The Fachverfahren asked the centre to have a file or document shown here; whoever is writing in a dialog is only told. */
export function showWished({ caseFileId, documentId }: { caseFileId: Id; documentId: Id | null }): void {
  if (useCoupling.getState().windowKind === 'fachverfahren') return; // the window with the E-Akte hears it, too
  if (!useCoupling.getState().isFollowing || document.querySelector('[aria-modal=true]') !== null) {
    const open = { label: 'Öffnen', run: () => navigate(caseFileRoute(caseFileId, documentId)) };
    showMessage('Das Fachverfahren möchte hier eine Akte zeigen.', { kind: 'hint', actions: [open] });
    return;
  }
  navigate(caseFileRoute(caseFileId, documentId));
}

/** Files a notice and tells of it; the same request is never filed twice. */
export async function noticeHandedOver(
  client: DeskClient,
  requestId: string,
  notice: HandedNotice,
): Promise<NoticeAnswer> {
  const answer = await fileOnce(requestId, () => fileNotice(client, notice));
  showMessage(answer.ok ? answer.message : `Nicht abgelegt: ${answer.message}`, {
    kind: answer.ok ? 'done' : 'problem',
  });
  return answer;
}

async function lookUp(client: DeskClient, fileNumber: string): Promise<CoupledCase> {
  try {
    const row = await client.caseFiles.byFileNumber({ fileNumber });
    if (row) {
      return { state: 'known', shown: { caseFileId: row.caseFileId, fileNumber: row.fileNumber, title: row.title } };
    }
    const message = `Zur Nummer ${fileNumber} gibt es keine Akte, die Sie öffnen können.`;
    return { state: 'unknown', fileNumber, message };
  } catch (error) {
    return { state: 'unknown', fileNumber, message: errorText(error) };
  }
}

const answers = new Map<string, Promise<NoticeAnswer>>();
const remembered = 200;

/** A repeated request gets the answer of the first one, unless that failed. */
async function fileOnce(requestId: string, run: () => Promise<NoticeAnswer>): Promise<NoticeAnswer> {
  const before = answers.get(requestId);
  if (before) return before;
  const answer = run();
  answers.set(requestId, answer);
  if (answers.size > remembered) answers.delete([...answers.keys()][0] ?? '');
  if (!(await answer).ok) answers.delete(requestId);
  return answer;
}
