import { Suspense, useState } from 'react';
import { useDeskMutation } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import { useEscape } from '../../shared/escape.ts';
import { useShowDone } from '../../shared/done.ts';
import { navigate } from '../../shared/navigation.ts';
import type { CaseSection, Route } from '../../shared/routes.ts';
import { useSlots } from '../../shared/slots.tsx';
import type { CaseCover } from './case-words.ts';
import { CoverDialog } from './cover/CoverDialog.tsx';

type CaseRoute = Extract<Route, { view: 'caseFile' }>;

/** The commands of an open file and the dialogs they need. */
export function CaseFileActions({ cover, route }: { cover: CaseCover; route: CaseRoute }) {
  const { caseFileId } = cover;
  const { NoteDialog, FollowUpDialog, SheetsDialog } = useSlots();
  const [dialog, setDialog] = useState<'note' | 'followUp' | 'cover' | 'sheets' | null>(null);
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
  useCommand('caseFile.changeCover', () => setDialog('cover'), { isEnabled: cover.mayWrite });
  useCommand('caseFile.sheets', () => setDialog('sheets'), { isEnabled: cover.mayWrite });
  useEscape('back', () => show('documents'), route.section !== 'documents');
  const shared = { caseFileId, documentId: route.documentId, onClose: () => setDialog(null) };
  return (
    <Suspense>
      {dialog === 'note' ? <NoteDialog {...shared} isOpen /> : null}
      {dialog === 'cover' ? <CoverDialog cover={cover} onClose={shared.onClose} /> : null}
      {dialog === 'sheets' ? (
        <SheetsDialog
          caseFile={{ fileNumber: cover.fileNumber, title: cover.title, responsible: cover.workerName }}
          onClose={shared.onClose}
        />
      ) : null}
      {dialog === 'followUp' ? <FollowUpDialog {...shared} isOpen /> : null}
    </Suspense>
  );
}
