import { escapeHtml } from './html-safety.ts';

/** A piece of an Office document: a paragraph, a heading (1 to 6) or a table. */
export type OfficeBlock = { text: string; heading?: number } | { rows: string[][] };

/** One sheet, slide or the whole letter. */
export type OfficePage = { title?: string; blocks: OfficeBlock[] };

/** Most characters read from one Office document. */
export const MAX_OFFICE_CHARACTERS = 8_000_000;

/** Plain text of a page: cells separated by tabs, rows and paragraphs by new lines. */
export function pageToText(page: OfficePage): string {
  const lines = page.title ? [page.title] : [];
  for (const block of page.blocks) {
    if ('rows' in block) lines.push(...block.rows.map((row) => row.join('\t')));
    else lines.push(block.text);
  }
  return lines.join('\n');
}

/** HTML of pages, built only from escaped text. */
export function pagesToHtml(pages: OfficePage[]): string {
  return pages
    .map(
      (page) =>
        `<section>${page.title ? `<h2>${escapeHtml(page.title)}</h2>` : ''}${page.blocks.map(blockToHtml).join('')}</section>`,
    )
    .join('');
}

function blockToHtml(block: OfficeBlock): string {
  if ('rows' in block) {
    const rows = block.rows.map((row) => `<tr>${row.map((cell) => `<td>${linesToHtml(cell)}</td>`).join('')}</tr>`);
    return `<table border="1">${rows.join('')}</table>`;
  }
  if (block.text === '') return '';
  const tag = block.heading ? `h${Math.min(6, Math.max(1, block.heading))}` : 'p';
  return `<${tag}>${linesToHtml(block.text)}</${tag}>`;
}

function linesToHtml(text: string): string {
  return escapeHtml(text).replace(/\n/g, '<br>');
}
