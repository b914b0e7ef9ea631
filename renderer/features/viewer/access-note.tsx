import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { type InputOf, useDesk } from '../../shared/backend.tsx';
import { showError } from '../../shared/errors.ts';

type Action = InputOf<'content', 'noteAccess'>['action'];
const AccessNoteContext = createContext<(action: Action) => void>(() => {});

/** Whatever is shown inside counts as looked at by the worker, and what she prints or saves of it is recorded. */
export function NotedAccess({ scopeId, ownerId, children }: { scopeId: Id; ownerId: Id; children: ReactNode }) {
  const desk = useDesk();
  const note = useMemo(
    () => (action: Action) => void desk.content.noteAccess({ scopeId, ownerId, action }).catch(showError),
    [desk, scopeId, ownerId],
  );
  useEffect(() => note('read'), [note]);
  return <AccessNoteContext value={note}>{children}</AccessNoteContext>;
}

/** Records what is done with the document shown. */
export const useAccessNote = () => useContext(AccessNoteContext);
