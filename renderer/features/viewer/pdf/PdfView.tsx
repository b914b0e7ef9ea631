import { useState } from 'react';
import type { ViewerProps } from '../../../shared/slots.tsx';
import { errorCode, errorText } from '../../../shared/errors.ts';
import { Loading } from '../../../shared/ui/ViewState.tsx';
import type { ByteSource } from '../content-source.ts';
import { Explained } from '../Explained.tsx';
import { OpenPdfView } from './OpenPdfView.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { usePdf } from './usePdf.ts';

export type PdfViewProps = Pick<
  ViewerProps,
  'title' | 'page' | 'onPageChange' | 'onNextDocument' | 'onPreviousDocument' | 'sheetFrom' | 'highlight'
> & {
  source: ByteSource;
  extraTools: React.ReactNode;
  /** Told when a password opened it, with the number of pages. */
  onUnlocked?: ((password: string, pageCount: number) => void) | undefined;
};

/** A PDF: opened from byte ranges, asks for a password where it needs one, explains itself where it cannot be shown. */
export function PdfView(props: PdfViewProps) {
  const { source, onUnlocked } = props;
  const [password, setPassword] = useState<string | null>(null);
  const { pdf: state, onFirstPage } = usePdf(source, password);
  if (state.state === 'opening') return <Loading label="Dokument wird geöffnet …" />;
  if (state.state === 'open') {
    const unlocked = password !== null && onUnlocked ? () => onUnlocked(password, state.pdf.numPages) : undefined;
    return (
      <OpenPdfView {...props} pdf={state.pdf} first={state.first} onUnlocked={unlocked} onFirstPage={onFirstPage} />
    );
  }
  if (errorCode(state.error) === 'needs_reason') {
    return <PasswordForm isWrong={password !== null} onPassword={setPassword} />;
  }
  return <Explained source={source} message={errorText(state.error)} />;
}
