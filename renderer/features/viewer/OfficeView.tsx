import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { useDeskQuery } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import { errorText } from '../../shared/errors.ts';
import { Loading } from '../../shared/ui/ViewState.tsx';
import { Explained } from './Explained.tsx';
import { ForeignFrame } from './ForeignFrame.tsx';
import { harmless } from './foreign-html.ts';
import { PrintDialog } from './print/PrintDialog.tsx';
import { printPage } from './print/print-frame.ts';
import { ViewerBar } from './ViewerBar.tsx';
import type { ViewProps } from './view-props.ts';
import classes from './viewer.module.css';

/** An Office file as readable text with its tables; the file itself stays as it came. */
export function OfficeView(props: ViewProps) {
  const { scopeId, ownerId, source, title, sheetFrom, onNextDocument, onPreviousDocument, extraTools } = props;
  const query = useDeskQuery('content', 'officeHtml', { scopeId, ownerId });
  const made = useMemo(() => (query.data ? harmless(query.data.html) : null), [query.data]);
  useCommand('document.forward', () => onNextDocument?.());
  useCommand('document.back', () => onPreviousDocument?.());
  if (query.error) return <Explained source={source} message={errorText(query.error)} />;
  if (!made) return <Loading />;
  return (
    <div className={classes.viewer}>
      {query.data?.warnings.map((warning) => (
        <p key={warning} className={classes.notice}>
          {warning}
        </p>
      ))}
      <ForeignFrame page={made.page} title={title} />
      <ViewerBar tools={extraTools}>
        <Text size="xs" c="dimmed">
          Leseansicht, das Seitenbild kann abweichen{sheetFrom ? ` · Blatt ${sheetFrom}` : ''}
        </Text>
      </ViewerBar>
      <PrintDialog pageCount={1} page={1} print={() => printPage(made.page)} />
    </div>
  );
}
