import { calculateMonth } from '../model/calculation.ts';
import type { CaseFilter } from '../model/case-book.ts';
import { stateLabels } from '../model/cases.ts';
import type { BenefitCase } from '../model/cases.ts';
import { formatAmount } from '../model/money.ts';
import { formatDay, formatMonth, monthOf } from '../model/months.ts';
import type { Day } from '../model/months.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import { stateMark } from './layout.ts';
import { casePath } from './links.ts';

const pageSize = 50;

type ListParts = { filter: CaseFilter; found: readonly BenefitCase[]; count: number; pageNumber: number; now: Day };

/** The case list with its filter; 50 cases a page. */
export function caseListView({ filter, found, count, pageNumber, now }: ListParts): Markup {
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const current = Math.min(Math.max(1, pageNumber), pages);
  const shown = found.slice((current - 1) * pageSize, current * pageSize);
  return html`<h1 class="seitentitel">Fallübersicht</h1>
${filterForm(filter)}
<p class="trefferzahl" role="status">${found.length === count ? `${count} Fälle` : `${found.length} von ${count} Fällen`}${pages > 1 && `, Seite ${current} von ${pages}`}</p>
${shown.length === 0 ? html`<p class="leer">Kein Fall passt zu diesen Angaben. Bitte prüfen Sie Name und Nummer oder <a href="/">zeigen Sie alle Fälle</a>.</p>` : table(shown, filter, now)}
${pages > 1 && pager(filter, current, pages)}`;
}

function filterForm(filter: CaseFilter): Markup {
  return html`<form class="filter" method="get" action="/" role="search" aria-label="Fälle suchen">
<div class="feld"><label for="name">Name</label><input id="name" name="name" value="${filter.name}" autocomplete="off"></div>
<div class="feld"><label for="nummer">BG- oder Kundennummer</label><input id="nummer" name="nummer" value="${filter.number}" autocomplete="off"></div>
<div class="feld"><label for="stand">Stand</label><select id="stand" name="stand"><option value="">alle</option>
${Object.entries(stateLabels).map(
  ([state, label]) => html`<option value="${state}"${state === filter.state && html` selected`}>${label}</option>`,
)}</select></div>
${filter.sort !== 'name' && html`<input type="hidden" name="ordnung" value="${filter.sort}">`}
<div class="knopfleiste"><button class="knopf haupt" type="submit">Suchen</button><a class="knopf" href="/">Zurücksetzen</a></div>
</form>`;
}

function table(cases: readonly BenefitCase[], filter: CaseFilter, now: Day): Markup {
  const month = monthOf(now);
  return html`<div class="rollbar" tabindex="0" role="region" aria-label="Liste der Fälle"><table class="liste">
<caption class="nurvorlesen">Fälle mit Anspruch im ${formatMonth(month)}</caption>
<thead><tr>${head('Bedarfsgemeinschaft', 'name', filter)}${head('BG-Nummer', 'number', filter)}<th scope="col" class="zahl">Personen</th><th scope="col">Ort</th><th scope="col">Zuständig</th>${head('Bewilligt bis', 'until', filter)}<th scope="col">Stand</th><th scope="col" class="zahl">${formatMonth(month)} €</th></tr></thead>
<tbody>
${cases.map(
  (benefitCase) => html`<tr>
<th scope="row"><a href="${casePath(benefitCase)}">${benefitCase.household.name}</a></th>
<td class="nummer">${benefitCase.bgNumber}</td>
<td class="zahl">${benefitCase.household.persons.length}</td>
<td>${benefitCase.household.address.city}</td>
<td>${benefitCase.worker.name}</td>
<td>${formatDay(benefitCase.approvedUntil)}</td>
<td>${stateMark(benefitCase.state)}</td>
<td class="zahl">${amountOf(benefitCase, month)}</td>
</tr>`,
)}
</tbody></table></div>`;
}

function amountOf(benefitCase: BenefitCase, month: string): string {
  const approved = monthOf(benefitCase.approvedFrom) <= month && month <= monthOf(benefitCase.approvedUntil);
  return approved && benefitCase.state === 'running'
    ? formatAmount(calculateMonth(benefitCase, month).totals.payment)
    : '–';
}

function head(label: string, sort: CaseFilter['sort'], filter: CaseFilter): Markup {
  const active = filter.sort === sort;
  return html`<th scope="col"${active && html` aria-sort="ascending"`}><a href="${listPath({ ...filter, sort }, 1)}">${label}${active && html`<span aria-hidden="true"> ▴</span>`}</a></th>`;
}

function pager(filter: CaseFilter, current: number, pages: number): Markup {
  return html`<nav class="blaettern" aria-label="Seiten der Liste">
${current > 1 && html`<a class="knopf" rel="prev" href="${listPath(filter, current - 1)}">Vorige Seite</a>`}
${current < pages && html`<a class="knopf" rel="next" href="${listPath(filter, current + 1)}">Nächste Seite</a>`}
</nav>`;
}

function listPath(filter: CaseFilter, pageNumber: number): string {
  const fields = new URLSearchParams();
  if (filter.name) fields.set('name', filter.name);
  if (filter.number) fields.set('nummer', filter.number);
  if (filter.state) fields.set('stand', filter.state);
  if (filter.sort !== 'name') fields.set('ordnung', filter.sort);
  if (pageNumber > 1) fields.set('seite', String(pageNumber));
  const query = fields.toString();
  return query ? `/?${query}` : '/';
}
