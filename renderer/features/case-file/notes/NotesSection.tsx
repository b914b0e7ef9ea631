import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskMutation, useDeskQuery } from '../../../shared/backend.tsx';
import { useShowDone } from '../../../shared/done.ts';
import { formatNumberOf } from '../../../shared/format.ts';
import { useNavigation } from '../../../shared/navigation.ts';
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

/** So many are drawn at first: a file of many years has hundreds. */
const drawnAtFirst = 100;

/** All notes of a file, pinned ones first, with writing, revising and taking back; the one a search led to is marked. */
export function NotesSection({ caseFileId, mayWrite }: { caseFileId: Id; mayWrite: boolean }) {
  const query = useDeskQuery('notes', 'list', { caseFileId });
  const hit = useNavigation((state) => state.hit);
  const [isWhole, setIsWhole] = useState(false);
  const [revised, setRevised] = useState<NoteRow | null>(null);
  const [retracted, setRetracted] = useState<NoteRow | null>(null);
  const needed = [hit?.noteId, revised?.noteId];
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
              {drawn(withRevised(rows, revised), isWhole, needed).map((note) =>
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
                    hit={hit?.noteId === note.noteId ? hit : null}
                    mayWrite={mayWrite}
                    onRevise={() => setRevised(note)}
                    onJoin={() => setJoined(versionsOf(note, rows))}
                    onRetract={() => setRetracted(note)}
                  />
                ),
              )}
              {drawn(rows, isWhole, needed).length < rows.length ? (
                <Button variant="default" className={classes.more} onClick={() => setIsWhole(true)}>
                  Alle {formatNumberOf(rows.length, 'Vermerk', 'Vermerke')} zeigen
                </Button>
              ) : null}
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

/** The first ones; all when she asked for them, or was led to one further down, or rewrites one that others' notes have moved there. */
function drawn(rows: readonly NoteRow[], isWhole: boolean, needed: readonly (Id | undefined)[]): readonly NoteRow[] {
  const isFurtherDown = rows.some(({ noteId }, place) => place >= drawnAtFirst && needed.includes(noteId));
  return isWhole || isFurtherDown ? rows : rows.slice(0, drawnAtFirst);
}

/** The note and the other texts that stand beside it. */
function versionsOf(note: NoteRow, rows: readonly NoteRow[]): NoteRow[] {
  return rows.filter(({ noteId }) => noteId === note.noteId || note.siblingIds.includes(noteId));
}

/** The note she rewrites stays in the list, under its key and with what she has typed, also when somebody else has replaced it meanwhile. */
function withRevised(rows: readonly NoteRow[], revised: NoteRow | null): readonly NoteRow[] {
  return revised && !rows.some(({ noteId }) => noteId === revised.noteId) ? [revised, ...rows] : rows;
}
