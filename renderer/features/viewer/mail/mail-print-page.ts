import type { OutputOf } from '../../../shared/backend.tsx';
import { formatSize } from '../../../shared/format.ts';
import { escapeHtml, framePage } from '../foreign-html.ts';
import { mailFacts } from './MailHead.tsx';

/** A mail for paper: its head, its attachments by name, its text. `body` is harmless HTML; without it the plain text is taken. */
export function mailPrintPage(mail: OutputOf<'content', 'mail'>, body: string | null): string {
  const listed = mail.attachments.filter(({ isInline }) => !isInline);
  const attachments = listed.map(({ name, size }) => `${name} (${formatSize(size)})`).join(', ');
  const rows = [...mailFacts(mail), ...(attachments ? [['Anlagen', attachments] as const] : [])];
  const head = rows.map(([label, value]) => `<tr><th align="left">${label}</th><td>${escapeHtml(value)}</td></tr>`);
  return framePage(
    `<h1>${escapeHtml(mail.subject || 'Ohne Betreff')}</h1><table>${head.join('')}</table><hr>${body ?? `<pre>${escapeHtml(mail.text)}</pre>`}`,
  );
}
