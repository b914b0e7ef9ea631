import { Button, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { useDesk, useDeskQuery, useHost } from '../../shared/backend.tsx';
import { showError } from '../../shared/errors.ts';
import { coverToPrint, foundFor, type LookedUp, unknownNumber } from './cover-order.ts';
import { Dialog } from '../../shared/ui/Dialog.tsx';
import { recipients } from './recipients.ts';
import { DialogEnd } from '../../shared/ui/DialogEnd.tsx';

/** Makes a cover sheet (file number, keyword, recipient) or separator sheets as a PDF to print. */
export function SheetsDialog({ onClose }: { onClose: () => void }) {
  const directory = useDeskQuery('office', 'directory', {}).data;
  const [fileNumber, setFileNumber] = useState('');
  const [keywordId, setKeywordId] = useState<Id | null>(null);
  const [inboxId, setInboxId] = useState<Id | null>(null);
  const { lookedUp, look } = useCoverCase();
  const [problem, setProblem] = useState<string | null>(null);
  const save = useSheets(onClose);
  const number = fileNumber.trim();
  const found = foundFor(lookedUp, number);
  const print = async () => {
    // Asked anew: what was found when the field was left may be another number, or no longer so.
    const now = number === '' ? null : await look(number);
    if (number !== '' && !now) return;
    const sheet = coverToPrint({ number, keywordId, inboxId }, now);
    if ('problem' in sheet) setProblem(sheet.problem);
    else await save('Deckblatt.pdf', { coverSheet: sheet, separators: 0 });
  };
  return (
    <Dialog isOpen onClose={onClose} title="Deckblatt drucken" size={520}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void print();
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Aktenzeichen"
            data-autofocus
            value={fileNumber}
            onChange={(event) => {
              setFileNumber(event.currentTarget.value);
              setProblem(null);
            }}
            onBlur={() => number !== '' && void look(number)}
            description={
              number === ''
                ? 'Ohne Aktenzeichen geht das Schreiben an den Postkorb.'
                : found
                  ? `Akte: ${found.title}`
                  : undefined
            }
            error={number !== '' && found === null ? unknownNumber : problem}
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
            placeholder={found ? 'nach Zuständigkeit' : 'bitte wählen'}
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

/** What was looked up last, with the number it was asked for; `look` answers null when the centre cannot be asked, and says so. */
function useCoverCase() {
  const client = useDesk();
  const [lookedUp, setLookedUp] = useState<LookedUp | null>(null);
  const look = async (number: string): Promise<LookedUp | null> => {
    try {
      const { found } = await client.station.coverCase({ fileNumber: number });
      setLookedUp({ number, found });
      return { number, found };
    } catch (error) {
      showError(error);
      return null;
    }
  };
  return { lookedUp, look };
}
