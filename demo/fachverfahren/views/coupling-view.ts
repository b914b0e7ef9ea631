import { html } from './html.ts';
import type { Markup } from './html.ts';

/** Page "Kopplung mit der E-Akte": what is exchanged, and the state as the page itself sees it. */
export function couplingView(): Markup {
  return html`<div class="blatt einzeln">
<h1>Kopplung mit der E-Akte</h1>
<p id="kopplungstext">Das Fachverfahren läuft in einem eigenen Fenster. „E-Akte öffnen“ ruft den Arbeitsplatz über eine Verknüpfung auf.</p>
<h2>Was zwischen Fachverfahren und E-Akte ausgetauscht wird</h2>
<table class="liste">
<thead><tr><th scope="col">Anlass</th><th scope="col">Was geschieht</th></tr></thead>
<tbody>
<tr><th scope="row">Sie öffnen hier einen Fall</th><td>Die E-Akte mit derselben Nummer wird geöffnet, wenn dort „Mitlaufen“ eingeschaltet ist.</td></tr>
<tr><th scope="row">Sie wählen in der E-Akte „Im Fachverfahren öffnen“</th><td>Der Fall wird hier angezeigt. Gibt es ihn nicht, bleibt die Anzeige unverändert.</td></tr>
<tr><th scope="row">Sie übergeben einen Bescheid</th><td>Das PDF wird mit Titel, Schlagwort und Datum abgelegt. Die Bestätigung erscheint hier.</td></tr>
</tbody></table>
<p>Ausgetauscht werden nur die BG-Nummer und von Ihnen übergebene Bescheide.</p>
</div>`;
}
