import { useEffect, useRef } from 'react';
import type { PrintedPdfProps } from '../../../shared/slots.tsx';
import type { ByteSource } from '../content-source.ts';
import { openPdf } from '../pdf/open-pdf.ts';
import { printPdf } from '../pdf/print-pdf.ts';

/** Hands a PDF that was made on this desk to the print view, once; it shows nothing itself. */
export function PrintedPdf({ bytes, title, onDone }: PrintedPdfProps) {
  const done = useRef(onDone);
  done.current = onDone;
  useEffect(() => {
    const abort = new AbortController();
    printBytes(bytes, title, abort.signal).then(
      () => abort.signal.aborted || done.current(null),
      (error: unknown) => abort.signal.aborted || done.current(error),
    );
    return () => abort.abort();
  }, [bytes, title]);
  return null;
}

async function printBytes(bytes: Uint8Array, title: string, signal: AbortSignal): Promise<void> {
  const source: ByteSource = {
    ...{ key: title, fileName: `${title}.pdf`, mediaType: 'application/pdf', size: bytes.length },
    read: async (from, to) => bytes.slice(from, to),
  };
  const { pdf, close } = await openPdf(source, null, signal);
  try {
    const pages = Array.from({ length: pdf.numPages }, (_, index) => index + 1);
    await printPdf(pdf, pages, title, signal);
  } finally {
    close();
  }
}
