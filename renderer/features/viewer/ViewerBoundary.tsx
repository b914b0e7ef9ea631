import { Component, type ReactNode } from 'react';
import type { ByteSource } from './content-source.ts';
import { Explained } from './Explained.tsx';

/** Keeps a document that breaks its view from breaking anything else. */
export class ViewerBoundary extends Component<{ source: ByteSource; children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    if (!this.state.isBroken) return this.props.children;
    return (
      <Explained
        source={this.props.source}
        message="Diese Datei lässt sich nicht darstellen. Sie ist unverändert abgelegt und kann heruntergeladen werden."
      />
    );
  }
}
