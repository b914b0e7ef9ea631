import { Button, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { useDeskQuery } from '../../shared/backend.tsx';
import { showError } from '../../shared/errors.ts';
import { KeywordField } from '../../shared/filing/KeywordField.tsx';
import { type SheetsDialogProps, useSlots } from '../../shared/slots.tsx';
import { Dialog } from '../../shared/ui/Dialog.tsx';
import { DialogEnd } from '../../shared/ui/DialogEnd.tsx';
import {
  type CoverFields,
  type CoverSheet,
  coverToPrint,
  foundFor,
  isSheetAsked,
  unknownNumber,
} from './cover-order.ts';
import { NotedSheets } from './NotedSheets.tsx';
import { recipients } from './recipients.ts';
import { useCoverCase, useSheets } from './useSheets.ts';

const mostSheets = 50;
const empty: CoverFields = { number: '', keywordId: null, inboxId: null };

/** Makes cover sheets (file number, keyword, recipient) and separators, several at once, and prints them or saves them as a PDF. */
export function SheetsDialog({ caseFile, onClose }: SheetsDialogProps) {
  const { PrintedPdf } = useSlots();
  const { fields, change, problem, noted, add, remove, order, found, lookIfAny, baskets } = useOrder(caseFile);
  const [separators, setSeparators] = useState(0);
  const sheets = useSheets(onClose);
  const printed = useRequest(order, separators);
  return (
    <Dialog isOpen onClose={onClose} title="Deckblatt drucken" size={560}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void printed(sheets.print);
        }}
      >
        <Stack gap="sm">
          {caseFile ? (
            <Text size="sm">
              Akte: {caseFile.title} · {caseFile.fileNumber}
            </Text>
          ) : (
            <TextInput
              label="Aktenzeichen"
              data-autofocus
              value={fields.number}
              onChange={(event) => change({ number: event.currentTarget.value })}
              onBlur={lookIfAny}
              description={numberWords(fields.number, found?.title)}
              error={found === null ? unknownNumber : problem}
            />
          )}
          <KeywordField
            label="Schlagwort (freiwillig)"
            keywordId={fields.keywordId}
            onChange={(keyword) => change({ keywordId: keyword?.id ?? null })}
          />
          <Select
            label="Postkorb"
            searchable
            clearable
            openOnFocus={false}
            placeholder={
              caseFile ? `nach Zuständigkeit: ${caseFile.responsible}` : found ? 'nach Zuständigkeit' : 'bitte wählen'
            }
            data={baskets}
            value={fields.inboxId}
            onChange={(value) => change({ inboxId: value as Id | null })}
          />
          <NotedSheets sheets={noted} onRemove={remove} />
          <NumberInput
            label="Trennblätter"
            description="Sie teilen einen Stapel ohne Deckblatt in Schreiben und können wieder verwendet werden."
            value={separators}
            min={0}
            max={100}
            allowDecimal={false}
            onChange={(value) => setSeparators(Number(value) || 0)}
          />
          <DialogEnd>
            <Button variant="default" disabled={noted.length >= mostSheets - 1} onClick={() => void add()}>
              Weiteres Deckblatt
            </Button>
            <Button variant="default" onClick={() => void printed(sheets.save)}>
              Als PDF speichern
            </Button>
            <Button type="submit" loading={sheets.printing !== null}>
              Drucken
            </Button>
          </DialogEnd>
        </Stack>
      </form>
      {sheets.printing ? (
        <PrintedPdf
          bytes={sheets.printing}
          title="Deckblätter"
          onDone={(error) => {
            sheets.endPrinting();
            if (error) showError(error);
            else onClose();
          }}
        />
      ) : null}
    </Dialog>
  );
}

function numberWords(number: string, title: string | undefined) {
  if (number.trim() === '') return 'Ohne Aktenzeichen geht das Schreiben an den Postkorb.';
  return title === undefined ? undefined : `Akte: ${title}`;
}

/** Asks for the sheets and hands them on, when what stands in the fields can be printed. */
function useRequest(order: (separators: number) => Promise<CoverSheet[] | null>, separators: number) {
  return async (handOn: (sheets: { coverSheets: CoverSheet[]; separators: number }) => Promise<void>) => {
    const coverSheets = await order(separators);
    if (coverSheets) await handOn({ coverSheets, separators });
  };
}

/** The fields, and the sheets noted down so far. `order`: all sheets as they are wanted now, or null with the reason shown. */
function useOrder(caseFile: SheetsDialogProps['caseFile']) {
  const directory = useDeskQuery('office', 'directory', {}).data;
  const baskets = directory ? recipients(directory) : [];
  const [fields, setFields] = useState(empty);
  const [problem, setProblem] = useState<string | null>(null);
  const [noted, setNoted] = useState<CoverSheet[]>([]);
  const { lookedUp, look } = useCoverCase();
  const nameOf = (inboxId: Id | null) =>
    baskets.flatMap(({ items }) => items).find(({ value }) => value === inboxId)?.label ?? null;
  const sheet = async (): Promise<CoverSheet | null> => {
    const { number, ...rest } = fields;
    if (caseFile) return { ...rest, fileNumber: caseFile.fileNumber, responsible: caseFile.responsible };
    // Asked anew: what was found when the field was left may be another number, or no longer so.
    const now = number.trim() === '' ? null : await look(number.trim());
    if (number.trim() !== '' && !now) return null;
    const made = coverToPrint(fields, now, nameOf);
    if (!('problem' in made)) return made;
    setProblem(made.problem);
    return null;
  };
  return {
    ...{ fields, problem, noted, baskets },
    found: foundFor(lookedUp, fields.number.trim() || '-'),
    change: (part: Partial<CoverFields>) => {
      setFields((before) => ({ ...before, ...part }));
      setProblem(null);
    },
    lookIfAny: () => {
      if (fields.number.trim() !== '') void look(fields.number.trim());
    },
    add: async () => {
      const made = await sheet();
      if (!made) return;
      setNoted((before) => [...before, made]);
      setFields(empty);
    },
    remove: (place: number) => setNoted((before) => before.filter((_, index) => index !== place)),
    order: async (separators: number): Promise<CoverSheet[] | null> => {
      if (!isSheetAsked(fields, noted.length, separators, caseFile !== undefined)) return noted;
      const made = await sheet();
      return made && [...noted, made];
    },
  };
}
