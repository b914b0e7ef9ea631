import { Tooltip } from '@mantine/core';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useState } from 'react';
import { showMessage } from '../../../shared/messages.ts';
import { viewportOf } from './draw-page.ts';
import classes from './PdfPages.module.css';

type Props = {
  pdf: PDFDocumentProxy;
  number: number;
  scale: number;
  quarterTurns: number;
  onGoTo: (page: number) => void;
};
type Link = { key: string; box: { left: number; top: number; width: number; height: number }; target: Target };
type Target = { kind: 'address'; address: string } | { kind: 'place'; dest: unknown };
type Annotation = { subtype?: string; id?: string; rect?: number[]; unsafeUrl?: string; url?: string; dest?: unknown };

/** Links of a page. Those within the document are followed; others only say where they lead, a click copies the address. */
export function PageLinks({ pdf, number, scale, quarterTurns, onGoTo }: Props) {
  const [links, setLinks] = useState<Link[]>([]);
  useEffect(() => {
    let isGone = false;
    const read = async () => {
      const page = await pdf.getPage(number);
      const viewport = viewportOf(page, scale, quarterTurns);
      const found = (await page.getAnnotations({ intent: 'display' })) as Annotation[];
      const shown = found.slice(0, 500).flatMap((annotation): Link[] => {
        const target = targetOf(annotation);
        if (!target || annotation.rect?.length !== 4) return [];
        const [left = 0, bottom = 0, right = 0, top = 0] = annotation.rect;
        const [x1 = 0, y1 = 0] = viewport.convertToViewportPoint(left, bottom);
        const [x2 = 0, y2 = 0] = viewport.convertToViewportPoint(right, top);
        const box = {
          left: Math.min(x1, x2),
          top: Math.min(y1, y2),
          width: Math.abs(x2 - x1),
          height: Math.abs(y2 - y1),
        };
        return [{ key: annotation.id ?? `${x1}/${y1}`, box, target }];
      });
      if (!isGone) setLinks(shown);
    };
    read().catch(() => undefined); // without its links the page is still readable
    return () => {
      isGone = true;
    };
  }, [pdf, number, scale, quarterTurns]);

  const follow = async (target: Target) => {
    if (target.kind === 'place') {
      const page = await pageOf(pdf, target.dest).catch(() => null);
      if (page !== null) onGoTo(page);
      return;
    }
    await navigator.clipboard.writeText(target.address);
    showMessage(`Adresse kopiert: ${target.address}`);
  };
  return links.map(({ key, box, target }) => {
    const words =
      target.kind === 'place'
        ? 'Stelle in diesem Dokument'
        : `Verweis nach außen, wird nicht geöffnet: ${target.address} (Klick kopiert die Adresse)`;
    return (
      <Tooltip key={key} label={words} multiline maw={420}>
        <button
          type="button"
          className={classes.link}
          style={box}
          aria-label={words}
          onClick={() => void follow(target).catch(() => undefined)}
        />
      </Tooltip>
    );
  });
}

function targetOf({ subtype, url, unsafeUrl, dest }: Annotation): Target | null {
  if (subtype !== 'Link') return null;
  const address = url ?? unsafeUrl;
  if (address) return { kind: 'address', address: address.slice(0, 500) };
  return dest ? { kind: 'place', dest } : null;
}

async function pageOf(pdf: PDFDocumentProxy, dest: unknown): Promise<number | null> {
  const place = typeof dest === 'string' ? await pdf.getDestination(dest) : (dest as unknown[]);
  const page: unknown = place?.[0];
  if (typeof page === 'number') return page + 1;
  return page && typeof page === 'object' ? (await pdf.getPageIndex(page as { num: number; gen: number })) + 1 : null;
}
