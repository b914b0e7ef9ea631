import type { ReactNode } from 'react';
import type { ContentFacts } from '../../../core/domain/records.ts';
import type { ViewerProps } from '../../shared/slots.tsx';
import type { ByteSource } from './content-source.ts';

/** What every kind of view gets: the document, what is known of its bytes, where they are read, and tools for its bar. */
export type ViewProps = ViewerProps & { content: ContentFacts; source: ByteSource; extraTools: ReactNode };
