import { Button, Group, PasswordInput, Text } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ContentFacts } from '../../../../core/domain/records.ts';
import { useCommand } from '../../../shared/commands.ts';
import { errorCode, errorText } from '../../../shared/errors.ts';
import type { ViewerProps } from '../../../shared/slots.tsx';
import { Loading } from '../../../shared/ui/ViewState.tsx';
import { Explained } from '../Explained.tsx';
import { FindBar, PageBox, ViewerBar, ZoomTools } from '../ViewerBar.tsx';
import classes from '../viewer.module.css';
import { nextScale, type Zoom } from './page-layout.ts';
import { PdfPages, type PdfPagesHandle } from './PdfPages.tsx';
import { useFind } from './useFind.ts';
import { type PdfState, usePdf } from './usePdf.ts';

type PdfViewProps = ViewerProps & { content: ContentFacts; extraTools: React.ReactNode };

/** A PDF: opened from byte ranges, asks for a password where it needs one, explains itself where it cannot be shown. */
export function PdfView(props: PdfViewProps) {
  const [password, setPassword] = useState<string | null>(null);
  const state = usePdf({ scopeId: props.scopeId, ownerId: props.ownerId, size: props.content.size }, password);
  if (state.state === 'opening') return <Loading label="Dokument wird geöffnet …" />;
  if (state.state === 'open') return <OpenPdfView {...props} pdf={state.pdf} sizes={state.sizes} />;
  if (errorCode(state.error) === 'needs_reason') {
    return <PasswordForm isWrong={password !== null} onPassword={setPassword} />;
  }
  return <Explained {...props} message={errorText(state.error)} />;
}

function PasswordForm({ isWrong, onPassword }: { isWrong: boolean; onPassword: (password: string) => void }) {
  return (
    <form
      className={classes.explained}
      onSubmit={(event) => {
        event.preventDefault();
        onPassword(String(new FormData(event.currentTarget).get('kennwort') ?? ''));
      }}
    >
      <Text>
        Dieses PDF ist mit einem Kennwort geschützt. Kennwort eingeben, um es hier zu lesen. Es wird nicht gespeichert.
      </Text>
      <Group align="end" gap={8}>
        <PasswordInput
          name="kennwort"
          label="Kennwort der Datei"
          autoComplete="off"
          error={isWrong ? 'Das Kennwort passt nicht.' : null}
          style={{ flex: 1 }}
        />
        <Button type="submit">Öffnen</Button>
      </Group>
    </form>
  );
}

function OpenPdfView({
  pdf,
  sizes,
  title,
  page: firstPage,
  sheetFrom,
  highlight,
  onPageChange,
  onNextDocument,
  onPreviousDocument,
  extraTools,
}: PdfViewProps & Omit<Extract<PdfState, { state: 'open' }>, 'state'>) {
  const pages = useRef<PdfPagesHandle>(null);
  const [zoom, setZoom] = useState<Zoom>({ kind: 'width' });
  const [turns, setTurns] = useState(0);
  const [page, setPage] = useState(firstPage ?? 1);
  const [percent, setPercent] = useState(100);
  const find = useFind(pdf, (hit) => pages.current?.goTo(hit.page));
  useEffect(() => setPercent(Math.round((pages.current?.scale() ?? 1) * 100)));

  const step = useCallback((direction: 1 | -1) => {
    setZoom({ kind: 'scale', scale: nextScale(pages.current?.scale() ?? 1, direction) });
  }, []);
  const changePage = useCallback(
    (number: number) => {
      setPage(number);
      onPageChange?.(number);
    },
    [onPageChange],
  );
  const drawn = useCallback((number: number) => {
    if (number === 1) performance.mark('document-first-page');
  }, []);
  useCommand('document.forward', () => pages.current?.turn(1) || onNextDocument?.());
  useCommand('document.back', () => pages.current?.turn(-1) || onPreviousDocument?.());
  useCommand('document.zoomIn', () => step(1));
  useCommand('document.zoomOut', () => step(-1));
  useCommand('document.fit', () => setZoom(zoom.kind === 'width' ? { kind: 'page' } : { kind: 'width' }));
  useCommand('document.rotate', () => setTurns((before) => (before + 1) % 4));
  useCommand('document.find', find.open);

  return (
    <div className={classes.viewer}>
      {find.isOpen ? (
        <FindBar
          words={find.words}
          at={find.at}
          total={find.hits.length}
          isSearching={find.isSearching}
          onWords={find.setWords}
          onMove={find.move}
          onClose={find.close}
        />
      ) : null}
      <PdfPages
        ref={pages}
        pdf={pdf}
        sizes={sizes}
        zoom={zoom}
        quarterTurns={turns}
        firstPage={firstPage ?? 1}
        highlight={find.isOpen && find.words.trim() !== '' ? find.words : (highlight ?? null)}
        title={title}
        onPageChange={changePage}
        onDrawn={drawn}
        onWheelZoom={step}
      />
      <ViewerBar
        tools={
          <>
            <ZoomTools percent={percent} />
            {extraTools}
          </>
        }
      >
        <PageBox
          page={page}
          pageCount={pdf.numPages}
          sheetFrom={sheetFrom ?? null}
          onGoTo={(number) => pages.current?.goTo(number)}
        />
      </ViewerBar>
    </div>
  );
}
