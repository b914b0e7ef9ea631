import { useState } from 'react';
import { useDeskMutation } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import { useWhyNotNow } from '../../shared/centre.ts';
import { useEscape } from '../../shared/escape.ts';
import { useShowDone } from '../../shared/done.ts';
import { showMessage } from '../../shared/messages.ts';
import { navigate } from '../../shared/navigation.ts';
import type { CaseSection, Route } from '../../shared/routes.ts';
import { useSlots } from '../../shared/slots.tsx';
import type { CaseCover } from './case-words.ts';
import { CoverDialog } from './cover/CoverDialog.tsx';
import { TurnDialog } from './state/TurnDialog.tsx';

type CaseRoute = Extract<Route, { view: 'caseFile' }>;

/** The commands of an open file and the dialogs they need. */
export function CaseFileActions({ cover, route }: { cover: CaseCover; route: CaseRoute }) {
  const { caseFileId } = cover;
  const { NoteDialog, FollowUpDialog, SheetsDialog } = useSlots();
  const [dialog, setDialog] = useState<'note' | 'followUp' | 'cover' | 'sheets' | 'close' | 'reopen' | null>(null);
  const showDone = useShowDone();
  const { mutate: pin } = useDeskMutation('caseFiles', 'pin', { onSuccess: showDone });
  const show = (section: CaseSection) =>
    navigate({ view: 'caseFile', caseFileId, documentId: null, page: null, section });
  useCommand('caseFile.cover', () => show(route.section === 'cover' ? 'documents' : 'cover'), {
    title: route.section === 'cover' ? 'Dokumente der Akte' : null,
  });
  useCommand('caseFile.journal', () => show('journal'));
  useCommand('caseFile.pin', () => pin({ caseFileId, isPinned: !cover.isPinned }), {
    title: cover.isPinned ? 'Akte nicht mehr mitnehmen' : 'Akte mitnehmen',
  });
  useCommand('note.add', () => setDialog('note'), { isEnabled: cover.mayWrite });
  useCommand('followUp.add', () => setDialog('followUp'), { isEnabled: cover.mayWrite });
  useCommand('caseFile.changeCover', () => setDialog('cover'), {
    isEnabled: cover.mayWrite && cover.state === 'running',
  });
  useTurnCommands(cover, setDialog);
  useCommand('caseFile.sheets', () => setDialog('sheets'), { isEnabled: cover.mayWrite });
  useEscape('back', () => show('documents'), route.section !== 'documents');
  const shared = { caseFileId, documentId: route.documentId, onClose: () => setDialog(null) };
  return (
    <>
      {dialog === 'note' ? <NoteDialog {...shared} isOpen /> : null}
      {dialog === 'close' || dialog === 'reopen' ? (
        <TurnDialog turn={dialog} cover={cover} onClose={shared.onClose} />
      ) : null}
      {dialog === 'cover' ? <CoverDialog cover={cover} onClose={shared.onClose} /> : null}
      {dialog === 'sheets' ? (
        <SheetsDialog
          caseFile={{ fileNumber: cover.fileNumber, title: cover.title, responsible: cover.workerName }}
          onClose={shared.onClose}
        />
      ) : null}
      {dialog === 'followUp' ? <FollowUpDialog {...shared} isOpen /> : null}
    </>
  );
}

/** Closing and opening the file: offered without the centre, too, to say why it is not possible now. */
function useTurnCommands({ mayWrite, state }: CaseCover, show: (turn: 'close' | 'reopen') => void): void {
  const whyNot = useWhyNotNow();
  const option = (title: string, from: CaseCover['state']) => ({
    isEnabled: mayWrite && state === from,
    title: whyNot ? `${title} (zurzeit nicht möglich)` : null,
  });
  const run = (turn: 'close' | 'reopen') => (whyNot ? showMessage(whyNot, { kind: 'hint' }) : show(turn));
  useCommand('caseFile.close', () => void run('close'), option('Akte schließen', 'running'));
  useCommand('caseFile.reopen', () => void run('reopen'), option('Akte wieder öffnen', 'closed'));
}
