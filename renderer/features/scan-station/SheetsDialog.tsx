import { Button, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { useDesk, useDeskMutation, useDeskQuery, useHost } from '../../shared/backend.tsx';
import { showError } from '../../shared/errors.ts';
import { Dialog } from '../../shared/ui/Dialog.tsx';
import { recipients } from './recipients.ts';
import { DialogEnd } from '../../shared/ui/DialogEnd.tsx';

/** Makes a cover sheet (file number, keyword, recipient) or separator sheets as a PDF to print. */
export function SheetsDialog({ onClose }: { onClose: () => void }) {
  const directory = useDeskQuery('office', 'directory', {}).data;
  const [fileNumber, setFileNumber] = useState('');
  const [keywordId, setKeywordId] = useState<Id | null>(null);
  const [inboxId, setInboxId] = useState<Id | null>(null);
  const { found, look } = useCoverCase();
  const save = useSheets(onClose);
  const isKnown = found?.fileNumber !== undefined;
  const number = fileNumber.trim();
  return (
    <Dialog isOpen onClose={onClose} title="Deckblatt drucken" size={520}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (number === '' && !inboxId) return;
          const coverSheet = { fileNumber: found?.fileNumber ?? (number === '' ? null : number), keywordId, inboxId };
          void save('Deckblatt.pdf', { coverSheet, separators: 0 });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Aktenzeichen"
            data-autofocus
            value={fileNumber}
            onChange={(event) => setFileNumber(event.currentTarget.value)}
            onBlur={() => number !== '' && look(number)}
            description={
              number === ''
                ? 'Ohne Aktenzeichen geht das Schreiben an den Postkorb.'
                : found
                  ? `Akte: ${found.title}`
                  : undefined
            }
            error={number !== '' && found === null ? 'Zu diesem Aktenzeichen gibt es keine Akte.' : undefined}
          />
          <Select
            label="Schlagwort (freiwillig)"
            searchable
            clearable
            openOnFocus={false}
            data={(directory?.keywords ?? [])
              .filter(({ isValid }) => isValid)
              .map(({ id, name }) => ({ value: id, label: name }))}
            value={keywordId}
            onChange={(value) => setKeywordId(value as Id | null)}
          />
          <Select
            label="Postkorb"
            searchable
            clearable
            openOnFocus={false}
            placeholder={isKnown ? 'nach Zuständigkeit' : 'bitte wählen'}
            data={directory ? recipients(directory) : []}
            value={inboxId}
            onChange={(value) => setInboxId(value as Id | null)}
          />
          <DialogEnd>
            <Button
              variant="default"
              onClick={() => void save('Trennblätter.pdf', { coverSheet: null, separators: 10 })}
            >
              Zehn Trennblätter
            </Button>
            <Button type="submit" disabled={number === '' && !inboxId}>
              Deckblatt als PDF
            </Button>
          </DialogEnd>
        </Stack>
      </form>
    </Dialog>
  );
}

type Sheets = Parameters<ReturnType<typeof useDesk>['station']['sheets']>[0];

function useSheets(onSaved: () => void) {
  const [client, host] = [useDesk(), useHost()];
  return async (fileName: string, sheets: Sheets) => {
    try {
      const { bytes } = await client.station.sheets(sheets);
      if (await host.saveFile(fileName, bytes)) onSaved();
    } catch (error) {
      showError(error);
    }
  };
}

/** undefined: not looked up; null: there is none. */
function useCoverCase() {
  const lookUp = useDeskMutation('station', 'coverCase');
  return { found: lookUp.data?.found, look: (fileNumber: string) => lookUp.mutate({ fileNumber }) };
}
