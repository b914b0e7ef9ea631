import { Button } from '@mantine/core';
import { IconScissors } from '@tabler/icons-react';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef } from 'react';
import { useDeskQuery } from '../../../shared/backend.tsx';
import { errorText } from '../../../shared/errors.ts';
import type { SplitPagesProps } from '../../../shared/slots.tsx';
import { Loading, QueryView } from '../../../shared/ui/ViewState.tsx';
import { Scrolled } from '../../../shared/ui/Scrolled.tsx';
import { useContentSource } from '../content-source.ts';
import type { PageSize } from './page-layout.ts';
import { usePageCanvas } from './usePageCanvas.ts';
import { usePageSizes } from './usePageSizes.ts';
import { usePdf } from './usePdf.ts';
import classes from './SplitPages.module.css';

const pictureWidth = 132; // CSS pixels
const mostPictures = 200; // further pages are told by number

/** Small pictures of all pages; before each but the first a switch that begins a new letter with it. */
export function SplitPages(props: SplitPagesProps) {
  const { scopeId, ownerId } = props;
  const query = useDeskQuery('content', 'describe', { scopeId, ownerId });
  return <QueryView query={query}>{({ content }) => <Opened {...props} facts={content} />}</QueryView>;
}

type Facts = { fileName: string; mediaType: string; size: number };

function Opened({ facts, ...props }: SplitPagesProps & { facts: Facts }) {
  const source = useContentSource(props, facts);
  const { pdf } = usePdf(source, null);
  if (pdf.state === 'opening') return <Loading label="Dokument wird geöffnet …" />;
  if (pdf.state === 'failed') return <p role="alert">{errorText(pdf.error)}</p>;
  return <Pages {...props} pdf={pdf.pdf} first={pdf.first} />;
}

type PagesProps = SplitPagesProps & { pdf: PDFDocumentProxy; first: PageSize };

function Pages({ pdf, first, starts, onToggle }: PagesProps) {
  const { sizes } = usePageSizes(pdf, first);
  return (
    <Scrolled className={classes.strip} aria-label="Seiten des Schreibens">
      <ol className={classes.pages}>
        {sizes.map((size, index) => {
          const number = index + 1;
          return (
            <li key={number} className={classes.page} data-start={starts.has(number) || undefined}>
              {number > 1 ? <Switch number={number} isOn={starts.has(number)} onToggle={onToggle} /> : null}
              {number <= mostPictures ? <Picture pdf={pdf} number={number} size={size} /> : null}
              <span className={classes.number}>Seite {number}</span>
            </li>
          );
        })}
      </ol>
    </Scrolled>
  );
}

type SwitchProps = { number: number; isOn: boolean; onToggle: (page: number) => void };

function Switch({ number, isOn, onToggle }: SwitchProps) {
  const button = useRef<HTMLButtonElement>(null);
  // The pages come after the dialog has opened: the first thing to decide gets the focus then.
  useEffect(() => {
    if (number === 2) button.current?.focus();
  }, [number]);
  return (
    <Button
      ref={button}
      size="compact-xs"
      variant={isOn ? 'filled' : 'default'}
      leftSection={<IconScissors size={14} aria-hidden />}
      aria-pressed={isOn}
      aria-label={`Ab Seite ${number} ein neues Schreiben`}
      onClick={() => onToggle(number)}
    >
      {isOn ? 'Neues Schreiben' : 'Hier teilen'}
    </Button>
  );
}

function Picture({ pdf, number, size }: { pdf: PDFDocumentProxy; number: number; size: PageSize }) {
  const place = useRef<HTMLSpanElement>(null);
  const scale = pictureWidth / size.width;
  usePageCanvas(place, { pdf, number, scale, quarterTurns: 0, rank: number });
  return (
    <span
      ref={place}
      className={classes.picture}
      style={{ width: pictureWidth, height: Math.round(size.height * scale) }}
      aria-hidden
    />
  );
}
