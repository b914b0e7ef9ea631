// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by key (WCAG 2.1.1)
import { useState } from 'react';
import { useDeskQuery } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import { QueryView } from '../../shared/ui/ViewState.tsx';
import { PageBox, ViewerBar } from './ViewerBar.tsx';
import type { ViewProps } from './view-props.ts';
import classes from './viewer.module.css';

/** The plain text of a document, page by page: for text files, screen readers and copying. */
export function TextView({
  scopeId,
  ownerId,
  content,
  title,
  page,
  sheetFrom,
  onNextDocument,
  onPreviousDocument,
  extraTools,
}: ViewProps) {
  const pageCount = Math.max(1, content.pageCount ?? 1);
  const [number, setNumber] = useState(Math.min(page ?? 1, pageCount));
  const query = useDeskQuery('content', 'pageText', { scopeId, ownerId, number });
  useCommand('document.forward', () => (number < pageCount ? setNumber(number + 1) : onNextDocument?.()));
  useCommand('document.back', () => (number > 1 ? setNumber(number - 1) : onPreviousDocument?.()));
  return (
    <div className={classes.viewer}>
      <QueryView query={query}>
        {({ text }) => (
          <section
            className={classes.textView}
            tabIndex={0}
            aria-label={`Text: ${title}, Seite ${number}`}
            data-viewer="text"
            data-state="drawn"
          >
            {text.trim() === '' ? 'Diese Seite hat keinen Text. Bei Scans entsteht er erst durch Texterkennung.' : text}
          </section>
        )}
      </QueryView>
      <ViewerBar tools={extraTools}>
        <PageBox page={number} pageCount={pageCount} sheetFrom={sheetFrom ?? null} onGoTo={setNumber} />
      </ViewerBar>
    </div>
  );
}
