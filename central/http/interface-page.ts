import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { jsonSchemaOf } from './open-api.ts';
import type { RouteFacts, RouteList } from './route.ts';

const style = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c2530; background: #fbfbf9; }
h1 { font-size: 1.6rem; } h2 { font: 600 1rem/1.5 ui-monospace, monospace; margin: 2rem 0 0; }
h2 span { display: inline-block; min-width: 4.5rem; color: #0b5b7f; }
p { margin: .25rem 0; } .who { color: #55606c; }
pre { background: #f0f1ee; padding: .75rem; overflow: auto; font-size: .8rem; }
@media (prefers-color-scheme: dark) {
  body { color: #e3e6e8; background: #16191c; } h2 span { color: #7cc4e4; } .who { color: #a3adb7; } pre { background: #20252a; }
}`;

/** For the page's content security policy. */
export const pageStyleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`;

const roleNames: Record<string, string> = {
  worker: 'Sachbearbeitung',
  teamLead: 'Teamleitung',
  scanStation: 'Scanstelle',
  administration: 'Verwaltung',
  audit: 'Prüfung',
};

function escapeHtml(text: string): string {
  const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? sign);
}

function whoMayCall({ access }: RouteFacts): string {
  if (access === 'public') return 'Ohne Anmeldung.';
  if (access === 'signedIn') return 'Mit Anmeldung; was zu sehen und zu ändern ist, richtet sich nach den Rechten.';
  if (access === 'machine') return 'Mit dem Zugangskennzeichen eines Maschinenkontos.';
  if (typeof access === 'string') return `Nur Maschinenkonten mit dem Recht „${access.slice('machine:'.length)}“.`;
  return `Nur ${access.map((role) => roleNames[role] ?? role).join(', ')}.`;
}

function schemaPart(title: string, schema: z.ZodType | undefined): string {
  if (!schema) return '';
  const text = escapeHtml(JSON.stringify(jsonSchemaOf(schema), null, 2));
  return `<details><summary>${title}</summary><pre>${text}</pre></details>`;
}

function routePart(route: RouteFacts): string {
  return `<section><h2><span>${route.method}</span>${escapeHtml(route.path)}</h2>
<p>${escapeHtml(route.summary)}</p><p class="who">${whoMayCall(route)}</p>
${schemaPart('Pfad', route.params)}${schemaPart('Angaben in der Adresse', route.query)}
${schemaPart('Anfrage', route.body)}${schemaPart('Antwort', route.answer)}</section>`;
}

/** The interface as a page that needs nothing else. */
export function interfacePage(routes: RouteList, version: string): string {
  return `<!doctype html>
<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Aktenpult: Schnittstelle der Zentrale</title><style>${style}</style></head><body>
<h1>Schnittstelle der Zentrale</h1>
<p>Aktenpult ${escapeHtml(version)}. Für Programme: <a href="/openapi.json">/openapi.json</a>.</p>
${routes.map(routePart).join('\n')}
</body></html>`;
}
