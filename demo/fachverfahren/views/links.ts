import type { BenefitCase } from '../model/cases.ts';
import type { StoredNotice } from '../notice/notice-store.ts';
import { formatDay } from '../model/months.ts';

export type CaseTab = 'haushalt' | 'berechnung' | 'zahlungen' | 'bescheid';

/** The address of a case, the one thing a desk needs to know to open it: `/fall/<file number>`. */
export function casePath(benefitCase: BenefitCase, tab?: CaseTab): string {
  const path = `/fall/${encodeURIComponent(benefitCase.fileNumber)}`;
  return tab && tab !== 'haushalt' ? `${path}/${tab}` : path;
}

/** Where the PDF of a notice can be fetched while it is kept. */
export function noticePath(notice: StoredNotice): string {
  return `/bescheide/${notice.id}.pdf`;
}

/** Where a notice is sent to be printed. */
export function printPath(notice: StoredNotice): string {
  return `/bescheide/${notice.id}/gedruckt`;
}

/** Title under which a notice goes to the file. */
export function noticeTitle(notice: StoredNotice): string {
  return `${notice.title} vom ${formatDay(notice.letterDate)}`;
}

/** Deep link that opens the file of a case on the desk. */
export function openFileLink(benefitCase: BenefitCase): string {
  return `aktenpult://akte/${encodeURIComponent(benefitCase.fileNumber)}`;
}

/** Deep link that hands a notice to the desk, which fetches the PDF from `quelle`. */
export function fileNoticeLink(notice: StoredNotice, origin: string): string {
  const fields: [string, string][] = [
    ['akte', notice.fileNumber],
    ['titel', noticeTitle(notice)],
    ['schlagwort', notice.keyword],
    ['datum', notice.letterDate],
    ['quelle', origin + noticePath(notice)],
  ];
  return `aktenpult://ablegen?${fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}
