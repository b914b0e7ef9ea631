import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskMutation, useDeskQuery } from '../../../shared/backend.tsx';
import { useShowDone } from '../../../shared/done.ts';
import { CommandButton } from '../../../shared/ui/CommandButton.tsx';
import { NoteVersions } from '../../../shared/notes/NoteVersions.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Pane } from '../../../shared/ui/Pane.tsx';
import { ReasonDialog } from '../../../shared/ui/ReasonDialog.tsx';
import { Empty, QueryView } from '../../../shared/ui/ViewState.tsx';
import type { NoteRow } from '../case-words.ts';
import { NoteForm } from './NoteForm.tsx';
import { NoteCard } from './NoteCard.tsx';
import classes from './notes.module.css';

/** All notes of a file, pinned ones first, with writing, revising and taking back. */
export function NotesSection({ caseFileId, mayWrite }: { caseFileId: Id; mayWrite: boolean }) {
  const query = useDeskQuery('notes', 'list', { caseFileId });
  const [revised, setRevised] = useState<NoteRow | null>(null);
  const [retracted, setRetracted] = useState<NoteRow | null>(null);
  const [joined, setJoined] = useState<NoteRow | null>(null);
  const showDone = useShowDone();
  const { mutateAsync: retract } = useDeskMutation('notes', 'retract', {
    meta: { errorIsShown: true },
    onSuccess: showDone,
  });
  return (
    <Pane name="Vermerke" className={classes.section}>
      <div className={classes.column}>
        <QueryView query={query}>
          {({ rows }) => (
            <>
              {mayWrite ? (
                <div className={classes.tools}>
                  <CommandButton command="note.add" label="Vermerk schreiben" />
                </div>
              ) : null}
              {rows.length === 0 ? <Empty title="In dieser Akte gibt es noch keinen Vermerk." /> : null}
              {rows.map((note) =>
                revised?.noteId === note.noteId ? (
                  <div key={note.noteId} className={classes.card}>
                    <NoteForm
                      caseFileId={caseFileId}
                      documentId={null}
                      revised={note}
                      onClose={() => setRevised(null)}
                    />
                  </div>
                ) : (
                  <NoteCard
                    key={note.noteId}
                    caseFileId={caseFileId}
                    note={note}
                    mayWrite={mayWrite}
                    onRevise={() => setRevised(note)}
                    onJoin={() => setJoined(note)}
                    onRetract={() => setRetracted(note)}
                  />
                ),
              )}
            </>
          )}
        </QueryView>
      </div>
      <Dialog isOpen={joined !== null} onClose={() => setJoined(null)} title="Fassungen zusammenführen" size={800}>
        <NoteVersions
          caseFileId={caseFileId}
          versions={versionsOf(joined, query.data?.rows ?? [])}
          onDone={() => setJoined(null)}
        />
      </Dialog>
      <ReasonDialog
        isOpen={retracted !== null}
        title="Vermerk zurücknehmen"
        explanation="Der Vermerk bleibt mit Ihrem Grund im Verlauf erhalten, wird aber nicht mehr angezeigt."
        label="Grund"
        confirmLabel="Zurücknehmen"
        onConfirm={async (reason) => retracted && retract({ caseFileId, noteId: retracted.noteId, reason })}
        onClose={() => setRetracted(null)}
      />
    </Pane>
  );
}

/** The note and the other texts that stand beside it. */
function versionsOf(note: NoteRow | null, rows: readonly NoteRow[]): NoteRow[] {
  if (!note) return [];
  return rows.filter(({ noteId }) => noteId === note.noteId || note.siblingIds.includes(noteId));
}
