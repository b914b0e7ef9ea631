import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useDesk, useDeskQuery } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import { QueryView } from '../../shared/ui/ViewState.tsx';
import { PrintDialog } from './print/PrintDialog.tsx';
import { printText } from './print/print-frame.ts';
import type { TextHandle } from './ForeignFrame.tsx';
import { TextSection } from './TextSection.tsx';
import { PageBox, ViewerBar } from './ViewerBar.tsx';
import type { ViewProps } from './view-props.ts';
import classes from './viewer.module.css';

const noText =
  'Diese Seite hat keinen Text. Sie ist ein Bild; Text entsteht erst durch Texterkennung. In der Seitenansicht ist sie zu sehen.';

/** The plain text of a document, page by page: for text files, screen readers and copying. */
export function TextView(props: ViewProps & { password?: string | undefined }) {
  const { scopeId, ownerId, content, title, page, sheetFrom, password, onPageChange, extraTools } = props;
  const { onNextDocument, onPreviousDocument, highlight } = props;
  const desk = useDesk();
  const section = useRef<TextHandle>(null);
  const pageCount = Math.max(1, content.pageCount ?? 1);
  const [number, setNumber] = useState(Math.min(page ?? 1, pageCount));
  const place = { scopeId, ownerId, ...(password === undefined ? {} : { password }) };
  const query = useDeskQuery('content', 'pageText', { ...place, number });
  const tell = useEffectEvent((page: number) => onPageChange?.(page));
  useEffect(() => tell(number), [number]);
  useCommand('document.forward', () => {
    if (section.current?.turn(1)) return;
    if (number < pageCount) setNumber(number + 1);
    else onNextDocument?.();
  });
  useCommand('document.back', () => {
    if (section.current?.turn(-1)) return;
    if (number > 1) setNumber(number - 1);
    else onPreviousDocument?.();
  });
  const print = async (pages: number[]) => {
    const texts: string[] = [];
    for (const wanted of pages) texts.push((await desk.content.pageText({ ...place, number: wanted })).text);
    await printText(texts.join('\n\n'), title);
  };
  return (
    <div className={classes.viewer}>
      <QueryView query={query}>
        {({ text }) => (
          <TextSection
            key={number}
            ref={section}
            kind="text"
            label={`Text: ${title}, Seite ${number} von ${pageCount}`}
            text={text}
            noText={noText}
            highlight={highlight ?? null}
          />
        )}
      </QueryView>
      <ViewerBar tools={extraTools}>
        <PageBox page={number} pageCount={pageCount} sheetFrom={sheetFrom ?? null} onGoTo={setNumber} />
      </ViewerBar>
      <PrintDialog pageCount={pageCount} page={number} print={print} />
    </div>
  );
}
