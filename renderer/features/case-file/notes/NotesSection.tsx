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
  // As they were when she began: what others write meanwhile she has not seen, and must not replace.
  const [joined, setJoined] = useState<readonly NoteRow[] | null>(null);
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
              {withRevised(rows, revised).map((note) =>
                revised?.noteId === note.noteId ? (
                  <div key={note.noteId} className={classes.card}>
                    {rows.includes(note) ? null : (
                      <p className={classes.conflict} role="status">
                        Dieser Vermerk wurde inzwischen geändert oder zurückgenommen. Was Sie hier schreiben, wird als
                        eigene Fassung gespeichert.
                      </p>
                    )}
                    <NoteForm
                      caseFileId={caseFileId}
                      documentId={null}
                      revised={revised}
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
                    onJoin={() => setJoined(versionsOf(note, rows))}
                    onRetract={() => setRetracted(note)}
                  />
                ),
              )}
            </>
          )}
        </QueryView>
      </div>
      <Dialog isOpen={joined !== null} onClose={() => setJoined(null)} title="Fassungen zusammenführen" size={800}>
        <NoteVersions caseFileId={caseFileId} versions={joined ?? []} onDone={() => setJoined(null)} />
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
function versionsOf(note: NoteRow, rows: readonly NoteRow[]): NoteRow[] {
  return rows.filter(({ noteId }) => noteId === note.noteId || note.siblingIds.includes(noteId));
}

/** The note she rewrites stays in the list, under its key and with what she has typed, also when somebody else has replaced it meanwhile. */
function withRevised(rows: readonly NoteRow[], revised: NoteRow | null): readonly NoteRow[] {
  return revised && !rows.some(({ noteId }) => noteId === revised.noteId) ? [revised, ...rows] : rows;
}
