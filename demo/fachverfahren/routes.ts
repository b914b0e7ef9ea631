import type { CaseFilter } from './model/case-book.ts';
import { stateLabels } from './model/cases.ts';
import type { BenefitCase } from './model/cases.ts';
import { formatEuro, sum } from './model/money.ts';
import { addMonths, formatMonth, isMonth, monthOf } from './model/months.ts';
import type { Day, Month } from './model/months.ts';
import { paymentsOf, paymentsOfMonth } from './model/payments.ts';
import { createNotice, noticeForm, noticePdf, noticeReady, printNotice, recordFiled } from './notice-routes.ts';
import { answerCase, frameOf, missing } from './page-answers.ts';
import type { RouteContext } from './page-answers.ts';
import { answerPage } from './respond.ts';
import type { Answer } from './respond.ts';
import { caseListView } from './views/case-list-view.ts';
import { calculationView, householdView, monthOptions, paymentsTable } from './views/case-views.ts';
import type { NamedPayment } from './views/case-views.ts';
import { couplingView } from './views/coupling-view.ts';
import { html } from './views/html.ts';
import type { Markup } from './views/html.ts';
import { page } from './views/layout.ts';
import type { MenuEntry } from './views/layout.ts';

/** The answer to a request for a page or a PDF. */
export async function route(context: RouteContext): Promise<Answer> {
  const parts = context.address.pathname.split('/').slice(1).map(decodePart);
  if (parts.includes(undefined))
    return missing(context, 400, 'Anfrage nicht verständlich', 'Die Adresse ist nicht richtig geschrieben.');
  const [area = '', first = '', second = '', third = '', ...rest] = parts as string[];
  const posted = context.request.method === 'POST';
  if (rest.length > 0) return unknownPage(context);
  if (area === 'fall' && first) return caseRoute(context, first, second, third);
  if (area === 'bescheide' && first && !third) {
    if (posted && second === 'abgelegt') return recordFiled(context, first);
    if (posted && second === 'gedruckt') return printNotice(context, first);
    if (!posted && !second) return noticePdf(context, first);
  }
  if (posted || first) return unknownPage(context);
  if (area === '') return withMenu(context, 'Fallübersicht', 'faelle', caseList(context));
  if (area === 'zahlungen') return withMenu(context, 'Zahlungsliste', 'zahlungen', paymentList(context));
  if (area === 'kopplung') return withMenu(context, 'Kopplung mit der E-Akte', 'kopplung', couplingView());
  return unknownPage(context);
}

function unknownPage(context: RouteContext): Answer {
  return missing(context, 404, 'Seite nicht gefunden', 'Unter dieser Adresse gibt es im Fachverfahren keine Seite.');
}

function decodePart(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

async function caseRoute(context: RouteContext, number: string, tab: string, id: string): Promise<Answer> {
  const benefitCase = context.book.find(number);
  if (!benefitCase) {
    const text = `Zu der Nummer „${number.slice(0, 40)}“ gibt es im Fachverfahren keinen Fall. Bitte prüfen Sie die BG-Nummer.`;
    return missing(context, 404, 'Fall nicht gefunden', text);
  }
  if (tab === 'bescheid') {
    if (context.request.method === 'POST') return id ? unknownPage(context) : createNotice(context, benefitCase);
    return id ? noticeReady(context, benefitCase, id) : noticeForm(context, benefitCase);
  }
  if (id || context.request.method === 'POST') return unknownPage(context);
  if (tab === '') return answerCase(context, benefitCase, 'haushalt', householdView(benefitCase, context.now));
  if (tab === 'berechnung') {
    const month = chosenMonth(context, defaultMonth(benefitCase, context.now));
    return answerCase(context, benefitCase, 'berechnung', calculationView(benefitCase, month));
  }
  if (tab === 'zahlungen') {
    const list = paymentsTable(paymentsOf(benefitCase, context.now), 'Zahlungen des Falls');
    return answerCase(context, benefitCase, 'zahlungen', html`<h2>Zahlungen</h2>${list}`);
  }
  return unknownPage(context);
}

function defaultMonth(benefitCase: BenefitCase, now: Day): Month {
  const from = monthOf(benefitCase.approvedFrom);
  const until = monthOf(benefitCase.approvedUntil);
  const month = monthOf(now);
  if (month < from) return from;
  return month > until ? until : month;
}

function chosenMonth(context: RouteContext, fallback: Month): Month {
  const month = context.address.searchParams.get('monat') ?? '';
  return isMonth(month) ? month : fallback;
}

function withMenu(context: RouteContext, title: string, menu: MenuEntry, content: Markup): Answer {
  return answerPage(page({ ...frameOf(context), title, menu, content }));
}

function caseList(context: RouteContext): Markup {
  const fields = context.address.searchParams;
  const state = fields.get('stand') ?? '';
  const sort = fields.get('ordnung');
  const filter: CaseFilter = {
    name: fields.get('name') ?? '',
    number: fields.get('nummer') ?? '',
    state: Object.hasOwn(stateLabels, state) ? (state as CaseFilter['state']) : '',
    sort: sort === 'number' || sort === 'until' ? sort : 'name',
  };
  const pageNumber = Number.parseInt(fields.get('seite') ?? '1', 10) || 1;
  return caseListView({
    filter,
    found: context.book.filter(filter),
    count: context.book.all.length,
    pageNumber,
    now: context.now,
  });
}

/** Rows shown of the payment list; the sum always counts all. */
const shownPayments = 200;

function paymentList(context: RouteContext): Markup {
  const month = chosenMonth(context, addMonths(monthOf(context.now), 1));
  const payments = context.book.all.flatMap((benefitCase): NamedPayment[] => {
    const approved = monthOf(benefitCase.approvedFrom) <= month && month <= monthOf(benefitCase.approvedUntil);
    if (!approved || benefitCase.state === 'applied') return [];
    return paymentsOfMonth(benefitCase, month, context.now).map((payment) => ({ ...payment, benefitCase }));
  });
  const total = formatEuro(sum(payments.map((payment) => payment.amount)));
  const current = monthOf(context.now);
  return html`<h1 class="seitentitel">Zahlungsliste ${formatMonth(month)}</h1>
<form class="filter" method="get" action="/zahlungen"><div class="feld"><label for="monat">Monat</label><select id="monat" name="monat">${monthOptions(addMonths(current, -12), addMonths(current, 3), month)}</select></div>
<div class="knopfleiste"><button class="knopf" type="submit">Anzeigen</button></div></form>
<p class="trefferzahl">${payments.length} Zahlungen, zusammen ${total}${payments.length > shownPayments && `; angezeigt werden die ersten ${shownPayments}`}</p>
${paymentsTable(payments.slice(0, shownPayments), 'Zahlungen des Monats')}`;
}
