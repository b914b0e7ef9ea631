import { useState } from 'react';
import { useDesk, useHost } from '../../shared/backend.tsx';
import { showError } from '../../shared/errors.ts';
import type { LookedUp, Sheets } from './cover-order.ts';

/** The sheets as a PDF: into the print view (`printing` is what lies there now), or saved. */
export function useSheets(onSaved: () => void) {
  const [client, host] = [useDesk(), useHost()];
  const [printing, setPrinting] = useState<Uint8Array | null>(null);
  const make = async (sheets: Sheets, handOn: (bytes: Uint8Array) => Promise<void> | void) => {
    try {
      const { bytes } = await client.station.sheets(sheets);
      await handOn(bytes);
    } catch (error) {
      showError(error);
    }
  };
  return {
    printing,
    endPrinting: () => setPrinting(null),
    print: (sheets: Sheets) => make(sheets, setPrinting),
    save: (sheets: Sheets) =>
      make(sheets, async (bytes) => {
        const name = sheets.coverSheets.length > 0 ? 'Deckblätter.pdf' : 'Trennblätter.pdf';
        if (await host.saveFile(name, bytes)) onSaved();
      }),
  };
}

/** What was looked up last, with the number it was asked for; `look` answers null when the centre cannot be asked, and says so. */
export function useCoverCase() {
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
