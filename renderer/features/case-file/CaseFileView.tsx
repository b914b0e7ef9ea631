import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { deskQuery, useDesk, useDeskMutation, useDeskQuery } from '../../shared/backend.tsx';
import { AppError } from '../../../core/domain/errors.ts';
import { errorCode, errorText } from '../../shared/errors.ts';
import { navigate } from '../../shared/navigation.ts';
import type { Route } from '../../shared/routes.ts';
import { ReasonDialog } from '../../shared/ui/ReasonDialog.tsx';
import { Empty, QueryView } from '../../shared/ui/ViewState.tsx';
import { CaseFileActions } from './CaseFileActions.tsx';
import { CaseHead } from './CaseHead.tsx';
import classes from './case-file.module.css';
import { type CaseCover, wholeFile } from './case-words.ts';
import { Cover } from './cover/Cover.tsx';
import { DocumentsSection } from './documents/DocumentsSection.tsx';
import { JournalSection } from './JournalSection.tsx';
import { NotesSection } from './notes/NotesSection.tsx';
import { DropPlace } from './upload/DropPlace.tsx';

type CaseRoute = Extract<Route, { view: 'caseFile' }>;

/** One case file: its head, and its documents, cover, notes or journal. */
export function CaseFileView({ route }: { route: CaseRoute }) {
  const { caseFileId } = route;
  const query = useDeskQuery('caseFiles', 'cover', { caseFileId });
  const lost = lostAccess(query.error);
  const isHere = query.data !== undefined && !lost;
  useDocumentsAhead(caseFileId, route.section);
  if (lost === 'gone' && query.data !== undefined) return <Lost words={endedWords} />;
  if (lost) return <Lost words={errorText(query.error)} />;
  return (
    <>
      <QueryView query={query}>{(cover) => <CaseFile key={cover.caseFileId} cover={cover} route={route} />}</QueryView>
      {isHere ? <Opening key={caseFileId} caseFileId={caseFileId} /> : null}
    </>
  );
}

/** How the right to read it went: on the day it was given for, or otherwise; null: that is not why it cannot be read. */
function lostAccess(error: unknown): 'ranOut' | 'gone' | null {
  const { lostAccess: lost } = error instanceof AppError ? (error.details as { lostAccess?: 'ranOut' | 'gone' }) : {};
  return lost ?? null;
}

const endedWords = 'Ihr Zugriff auf diese Akte ist beendet. Was davon auf diesem Gerät war, wird entfernt.';

/** The file is not hers to read, or no longer: nothing of it stays on the screen. */
function Lost({ words }: { words: string }) {
  return (
    <Empty title={words} icon={<IconLock size={28} aria-hidden />}>
      <Button variant="default" onClick={() => navigate({ view: 'myCases' })}>
        Zu „Meine Akten“
      </Button>
    </Empty>
  );
}

/** Asks for the documents together with the cover instead of after it. */
function useDocumentsAhead(caseFileId: Id, section: CaseRoute['section']): void {
  const desk = useDesk();
  const queries = useQueryClient();
  useEffect(() => {
    // What goes wrong is told by the list itself.
    if (section === 'documents')
      void queries.prefetchQuery(deskQuery(desk, 'documents', 'list', wholeFile(caseFileId)));
  }, [desk, queries, caseFileId, section]);
}

function CaseFile({ cover, route }: { cover: CaseCover; route: CaseRoute }) {
  const { section } = route;
  return (
    <DropPlace caseFileId={cover.caseFileId} mayWrite={cover.mayWrite} className={classes.file}>
      <CaseHead cover={cover} section={section} />
      <CaseFileActions cover={cover} route={route} />
      {section === 'documents' ? <DocumentsSection cover={cover} route={route} /> : null}
      {section === 'cover' ? <Cover cover={cover} /> : null}
      {section === 'notes' ? <NotesSection caseFileId={cover.caseFileId} mayWrite={cover.mayWrite} /> : null}
      {section === 'journal' ? <JournalSection caseFileId={cover.caseFileId} /> : null}
    </DropPlace>
  );
}

/** Tells the backend that the file was opened, once per visit; a reason is asked for where one is needed. */
function Opening({ caseFileId }: { caseFileId: Id }) {
  const [needsReason, setNeedsReason] = useState(false);
  const { mutate, mutateAsync } = useDeskMutation('caseFiles', 'open', { meta: { errorIsShown: true } });
  useEffect(() => {
    mutate(
      { caseFileId, reason: null },
      { onError: (error) => errorCode(error) === 'needs_reason' && setNeedsReason(true) },
    );
  }, [caseFileId, mutate]);
  return (
    <ReasonDialog
      isOpen={needsReason}
      title="Akte außerhalb Ihrer Zuständigkeit"
      explanation="Geben Sie an, wofür Sie die Akte brauchen. Grund und Name werden festgehalten."
      label="Grund"
      confirmLabel="Akte öffnen"
      onConfirm={(reason) => mutateAsync({ caseFileId, reason })}
      onClose={() => setNeedsReason(false)}
    />
  );
}
