import type { MonthCalculation, PersonMonth } from '../model/calculation.ts';
import { calculateMonth } from '../model/calculation.ts';
import { incomeLabels, listName, relationLabels } from '../model/cases.ts';
import type { BenefitCase } from '../model/cases.ts';
import { centsFromEuro, formatAmount, formatEuro, sum } from '../model/money.ts';
import type { Cents } from '../model/money.ts';
import { addMonths, ageInMonth, formatDay, formatMonth, monthOf, monthsBetween } from '../model/months.ts';
import type { Day, Month } from '../model/months.ts';
import { paymentStateLabels } from '../model/payments.ts';
import type { Payment } from '../model/payments.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import { casePath } from './links.ts';

/** Tab "Haushalt und Personen": persons, flat, income. */
export function householdView(benefitCase: BenefitCase, now: Day): Markup {
  const { household } = benefitCase;
  const month = monthOf(now);
  return html`<h2>Personen</h2>
<div class="rollbar" tabindex="0" role="region" aria-label="Personen des Haushalts"><table class="liste">
<thead><tr><th scope="col">Name</th><th scope="col">Geburtsdatum</th><th scope="col" class="zahl">Alter</th><th scope="col">Kundennummer</th><th scope="col">Stellung</th></tr></thead>
<tbody>${household.persons.map(
    (person) =>
      html`<tr><th scope="row">${listName(person)}</th><td>${formatDay(person.birthDate)}</td><td class="zahl">${ageInMonth(person.birthDate, month)}</td><td class="nummer">${person.customerNumber}</td><td>${relationLabels[person.relation]}</td></tr>`,
  )}</tbody></table></div>
<div class="spalten">
<section aria-labelledby="wohnung"><h2 id="wohnung">Wohnung</h2>${housingFacts(benefitCase)}</section>
<section aria-labelledby="einkommen"><h2 id="einkommen">Einkommen</h2>${incomeFacts(benefitCase)}</section>
</div>`;
}

function housingFacts(benefitCase: BenefitCase): Markup {
  const { address } = benefitCase.household;
  const costs = [benefitCase.rent, benefitCase.operatingCosts, benefitCase.heating].map(centsFromEuro);
  const facts: [string, string][] = [
    ['Anschrift', `${address.street}, ${address.postalCode} ${address.city}`],
    ['Grundmiete', formatEuro(costs[0] ?? 0)],
    ['Nebenkosten', formatEuro(costs[1] ?? 0)],
    ['Heizkosten', formatEuro(costs[2] ?? 0)],
    ['Zusammen', formatEuro(sum(costs))],
    ['Warmwasser', benefitCase.hotWater === 'central' ? 'über die Heizung' : 'dezentral (Strom)'],
    ['Miete geht an', benefitCase.rentPaidTo === 'landlord' ? (benefitCase.landlord ?? 'Vermieter') : 'Haushalt'],
  ];
  return html`<dl class="angaben">${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function incomeFacts(benefitCase: BenefitCase): Markup {
  if (benefitCase.income.length === 0) return html`<p class="leer">Kein Einkommen erfasst.</p>`;
  const names = new Map(benefitCase.household.persons.map((person) => [person.customerNumber, person.firstName]));
  return html`<table class="liste">
<thead><tr><th scope="col">Person</th><th scope="col">Art</th><th scope="col" class="zahl">Brutto €</th><th scope="col" class="zahl">Netto €</th></tr></thead>
<tbody>${benefitCase.income.map(
    (income) =>
      html`<tr><th scope="row">${names.get(income.customerNumber)}</th><td>${incomeLabels[income.kind]}</td><td class="zahl">${income.gross === undefined ? '–' : formatAmount(centsFromEuro(income.gross))}</td><td class="zahl">${formatAmount(centsFromEuro(income.amount))}</td></tr>`,
  )}</tbody></table>`;
}

/** Tab "Berechnung": choice of month, then needs, income and entitlement per person with sums. */
export function calculationView(benefitCase: BenefitCase, month: Month): Markup {
  const calculation = calculateMonth(benefitCase, month);
  const from = monthOf(benefitCase.approvedFrom);
  const to = monthOf(benefitCase.approvedUntil);
  const path = casePath(benefitCase, 'berechnung');
  return html`<h2>Berechnung für ${formatMonth(month)} (${calculation.benefitName})</h2>
<form class="filter" method="get" action="${path}">
<div class="feld"><label for="monat">Monat</label><select id="monat" name="monat">
${monthOptions(from < month ? from : month, to > month ? to : month, month)}</select></div>
<div class="knopfleiste"><button class="knopf" type="submit">Anzeigen</button>
<a class="knopf" href="${path}?monat=${addMonths(month, -1)}">Voriger Monat</a><a class="knopf" href="${path}?monat=${addMonths(month, 1)}">Nächster Monat</a></div>
</form>
${(month < from || month > to) && html`<p class="hinweis">Der Monat liegt außerhalb des bewilligten Zeitraums. Angezeigt wird, was sich nach den erfassten Angaben ergäbe.</p>`}
${needsTable(calculation)}
${incomeTable(calculation)}
<p class="hinweis">Einkommen der Erwachsenen wird im Verhältnis des Bedarfs auf alle Personen verteilt (§ 9 Absatz 2 Satz 3 SGB II); es deckt zuerst den Lebensunterhalt, dann Unterkunft und Heizung (§ 19 Absatz 3 SGB II).</p>`;
}

/** Options of a month choice, `selected` chosen. */
export function monthOptions(from: Month, to: Month, selected: Month): Markup[] {
  return monthsBetween(from, to).map(
    (month) => html`<option value="${month}"${month === selected && html` selected`}>${formatMonth(month)}</option>`,
  );
}

type AmountRow = { label: string; of: (row: PersonMonth) => Cents; css?: string };

const amountRows: AmountRow[] = [
  { label: 'Regelbedarf', of: (row) => row.standardNeed },
  { label: 'Mehrbedarfe', of: (row) => sum(row.additionalNeeds.map((need) => need.amount)) },
  { label: 'Grundmiete (Kopfteil)', of: (row) => row.rent },
  { label: 'Nebenkosten (Kopfteil)', of: (row) => row.operatingCosts },
  { label: 'Heizkosten (Kopfteil)', of: (row) => row.heating },
  { label: 'Gesamtbedarf', of: (row) => row.need, css: 'summe' },
  { label: 'Eigenes Einkommen', of: (row) => -row.ownIncome },
  { label: 'Verteiltes Einkommen', of: (row) => -row.sharedIncome },
  { label: 'Anspruch', of: (row) => row.entitlement, css: 'summe' },
  { label: 'davon Lebensunterhalt', of: (row) => row.entitlementLiving, css: 'davon' },
  { label: 'davon Unterkunft und Heizung', of: (row) => row.entitlementHousing, css: 'davon' },
  { label: 'Sofortzuschlag', of: (row) => row.childSupplement },
  { label: 'Auszahlungsbetrag', of: (row) => row.payment, css: 'summe' },
];

function needsTable({ persons }: MonthCalculation): Markup {
  return html`<div class="rollbar" tabindex="0" role="region" aria-label="Bedarf und Anspruch"><table class="liste rechenbogen">
<caption>Bedarf und Anspruch je Person (Euro)</caption>
<thead><tr><th scope="col">Position</th>${persons.map((row) => html`<th scope="col" class="zahl">${row.person.firstName}<span class="stufe">${row.level ? `Stufe ${row.level}` : 'ohne Anspruch'}</span></th>`)}<th scope="col" class="zahl">Gesamt</th></tr></thead>
<tbody>${amountRows.map(
    ({ label, of, css }) =>
      html`<tr class="${css ?? ''}"><th scope="row">${label}</th>${persons.map((row) => html`<td class="zahl">${formatAmount(of(row))}</td>`)}<td class="zahl">${formatAmount(sum(persons.map(of)))}</td></tr>`,
  )}</tbody></table></div>
${additionalNeedsList(persons)}`;
}

function additionalNeedsList(persons: readonly PersonMonth[]): Markup | false {
  const lines = persons.flatMap((row) => row.additionalNeeds.map((need) => ({ name: row.person.firstName, ...need })));
  if (lines.length === 0) return false;
  return html`<p class="hinweis">Mehrbedarfe: ${lines.map((line) => `${line.name}: ${line.label} ${formatEuro(line.amount)}`).join('; ')}.</p>`;
}

function incomeTable({ persons, incomeLines }: MonthCalculation): Markup | false {
  if (incomeLines.length === 0) return html`<p class="leer">In diesem Monat ist kein Einkommen zu berücksichtigen.</p>`;
  const names = new Map(persons.map((row) => [row.person.customerNumber, row.person.firstName]));
  return html`<div class="rollbar" tabindex="0" role="region" aria-label="Einkommen"><table class="liste">
<caption>Einkommen (Euro)</caption>
<thead><tr><th scope="col">Person</th><th scope="col">Art</th><th scope="col" class="zahl">Einnahme</th><th scope="col" class="zahl">Absetzbetrag</th><th scope="col" class="zahl">anrechenbar</th></tr></thead>
<tbody>${incomeLines.map(
    (line) =>
      html`<tr><th scope="row">${names.get(line.customerNumber)}</th><td>${line.label}</td><td class="zahl">${formatAmount(line.amount)}</td><td class="zahl">${formatAmount(-line.deduction)}</td><td class="zahl">${formatAmount(line.counted)}</td></tr>`,
  )}
<tr class="summe"><th scope="row">Gesamt</th><td></td><td class="zahl">${formatAmount(sum(incomeLines.map((line) => line.amount)))}</td><td class="zahl">${formatAmount(-sum(incomeLines.map((line) => line.deduction)))}</td><td class="zahl">${formatAmount(sum(incomeLines.map((line) => line.counted)))}</td></tr></tbody></table></div>`;
}

export type NamedPayment = Payment & { benefitCase?: BenefitCase };

/** A list of payments with its sum; with the case in front where they come from several cases. */
export function paymentsTable(payments: readonly NamedPayment[], label: string): Markup {
  if (payments.length === 0) return html`<p class="leer">Keine Zahlungen in diesem Zeitraum.</p>`;
  const named = payments.some((payment) => payment.benefitCase);
  return html`<div class="rollbar" tabindex="0" role="region" aria-label="${label}"><table class="liste">
<thead><tr>${named && html`<th scope="col">Fall</th>`}<th scope="col">Monat</th><th scope="col">Zahltag</th><th scope="col">Empfänger</th><th scope="col">Zweck</th><th scope="col">Konto</th><th scope="col">Stand</th><th scope="col" class="zahl">Betrag €</th></tr></thead>
<tbody>${payments.map(
    (payment) =>
      html`<tr>${named && payment.benefitCase && html`<td class="nummer"><a href="${casePath(payment.benefitCase)}">${payment.benefitCase.bgNumber}</a></td>`}<td>${formatMonth(payment.month)}</td><td>${formatDay(payment.payDay)}</td><td>${payment.receiver}</td><td>${payment.purpose}</td><td class="nummer">${payment.account || '–'}</td><td><span class="marke marke-${payment.state}">${paymentStateLabels[payment.state]}</span></td><td class="zahl">${formatAmount(payment.amount)}</td></tr>`,
  )}
<tr class="summe"><th scope="row" colspan="${named ? 7 : 6}">Summe</th><td class="zahl">${formatAmount(sum(payments.map((payment) => payment.amount)))}</td></tr></tbody></table></div>`;
}
