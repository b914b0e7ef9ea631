import { request } from 'node:http';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calculateMonth } from './model/calculation.ts';
import { parseCaseFile } from './model/cases.ts';
import { formatAmount } from './model/money.ts';
import { sampleCases } from './model/sample-cases.ts';
import { startFachverfahren } from './server.ts';
import type { RunningFachverfahren } from './server.ts';

const now = '2026-11-22';
const data = parseCaseFile(sampleCases(now), 'test');
const bgNumber = '31402BG0001274';
let running: RunningFachverfahren;
let origin = '';

beforeAll(async () => {
  running = await startFachverfahren({ data, port: 0, clock: () => now });
  origin = `http://127.0.0.1:${running.port}`;
});

afterAll(() => running.close());

async function get(path: string): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(origin + path);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

function post(path: string, fields: Record<string, string>, from = origin): Promise<Response> {
  return fetch(origin + path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { Origin: from },
    redirect: 'manual',
  });
}

describe('pages', () => {
  test('the list shows every case with its stable address', async () => {
    const { status, text } = await get('/');
    expect(status).toBe(200);
    for (const benefitCase of data.cases) expect(text).toContain(`href="/fall/${benefitCase.fileNumber}"`);
  });

  test('the list can be filtered and says when nothing fits', async () => {
    expect((await get('/?name=carstensen')).text).toContain('1 von 20 Fällen');
    expect((await get('/?name=gibtesnicht')).text).toContain('Kein Fall passt zu diesen Angaben.');
  });

  test.each([bgNumber, '31402%20bg%200001274', '31402%2F%2F0001274'])(
    'a case is found by its number written as %s',
    async (number) => {
      const { status, text } = await get(`/fall/${number}`);
      expect(status).toBe(200);
      expect(text).toContain(`data-akte="${bgNumber}"`);
      expect(text).toContain(`href="aktenpult://akte/${bgNumber}"`);
    },
  );

  test('a doubled slash before the address does no harm', async () => {
    expect((await get(`//fall/${bgNumber}`)).text).toContain(`data-akte="${bgNumber}"`);
    expect((await get('//?name=carstensen')).text).toContain('1 von 20 Fällen');
  });

  test('the calculation shows the sum that the rules give', async () => {
    const { text } = await get(`/fall/${bgNumber}/berechnung?monat=2026-11`);
    const benefitCase = data.cases.find((candidate) => candidate.bgNumber === bgNumber);
    const total = benefitCase ? calculateMonth(benefitCase, '2026-11').totals.payment : 0;
    expect(total).toBeGreaterThan(0);
    expect(text).toContain(`>${formatAmount(total)}</td></tr>`);
  });

  test.each([
    ['/fall/31402BG9999999', 404, 'Zu der Nummer „31402BG9999999“ gibt es im Fachverfahren keinen Fall.'],
    [`/fall/${bgNumber}/unbekannt`, 404, 'keine Seite'],
    ['/bescheide/00000000-0000-0000-0000-000000000000.pdf', 404, 'Diesen Bescheid gibt es nicht'],
    ['/pages/../start.ts', 404, 'keine Seite'],
    ['/fall/%E0%A4%A', 400, 'nicht richtig geschrieben'],
  ])('%s answers %i in words', async (path, expected, words) => {
    const { status, text } = await get(path);
    expect(status).toBe(expected);
    expect(text).toContain(words);
    expect(text).toContain('Zur Fallübersicht');
  });

  test('what comes from an address or the data is shown as text, never as markup', async () => {
    const { text } = await get('/fall/%3Cscript%3Ealert(1)%3C%2Fscript%3E');
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toContain('<script>alert');
    expect((await get('/?name=%22%3E%3Cimg%20src%3Dx%3E')).text).not.toContain('<img');
  });
});

describe('protection', () => {
  test.each(['/', `/fall/${bgNumber}`, '/pages/kopplung.js', '/gibtesnicht'])(
    '%s comes with a strict policy that only local desks may frame',
    async (path) => {
      const { headers } = await get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).toMatch(/frame-ancestors http:\/\/127\.0\.0\.1:\* http:\/\/localhost:\*$/);
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  test('no page has script or style inside', async () => {
    for (const path of ['/', `/fall/${bgNumber}`, `/fall/${bgNumber}/bescheid?vorschau=1`, '/zahlungen', '/kopplung']) {
      expect((await get(path)).text).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
    }
  });

  test('given desks replace the general permission', async () => {
    const strict = await startFachverfahren({ data, port: 0, desks: ['https://pult.example'] });
    const response = await fetch(strict.address);
    expect(response.headers.get('content-security-policy')).toMatch(/frame-ancestors https:\/\/pult\.example$/);
    expect(await response.text()).toContain('<meta name="pulte" content="https://pult.example">');
    await strict.close();
  });

  test('a form of another origin, or of none, changes nothing', async () => {
    const path = `/fall/${bgNumber}/bescheid`;
    expect((await post(path, { art: 'bewilligung' }, 'http://127.0.0.1:1')).status).toBe(403);
    expect((await fetch(origin + path, { method: 'POST', body: new URLSearchParams() })).status).toBe(403);
    expect((await get(path)).text).not.toContain('Heute erstellte Bescheide');
  });

  test('a foreign host name gets no page', async () => {
    const status = await new Promise((resolve, reject) => {
      const sent = request(
        { port: running.port, host: '127.0.0.1', headers: { Host: 'boese.example' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      sent.on('error', reject).end();
    });
    expect(status).toBe(421);
  });
});

describe('a notice', () => {
  test('goes from the form to a PDF that is offered to the file', async () => {
    const period = { art: 'bewilligung', von: '2026-11', bis: '2027-01' };
    const created = await post(`/fall/${bgNumber}/bescheid`, period);
    expect(created.status).toBe(303);
    const ready = await get(created.headers.get('location') ?? '');
    expect(ready.text).toContain('Noch nicht in der E-Akte abgelegt.');
    const pdfPath = /data-bescheid="(\/bescheide\/[0-9a-f-]{36}\.pdf)"/.exec(ready.text)?.[1] ?? '';
    const link = new URL((/href="(aktenpult:\/\/ablegen[^"]+)"/.exec(ready.text)?.[1] ?? '').replaceAll('&amp;', '&'));
    expect(Object.fromEntries(link.searchParams)).toEqual({
      akte: bgNumber,
      titel: 'Bewilligungsbescheid vom 22.11.2026',
      schlagwort: 'Bewilligungsbescheid',
      datum: now,
      quelle: origin + pdfPath,
    });
    const response = await fetch(origin + pdfPath);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    const task = getDocument({ data: new Uint8Array(await response.arrayBuffer()), verbosity: 0 });
    const content = await (await (await task.promise).getPage(1)).getTextContent();
    const text = content.items.map((item) => ('str' in item ? item.str : '')).join(' ');
    const benefitCase = data.cases.find((candidate) => candidate.bgNumber === bgNumber);
    const monthly = benefitCase ? calculateMonth(benefitCase, '2026-11').totals.payment : 0;
    expect(text).toContain(formatAmount(monthly * 3));
    await task.destroy();
    expect((await post(pdfPath.replace('.pdf', '/abgelegt'), {})).status).toBe(204);
    expect((await get(created.headers.get('location') ?? '')).text).toContain('In der E-Akte abgelegt.');
  });

  test('comes back with the reason when the entries do not fit', async () => {
    const answer = await post(`/fall/${bgNumber}/bescheid`, {
      art: 'aenderung',
      von: '2027-02',
      bis: '2027-01',
      begruendung: 'Miete gestiegen',
    });
    const text = await answer.text();
    expect(answer.status).toBe(422);
    expect(text).toContain('Das Ende des Zeitraums liegt vor seinem Beginn.');
    expect(text).toContain('Miete gestiegen');
  });

  test('is not granted where nothing is due', async () => {
    const rich = structuredClone(data);
    const [benefitCase] = rich.cases;
    benefitCase?.income.push({
      customerNumber: benefitCase.household.persons[0]?.customerNumber ?? '',
      kind: 'pension',
      amount: 9000,
    });
    const other = await startFachverfahren({ data: rich, port: 0, clock: () => now });
    const address = `${other.address}fall/${benefitCase?.fileNumber}/bescheid`;
    const answer = await fetch(address, {
      method: 'POST',
      body: new URLSearchParams({ art: 'bewilligung' }),
      headers: { Origin: new URL(address).origin },
    });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('ergibt sich kein Anspruch');
    await other.close();
  });

  test('refuses a text nobody could print', async () => {
    const answer = await post(`/fall/${bgNumber}/bescheid`, { art: 'bewilligung', begruendung: 'x'.repeat(70_000) });
    expect(answer.status).toBe(413);
  });
});
