import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { deskQuery, useDesk } from '../../shared/backend.tsx';
import { showError } from '../../shared/errors.ts';
import { navigate } from '../../shared/navigation.ts';
import { caseFileRoute } from '../../shared/routes.ts';
import type { Entry } from './entries.ts';

/** Goes where an entry leads: a case at its newest document, a document at the hit's page, a letter, a note, a command. */
export function useOpenEntry(): (entry: Entry, text: string) => void {
  const client = useDesk();
  const queries = useQueryClient();
  return useCallback(
    (entry, text) => {
      switch (entry.kind) {
        case 'case': {
          const { caseFileId } = entry.row;
          const input = { caseFileId, registerId: null, keywordId: null, filter: null, showRetracted: false };
          queries.fetchQuery(deskQuery(client, 'documents', 'list', input)).then(
            ({ rows }) => navigate(caseFileRoute(caseFileId, rows[0]?.documentId ?? null)),
            (error: unknown) => {
              showError(error);
              navigate(caseFileRoute(caseFileId));
            },
          );
          break;
        }
        case 'document': {
          const { caseFileId, documentId, page } = entry.row;
          navigate(caseFileRoute(caseFileId, documentId, page), hitOptions(text, page));
          break;
        }
        case 'inbox': {
          const { inboxId, itemId, page } = entry.row;
          navigate({ view: 'inbox', inboxId, itemId }, hitOptions(text, page));
          break;
        }
        case 'note': {
          const { caseFileId, noteId } = entry.row;
          const hit = { words: text, page: null, noteId };
          navigate({ view: 'caseFile', caseFileId, documentId: null, page: null, section: 'notes' }, { hit });
          break;
        }
        case 'command':
          entry.command.run();
          break;
        case 'text':
          break;
      }
    },
    [client, queries],
  );
}

/** What was found on a page is marked there; a hit in a title or sender has nothing to mark. */
const hitOptions = (words: string, page: number | null) => (page === null ? {} : { hit: { words, page } });
