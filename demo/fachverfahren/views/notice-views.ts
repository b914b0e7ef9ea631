import type { BenefitCase } from '../model/cases.ts';
import { addMonths, formatDay, monthOf } from '../model/months.ts';
import type { Notice, NoticeBlock } from '../notice/notice-content.ts';
import { noticeKinds, noticeReasons } from '../notice/notice-request.ts';
import type { NoticeKind, NoticeRequest } from '../notice/notice-request.ts';
import { noticeLifetimeHours } from '../notice/notice-store.ts';
import type { StoredNotice } from '../notice/notice-store.ts';
import { monthOptions } from './case-views.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import { casePath, fileNoticeLink, noticePath, noticeTitle, printPath } from './links.ts';

type FormParts = {
  benefitCase: BenefitCase;
  request: NoticeRequest;
  problems: readonly string[];
  preview: Notice | undefined;
  earlier: readonly StoredNotice[];
};

/** Tab "Bescheid erstellen": form, preview of the letter, notices made before. */
export function noticeFormView({ benefitCase, request, problems, preview, earlier }: FormParts): Markup {
  return html`<h2>Bescheid erstellen</h2>
${problems.length > 0 && html`<div class="fehler" role="alert">${problems.map((problem) => html`<p>${problem}</p>`)}</div>`}
${noticeForm(benefitCase, request)}
${preview && html`<div id="vorschau"><h2 id="vorschautitel">Vorschau</h2>${noticePreview(preview)}</div>`}
${earlier.length > 0 && html`<section aria-labelledby="frueher"><h2 id="frueher">Heute erstellte Bescheide</h2>${noticeList(benefitCase, earlier)}</section>`}`;
}

function noticeForm(benefitCase: BenefitCase, request: NoticeRequest): Markup {
  const path = casePath(benefitCase, 'bescheid');
  const from = addMonths(monthOf(benefitCase.approvedFrom), -12);
  const to = addMonths(monthOf(benefitCase.approvedUntil), 12);
  return html`<form class="bescheidform" id="bescheidform" method="get" action="${path}">
<fieldset class="wahl"><legend>Art des Bescheids</legend>
${Object.entries(noticeKinds).map(
  ([kind, { title }]) =>
    html`<label><input type="radio" name="art" value="${kind}"${kind === request.kind && html` checked`}> ${title}</label>`,
)}</fieldset>
<div class="filter">
<div class="feld"><label for="von">von</label><select id="von" name="von">${monthOptions(from, to, request.from)}</select></div>
<div class="feld"><label for="bis">bis</label><select id="bis" name="bis">${monthOptions(from, to, request.to)}</select></div>
<div class="feld" data-nicht-bewilligung><label for="bisher">Bisheriger Bescheid vom</label><input id="bisher" name="bisher" type="date" value="${request.previousNotice ?? benefitCase.lastNoticeDate ?? ''}"></div>
<div class="feld" data-nicht-bewilligung><label for="grund">Grund</label><select id="grund" name="grund">
${(['aenderung', 'aufhebung'] as NoticeKind[]).map(
  (kind) =>
    html`<optgroup label="${noticeKinds[kind].benefitText}">${Object.entries(noticeReasons)
      .filter(([, reason]) => reason.kind === kind)
      .map(
        ([key, reason]) =>
          html`<option value="${key}"${key === request.reason && html` selected`}>${reason.label}</option>`,
      )}</optgroup>`,
)}</select></div>
</div>
<div class="feld breit"><label for="begruendung">Ergänzende Begründung (erscheint im Bescheid)</label><textarea id="begruendung" name="begruendung" rows="3" maxlength="2000">${request.remark}</textarea></div>
<div class="knopfleiste"><button class="knopf" type="submit" name="vorschau" value="1">Vorschau</button><button class="knopf haupt" type="submit" formmethod="post">Bescheid erstellen</button></div>
</form>`;
}

/** The letter as it will be printed, from the same content as the PDF. */
function noticePreview(notice: Notice): Markup {
  return html`<div class="brief" tabindex="0" role="region" aria-labelledby="vorschautitel">
<p class="briefkopf">${notice.office.name}${notice.office.branch && html`<br>${notice.office.branch}`}</p>
<div class="briefanfang">
<address>${notice.recipient.map((text) => html`${text}<br>`)}</address>
<dl>${notice.info.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
</div>
<p class="betreff">${notice.subject}</p>
<p>${notice.salutation}</p>
${notice.blocks.map((block, index) => [
  block.kind === 'heading' && block.newPage ? signature(notice) : html``,
  previewBlock(block, index),
])}
</div>`;
}

function signature(notice: Notice): Markup {
  return html`<p>Mit freundlichen Grüßen</p><p>Im Auftrag</p><p>${notice.signature}</p>`;
}

function previewBlock(block: NoticeBlock, index: number): Markup {
  if (block.kind === 'heading') return html`<h3${block.newPage && html` class="anlage"`}>${block.text}</h3>`;
  if (block.kind === 'list') return html`<ul>${block.items.map((item) => html`<li>${item}</li>`)}</ul>`;
  if (block.kind === 'paragraph')
    return block.strong ? html`<p><strong>${block.text}</strong></p>` : html`<p>${block.text}</p>`;
  const cell = (text: string, place: number, tag: 'th' | 'td') => {
    const css = block.columns[place]?.align === 'right' ? 'zahl' : '';
    if (place === 0) return html`<th scope="row">${text}</th>`;
    return tag === 'th' ? html`<th scope="col" class="${css}">${text}</th>` : html`<td class="${css}">${text}</td>`;
  };
  return html`<table class="liste" id="brieftabelle${index}"><caption>${block.caption}</caption>
<thead><tr>${block.columns.map((column, place) => (place === 0 ? html`<th scope="col">${column.title}</th>` : cell(column.title, place, 'th')))}</tr></thead>
<tbody>${block.rows.map((row) => html`<tr${row.strong && html` class="summe"`}>${row.cells.map((text, place) => cell(text, place, 'td'))}</tr>`)}</tbody></table>`;
}

type Ready = { origin: string; canPrint: boolean; problem: string | null };

/** The page after a notice was made: look at it, save it, hand it to the file or print it there. */
export function noticeReadyView(notice: StoredNotice, { origin, canPrint, problem }: Ready): Markup {
  const pdf = noticePath(notice);
  return html`<h2>${noticeTitle(notice)}</h2>
${problem && html`<div class="fehler" role="alert"><p>${problem}</p></div>`}
<p>Der Bescheid ist als PDF fertig${!notice.printed && ' und kann in die E-Akte übergeben werden'}. Er bleibt hier ${noticeLifetimeHours} Stunden abrufbar.</p>
<dl class="angaben">
<div><dt>Datei</dt><dd><a href="${pdf}" target="_blank" rel="noopener">${notice.fileName}</a></dd></div>
<div><dt>Akte</dt><dd class="nummer">${notice.fileNumber}</dd></div>
<div><dt>Schlagwort</dt><dd>${notice.keyword}</dd></div>
<div><dt>Datum des Schreibens</dt><dd>${formatDay(notice.letterDate)}</dd></div>
</dl>
<div class="knopfleiste">
${!notice.printed && html`<a class="knopf haupt" href="${fileNoticeLink(notice, origin)}" data-bescheid="${pdf}" data-vorgang="${notice.id}" data-titel="${noticeTitle(notice)}" data-schlagwort="${notice.keyword}" data-briefdatum="${notice.letterDate}" data-datei="${notice.fileName}">An die E-Akte übergeben</a>`}
${canPrint && !notice.printed && !notice.filed && html`<form id="druck" method="post" action="${printPath(notice)}"><button class="knopf" type="submit">In die E-Akte drucken</button></form>`}
<a class="knopf" href="${pdf}" download="${notice.fileName}">PDF speichern</a>
</div>
<p id="ablagestand" class="ablagestand${(notice.filed || notice.printed) && ' abgelegt'}" role="status">${filingState(notice)}</p>`;
}

function noticeList(benefitCase: BenefitCase, notices: readonly StoredNotice[]): Markup {
  return html`<table class="liste">
<thead><tr><th scope="col">Bescheid</th><th scope="col">Erstellt</th><th scope="col">E-Akte</th></tr></thead>
<tbody>${notices.map(
    (notice) =>
      html`<tr><th scope="row"><a href="${casePath(benefitCase, 'bescheid')}/${notice.id}">${notice.title}</a></th><td>${timeOf(notice.createdAt)}</td><td>${stateOf(notice)}</td></tr>`,
  )}</tbody></table>`;
}

function filingState({ filed, printed }: StoredNotice): string {
  if (filed) return 'In der E-Akte abgelegt.';
  if (printed) return 'Gedruckt. Der Bescheid liegt im Druckordner; die E-Akte übernimmt ihn von selbst.';
  return 'Noch nicht in der E-Akte abgelegt.';
}

function stateOf({ filed, printed }: StoredNotice): string {
  if (filed) return 'abgelegt';
  return printed ? 'gedruckt' : 'noch nicht abgelegt';
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toLocaleTimeString('de-DE', { hour: '2-digit', minute: '2-digit' });
}
