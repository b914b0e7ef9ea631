import type { ReactNode } from 'react';
import type { ContentFacts } from '../../../core/domain/records.ts';
import type { ViewerProps } from '../../shared/slots.tsx';

/** What every kind of view gets: the document, what is known of its bytes, and tools for its bar. */
export type ViewProps = ViewerProps & { content: ContentFacts; extraTools: ReactNode };
