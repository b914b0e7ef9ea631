import { Component, type ReactNode } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import type { ContentFacts } from '../../../core/domain/records.ts';
import { Explained } from './Explained.tsx';

type Props = { scopeId: Id; ownerId: Id; content: ContentFacts; children: ReactNode };

/** Keeps a document that breaks its view from breaking anything else. */
export class ViewerBoundary extends Component<Props, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    if (!this.state.isBroken) return this.props.children;
    return (
      <Explained
        {...this.props}
        message="Diese Datei lässt sich nicht darstellen. Sie ist unverändert abgelegt und kann heruntergeladen werden."
      />
    );
  }
}
