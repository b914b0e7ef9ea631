import type { BenefitCase } from '../model/cases.ts';
import { stateLabels } from '../model/cases.ts';
import { formatDay } from '../model/months.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import { casePath, openFileLink } from './links.ts';
import type { CaseTab } from './links.ts';

export type MenuEntry = 'faelle' | 'zahlungen' | 'kopplung';

/** What is the same around every page. */
export type Frame = { officeName: string; desks: readonly string[] };

type PageParts = Frame & { title: string; menu?: MenuEntry; content: Markup; scripts?: readonly string[] };

const menuEntries: { entry: MenuEntry; href: string; label: string }[] = [
  { entry: 'faelle', href: '/', label: 'Fallübersicht' },
  { entry: 'zahlungen', href: '/zahlungen', label: 'Zahlungsliste' },
  { entry: 'kopplung', href: '/kopplung', label: 'Kopplung mit der E-Akte' },
];

const styleSheets = ['fachverfahren', 'formular', 'tabelle', 'brief'];

/** A whole page: head, menu bar, content, status line. Every page loads the coupling script. */
export function page(parts: PageParts): Markup {
  const scripts = ['kopplung.js', ...(parts.scripts ?? [])];
  return html`<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="pulte" content="${parts.desks.join(' ')}">
<title>${parts.title} – Muster-Fachverfahren</title>
<link rel="icon" href="/pages/zeichen.svg" type="image/svg+xml">
${styleSheets.map((name) => html`<link rel="stylesheet" href="/pages/${name}.css">`)}
${scripts.map((name) => html`<script type="module" src="/pages/${name}"></script>`)}
</head>
<body>
<a class="sprung" href="#inhalt">Zum Inhalt</a>
<header class="kopf">
<div class="kopfzeile"><span class="produkt">Muster-Fachverfahren</span><span class="mandant">SGB II · ${parts.officeName}</span></div>
<nav class="menue" aria-label="Hauptmenü"><ul>
${menuEntries.map(
  ({ entry, href, label }) =>
    html`<li><a href="${href}"${entry === parts.menu && html` aria-current="page"`}>${label}</a></li>`,
)}
</ul></nav>
</header>
<main id="inhalt" tabindex="-1">
${parts.content}
</main>
<footer class="status">
<span>Musterbestand: alle Personen sind erfunden.</span>
<span id="kopplungsstand" role="status">E-Akte: eigenes Fenster</span>
</footer>
</body>
</html>
`;
}

const tabs: { tab: CaseTab; label: string }[] = [
  { tab: 'haushalt', label: 'Haushalt und Personen' },
  { tab: 'berechnung', label: 'Berechnung' },
  { tab: 'zahlungen', label: 'Zahlungen' },
  { tab: 'bescheid', label: 'Bescheid erstellen' },
];

/** Head of a case (who, number, state, button to the file) with its tabs; `data-akte` tells the coupling script the case. */
export function casePage(benefitCase: BenefitCase, current: CaseTab, content: Markup): Markup {
  const { household, worker } = benefitCase;
  return html`<article data-akte="${benefitCase.fileNumber}">
<div class="fallkopf">
<div>
<h1>${household.name}</h1>
<dl class="kenndaten">
<div><dt>BG-Nummer</dt><dd>${benefitCase.bgNumber}</dd></div>
<div><dt>Stand</dt><dd>${stateMark(benefitCase.state)}</dd></div>
<div><dt>${benefitCase.state === 'applied' ? 'Beantragt für' : 'Bewilligt'}</dt><dd>${formatDay(benefitCase.approvedFrom)} bis ${formatDay(benefitCase.approvedUntil)}</dd></div>
<div><dt>Zuständig</dt><dd>${worker.name}${worker.team && `, ${worker.team}`}</dd></div>
</dl>
</div>
<p class="knopfleiste"><a class="knopf" data-akte-oeffnen href="${openFileLink(benefitCase)}">E-Akte öffnen</a></p>
</div>
<nav class="reiter" aria-label="Bereiche des Falls"><ul>
${tabs.map(
  ({ tab, label }) =>
    html`<li><a href="${casePath(benefitCase, tab)}"${tab === current && html` aria-current="page"`}>${label}</a></li>`,
)}
</ul></nav>
<div class="blatt">
${content}
</div>
</article>`;
}

/** State of a case as a small mark with its word. */
export function stateMark(state: BenefitCase['state']): Markup {
  return html`<span class="marke marke-${state}">${stateLabels[state]}</span>`;
}

/** A page that says what went wrong and where to go on. */
export function messagePage(frame: Frame, title: string, text: string): Markup {
  const content = html`<div class="blatt einzeln"><h1>${title}</h1><p>${text}</p><p><a href="/">Zur Fallübersicht</a></p></div>`;
  return page({ ...frame, title, content });
}
