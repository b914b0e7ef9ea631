import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { useDeskQuery } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import { QueryView } from '../../shared/ui/ViewState.tsx';
import { ForeignFrame } from './ForeignFrame.tsx';
import { harmlessPage } from './foreign-html.ts';
import { ViewerBar } from './ViewerBar.tsx';
import type { ViewProps } from './view-props.ts';
import classes from './viewer.module.css';

/** An Office file as readable text with its tables; the file itself stays as it came. */
export function OfficeView({ scopeId, ownerId, title, onNextDocument, onPreviousDocument, extraTools }: ViewProps) {
  const query = useDeskQuery('content', 'officeHtml', { scopeId, ownerId });
  useCommand('document.forward', () => onNextDocument?.());
  useCommand('document.back', () => onPreviousDocument?.());
  return (
    <div className={classes.viewer}>
      <QueryView query={query}>
        {(office) => <OfficePage html={office.html} warnings={office.warnings} title={title} />}
      </QueryView>
      <ViewerBar tools={extraTools}>
        <Text size="xs" c="dimmed">
          Leseansicht; das Seitenbild kann abweichen.
        </Text>
      </ViewerBar>
    </div>
  );
}

function OfficePage({ html, warnings, title }: { html: string; warnings: string[]; title: string }) {
  const { page } = useMemo(() => harmlessPage(html), [html]);
  return (
    <>
      {warnings.map((warning) => (
        <Text key={warning} size="xs" p={8}>
          {warning}
        </Text>
      ))}
      <ForeignFrame page={page} title={title} />
    </>
  );
}
