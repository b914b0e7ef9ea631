import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useCommand } from '../../../shared/commands.ts';
import { showError } from '../../../shared/errors.ts';
import { formatNumberOf } from '../../../shared/format.ts';
import { useAccessNote } from '../access-note.tsx';
import { readPageRange } from './page-range.ts';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { DialogEnd } from '../../../shared/ui/DialogEnd.tsx';

/** Up to this many pages are printed without asking which. */
const fewPages = 20;
/** Most pages at once: each becomes a picture. */
const mostPages = 200;

type Props = {
  pageCount: number;
  page: number;
  print: (pages: number[], signal: AbortSignal) => Promise<void>;
};

/** Printing by Strg+P: at once where there are few pages, else after asking which. */
export function PrintDialog({ pageCount, page, print }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const running = useRef<AbortController | null>(null);
  const note = useAccessNote();
  const start = async (pages: number[]) => {
    const abort = new AbortController();
    running.current = abort;
    setIsBusy(true);
    try {
      await print(pages, abort.signal);
      note('printed');
    } catch (error) {
      if (!abort.signal.aborted) showError(error);
    } finally {
      setIsBusy(false);
      setIsOpen(false);
    }
  };
  useCommand('document.print', () => {
    if (isBusy) return;
    if (pageCount <= fewPages) return void start(Array.from({ length: pageCount }, (_, index) => index + 1));
    setText(String(page));
    setIsOpen(true);
  });
  const pages = readPageRange(text, pageCount);
  const problem =
    pages === null
      ? `Bitte Seiten zwischen 1 und ${pageCount} angeben, zum Beispiel 1-3, 7.`
      : pages.length > mostPages
        ? `Es lassen sich bis zu ${mostPages} Seiten auf einmal drucken.`
        : null;
  const close = () => {
    running.current?.abort();
    setIsOpen(false);
  };
  return (
    <Dialog isOpen={isOpen} onClose={close} title="Drucken">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (pages && !problem) void start(pages);
        }}
      >
        <Stack gap={12}>
          <Text size="sm">Das Dokument hat {formatNumberOf(pageCount, 'Seite', 'Seiten')}.</Text>
          <TextInput
            label="Seiten"
            data-autofocus
            value={text}
            error={problem}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <DialogEnd>
            <Button variant="default" onClick={close}>
              Abbrechen
            </Button>
            <Button type="submit" disabled={problem !== null} loading={isBusy}>
              Drucken
            </Button>
          </DialogEnd>
        </Stack>
      </form>
    </Dialog>
  );
}
