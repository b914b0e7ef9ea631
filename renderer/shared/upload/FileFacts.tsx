import { IconAlertTriangle, IconCopy } from '@tabler/icons-react';
import { formatDate, formatNumberOf, formatSize } from '../format.ts';
import { knownWords } from './known-words.ts';
import classes from './upload.module.css';
import type { Uploaded } from './useUpload.ts';

type Content = Uploaded['content'];

const kindWords: Record<Content['kind'], string> = {
  pdf: 'PDF',
  image: 'Bild',
  tiff: 'TIFF',
  mail: 'E-Mail',
  office: 'Office-Dokument',
  text: 'Text',
  html: 'Webseite',
  archive: 'Archiv',
  unknown: 'Unbekannte Dateiart',
  empty: 'Leere Datei',
};

/** `PDF · 2 Seiten · 40 kB`, for a line. */
export function factWords(content: Content): string {
  const facts = [
    kindWords[content.kind],
    content.pageCount === null ? null : formatNumberOf(content.pageCount, 'Seite', 'Seiten'),
    formatSize(content.size),
    content.encrypted === 'password' ? 'mit Kennwort geschützt' : null,
  ];
  return facts.filter((fact) => fact !== null).join(' · ');
}

/** `Blatt 12` or `Blatt 12–14`. */
export function sheetsInWords({ sheetFrom, sheetTo }: { sheetFrom: number; sheetTo: number }): string {
  return `Blatt ${sheetFrom === sheetTo ? sheetFrom : `${sheetFrom}–${sheetTo}`}`;
}

type Props = {
  uploaded: Uploaded;
  /** What is proposed for it is not known yet. */
  isProposing: boolean;
};

/** What the file turned out to be, and whether the case file holds it already. */
export function FileFacts({ uploaded: { content, duplicates, known }, isProposing }: Props) {
  return (
    <div>
      <p className={classes.fileName}>{content.fileName}</p>
      <p className={classes.facts}>{factWords(content)}</p>
      <p className={classes.facts} role="status">
        {isProposing && isPicture(content) ? 'Der Text wird erkannt. Sie können schon ablegen, er wird ergänzt.' : null}
      </p>
      <Hints content={content} duplicates={duplicates} known={known} />
    </div>
  );
}

const isPicture = ({ kind, hasText, explanation }: Content): boolean =>
  !hasText && !explanation && (kind === 'pdf' || kind === 'image' || kind === 'tiff');

/** What should be known before it is filed. */
export function Hints({ content, duplicates, known }: Pick<Uploaded, 'content' | 'duplicates' | 'known'>) {
  // Kept beside the facts by whoever looked into the file, so without a shape of their own.
  const warnings = Array.isArray(content.warnings) ? content.warnings.filter((one) => typeof one === 'string') : [];
  return (
    <>
      {content.explanation ? (
        <p className={classes.hint}>
          <IconAlertTriangle size={16} aria-hidden />
          {content.explanation.message}
        </p>
      ) : null}
      {warnings.length > 0 ? (
        <p className={classes.hint}>
          <IconAlertTriangle size={16} aria-hidden />
          {warnings.join(' ')}
        </p>
      ) : null}
      {duplicates.map((duplicate) => (
        <p key={duplicate.documentId} className={classes.hint}>
          <IconCopy size={16} aria-hidden />
          {duplicateWords(content, duplicate)}
        </p>
      ))}
      {known.map((one) => (
        <p key={one.ownerId} className={classes.hint}>
          <IconCopy size={16} aria-hidden />
          {knownWords(one)}
        </p>
      ))}
    </>
  );
}

/** Tells that it lies in the file already, where, and by whom it was filed. */
export function duplicateWords(content: Content, duplicate: Uploaded['duplicates'][number]): string {
  const what = content.kind === 'mail' ? 'Diese E-Mail' : 'Diese Datei';
  const { title, filedAt, filedByName } = duplicate;
  return `${what} liegt schon in der Akte, ${sheetsInWords(duplicate)}: „${title}“, abgelegt am ${formatDate(filedAt)} von ${filedByName}.`;
}
