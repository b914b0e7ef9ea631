import { Text } from '@mantine/core';
import { useMemo, useRef } from 'react';
import { useDeskQuery } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import { errorText } from '../../shared/errors.ts';
import { Loading } from '../../shared/ui/ViewState.tsx';
import { Explained } from './Explained.tsx';
import { ForeignFrame, type TextHandle } from './ForeignFrame.tsx';
import { harmless } from './foreign-html.ts';
import { PrintDialog } from './print/PrintDialog.tsx';
import { printPage } from './print/print-frame.ts';
import { ViewerBar } from './ViewerBar.tsx';
import type { ViewProps } from './view-props.ts';
import classes from './viewer.module.css';

/** An Office file as readable text with its tables; the file itself stays as it came. */
export function OfficeView(props: ViewProps) {
  const { scopeId, ownerId, source, title, sheetFrom, onNextDocument, onPreviousDocument, extraTools, highlight } =
    props;
  const text = useRef<TextHandle>(null);
  const query = useDeskQuery('content', 'officeHtml', { scopeId, ownerId });
  const made = useMemo(() => (query.data ? harmless(query.data.html) : null), [query.data]);
  useCommand('document.forward', () => text.current?.turn(1) || onNextDocument?.());
  useCommand('document.back', () => text.current?.turn(-1) || onPreviousDocument?.());
  if (query.error) return <Explained source={source} message={errorText(query.error)} />;
  if (!made) return <Loading />;
  return (
    <div className={classes.viewer}>
      {query.data?.warnings.map((warning) => (
        <p key={warning} className={classes.notice}>
          {warning}
        </p>
      ))}
      <ForeignFrame ref={text} page={made.page} title={title} highlight={highlight ?? null} />
      <ViewerBar tools={extraTools}>
        <Text size="xs" c="dimmed">
          Leseansicht, das Seitenbild kann abweichen{sheetFrom ? ` · Blatt ${sheetFrom}` : ''}
        </Text>
      </ViewerBar>
      <PrintDialog pageCount={1} page={1} print={() => printPage(made.page)} />
    </div>
  );
}
