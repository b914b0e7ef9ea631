import type { IncomingMessage } from 'node:http';
import type { CaseBook } from './model/case-book.ts';
import type { BenefitCase } from './model/cases.ts';
import type { Day } from './model/months.ts';
import type { NoticeStore } from './notice/notice-store.ts';
import type { PrintFolder } from './notice/print-folder.ts';
import { answerPage } from './respond.ts';
import type { Answer } from './respond.ts';
import type { Markup } from './views/html.ts';
import { casePage, messagePage, page } from './views/layout.ts';
import type { CaseTab } from './views/links.ts';

/** What every route needs; `origin` is the address of this server as the browser wrote it. */
export type RouteContext = {
  book: CaseBook;
  notices: NoticeStore;
  /** Null where nothing is printed to. */
  printer: PrintFolder | null;
  now: Day;
  request: IncomingMessage;
  origin: string;
  address: URL;
  desks: readonly string[];
};

/** A page of a case with head and tabs; `X-Akte` names the case for the coupling script. */
export function answerCase(
  context: RouteContext,
  benefitCase: BenefitCase,
  tab: CaseTab,
  content: Markup,
  status = 200,
): Answer {
  const title = `${benefitCase.household.name} ${benefitCase.bgNumber}`;
  const scripts = tab === 'bescheid' ? ['bescheid.js'] : [];
  const markup = page({
    ...frameOf(context),
    title,
    menu: 'faelle',
    content: casePage(benefitCase, tab, content),
    scripts,
  });
  return answerPage(markup, status, { 'X-Akte': encodeURIComponent(benefitCase.fileNumber) });
}

/** A page that says what went wrong. */
export function missing(context: RouteContext, status: number, title: string, text: string): Answer {
  return answerPage(messagePage(frameOf(context), title, text), status);
}

/** What the frame around every page needs. */
export function frameOf(context: RouteContext): { officeName: string; desks: readonly string[] } {
  return { officeName: context.book.office.name, desks: context.desks };
}
