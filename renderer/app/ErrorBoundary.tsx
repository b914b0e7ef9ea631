import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { Empty } from '../shared/ui/ViewState.tsx';

/** Keeps a fault of one part from taking the whole desk down. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <Empty title="Dieser Bereich kann gerade nicht angezeigt werden.">
        <p>Ihre abgelegten Schreiben und Vermerke sind davon nicht betroffen.</p>
        <Button variant="default" onClick={() => this.setState({ hasFailed: false })}>
          Erneut anzeigen
        </Button>
        <Button variant="subtle" color="gray" onClick={() => window.location.reload()}>
          Seite neu laden
        </Button>
      </Empty>
    );
  }
}
