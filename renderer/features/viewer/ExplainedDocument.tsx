import type { OutputOf } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import { formatSize } from '../../shared/format.ts';
import { Explained } from './Explained.tsx';
import type { ViewProps } from './view-props.ts';
import classes from './viewer.module.css';

const notShown =
  'Diese Datei lässt sich hier nicht anzeigen. Sie ist unverändert abgelegt und kann heruntergeladen werden.';

/** A document that is kept but not shown: the reason, what is known of it, and the names of what lies in it. */
export function ExplainedDocument(props: ViewProps & { description: OutputOf<'content', 'describe'> }) {
  const { source, content, description, onNextDocument, onPreviousDocument } = props;
  useCommand('document.forward', () => onNextDocument?.());
  useCommand('document.back', () => onPreviousDocument?.());
  return (
    <Explained source={source} message={description.explanation?.message ?? notShown} sha256={content.sha256}>
      {content.attachments.length > 0 ? (
        <ul className={classes.inside} aria-label="Inhalt des Archivs">
          {content.attachments.map(({ name, size }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an archive may hold the same name twice and never changes
            <li key={index}>
              {name}
              {size > 0 ? ` · ${formatSize(size)}` : ''}
            </li>
          ))}
        </ul>
      ) : null}
    </Explained>
  );
}
