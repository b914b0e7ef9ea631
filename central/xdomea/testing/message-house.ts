import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { ImportLine } from '../../../core/contract/central.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { houseScopeId } from '../../../core/domain/standing-ids.ts';
import { newId } from '../../testing/desk.ts';
import { openOffice, type Office, password } from '../../testing/office.ts';
import { openSchemaCheck } from '../schema-check.ts';

const schemas = fileURLToPath(new URL('../../../../shared/samples/xdomea-xsd-3.0.0', import.meta.url));
const hasSchemas = existsSync(schemas);
if (!hasSchemas)
  console.log('SKIPPED: the schemas of xdomea (shared/samples) are not here; answers were not compared with them.');
const schemaCheck = hasSchemas ? openSchemaCheck(schemas) : null;

/** The small house with keywords and a Postkorb that is known by name. */
export async function openHouse(connectionString: string): Promise<Office & { keywordId: Id; send: Send }> {
  const office = await openOffice(connectionString);
  const [registerId, keywordId] = [newId(), newId()];
  const rules = {
    copyHint: null,
    isProtected: false,
    retentionYears: 10,
    courtDocumentClass: null,
    followUpDays: null,
  };
  const valid = { validFrom: '2020-01-01', validTo: null };
  const scopeId = houseScopeId;
  const lines: ImportLine[] = [
    {
      line: 'record',
      kind: 'register',
      id: registerId,
      scopeId,
      body: { number: 1, name: 'Bescheide', isProtected: false, ...valid },
    },
    {
      line: 'record',
      kind: 'keyword',
      id: keywordId,
      scopeId,
      body: { registerId, name: 'Bewilligungsbescheid', rules, ...valid },
    },
  ];
  for (const name of ['anna', 'bernd'] as const) {
    const inboxId = office.inboxes[name];
    const body = {
      familyName: name,
      givenName: 'Test',
      signature: name.slice(0, 2).toUpperCase(),
      role: 'worker',
      teamId: office.teamId,
      inboxId,
      isActive: true,
    };
    lines.push({ line: 'record', kind: 'worker', id: office.ids[name], scopeId, body });
    lines.push({
      line: 'record',
      kind: 'inbox',
      id: inboxId,
      scopeId,
      body: { kind: 'worker', ownerId: office.ids[name], name },
    });
  }
  await office.import(lines);
  await office.desk('post'); // makes the account
  return {
    ...office,
    keywordId,
    send: (body, more) => send(office.address, body, more),
    [Symbol.asyncDispose]: office[Symbol.asyncDispose],
  };
}

type Send = (
  body: Uint8Array | FormData,
  more?: { login?: string; type?: string },
) => Promise<{ status: number; xml: string; told: Told; type: string; messages: string[] }>;
type Told = {
  general: string;
  done: boolean[];
  made: string[];
  places: string[];
  codes: string[];
  sentences: string[];
};

/** The messages of an answer: its parts, or the one it is. */
export function messagesIn(type: string, body: string): string[] {
  const boundary = /^multipart\/mixed; boundary=(\S+)$/.exec(type)?.[1];
  if (boundary === undefined) return [body];
  const parts = body.split(`--${boundary}`);
  expect([parts[0], parts.at(-1)]).toEqual(['', '--\r\n']);
  return parts.slice(1, -1).map((part) => part.slice(part.indexOf('\r\n\r\n') + 4).trimEnd());
}

async function send(
  address: string,
  body: Uint8Array | FormData,
  { login = `post:${password}`, type = 'application/zip' } = {},
) {
  const headers = { authorization: `Basic ${btoa(unescape(encodeURIComponent(login)))}` };
  const typed = body instanceof FormData ? headers : { ...headers, 'content-type': type };
  const answer = await fetch(`${address}/v1/xdomea`, { method: 'POST', headers: typed, body: body as FormData });
  const got = answer.headers.get('content-type') ?? '';
  const messages = messagesIn(got, await answer.text());
  const xml = messages.at(-1) ?? '';
  for (const one of answer.status === 200 ? messages : []) {
    expect(schemaCheck?.problemsOf(new TextEncoder().encode(one)) ?? []).toEqual([]);
  }
  const all = (pattern: RegExp) => [...xml.matchAll(pattern)].map((match) => match[1] ?? '');
  const told: Told = {
    general: all(/AllgemeineRueckmeldung [^>]*><code>(\d+)</g)[0] ?? '',
    done: all(/Erfolgreich>(true|false)</g).map((text) => text === 'true'),
    made: all(/IDSGO>([^<]+)</g),
    places: all(/<xdomea:Wert>([^<]*)</g),
    codes: all(/SpezifischeFehlermeldung\d+ [^>]*><code>(\d+)</g),
    sentences: all(/SonstigeFehlermeldung>([^<]*)</g),
  };
  return { status: answer.status, xml, told, type: got, messages };
}
