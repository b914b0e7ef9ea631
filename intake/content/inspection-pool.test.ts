import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { strToU8 } from 'fflate';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PageText } from './content-report.ts';
import { createInspectionPool } from './inspection-pool.ts';
import type { InspectionPool, InspectionPoolOptions } from './inspection-pool.ts';
import { docxOf, greyTags, paragraph, pdfOf, PNG, tiffOf } from './test-documents.ts';

const pools: InspectionPool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

function poolOf(options: InspectionPoolOptions = {}): InspectionPool {
  const pool = createInspectionPool(options);
  pools.push(pool);
  return pool;
}

// A worker that does what the bytes tell it, as a reader would that met a bug.
const MISBEHAVING = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from 'node:worker_threads';
    parentPort.on('message', ({ number, job, cancelled }) => {
      const order = Buffer.from(job.bytes).toString();
      if (order === 'hang') for (;;);
      if (order === 'wait') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500);
      if (order === 'wait for ever') return;
      if (order === 'exit') process.exit(3);
      if (order === 'throw') setImmediate(() => { throw new Error('reader failed'); });
      if (order === 'memory') { const all = []; for (;;) all.push(new Array(1e6).fill(all.length)); }
      if (order === 'buffers') { const all = []; for (;;) all.push(new Uint8Array(1e7).fill(1)); }
      if (order === 'pages') {
        for (let page = 1; page < 1e9 && Atomics.load(cancelled, 0) === 0; page++) parentPort.postMessage({ number, type: 'part', part: { number: page, text: 'x' } });
        parentPort.postMessage({ number, type: 'answer', answer: null });
      }
      if (order === 'half') {
        parentPort.postMessage({ number, type: 'part', part: { number: 1, text: 'x' } });
        process.exit(1);
      }
      if (order === 'fine' || order === 'wait') parentPort.postMessage({ number, type: 'answer', answer: { threadId, secrets: Object.keys(process.env) } });
    });
  `)}`,
);

describe('a worker that misbehaves', () => {
  it('is ended when it hangs, and the next file is inspected by a new one', async () => {
    const pool = poolOf({ workerUrl: MISBEHAVING, size: 1, timeLimit: 300 });
    const [hanging, next] = await Promise.all([
      pool.inspect(strToU8('hang'), 'a.txt'),
      pool.inspect(strToU8('fine'), 'b.txt'),
    ]);
    expect(hanging).toMatchObject({ kind: 'text', state: 'explained', explanation: { code: 'too-expensive' } });
    expect(hanging.explanation?.message).toContain('Sie bleibt unverändert erhalten und kann heruntergeladen werden.');
    expect(next).toHaveProperty('threadId');
  });

  it('is left to finish when it takes long without working, as on a busy machine', async () => {
    const pool = poolOf({ workerUrl: MISBEHAVING, size: 1, timeLimit: 300, waitLimit: 60_000 });
    expect(await pool.inspect(strToU8('wait'), 'a.txt')).toHaveProperty('threadId');
  });

  it('is ended when it does nothing for a very long time', async () => {
    const pool = poolOf({ workerUrl: MISBEHAVING, size: 1, timeLimit: 60_000, waitLimit: 300 });
    expect(await pool.inspect(strToU8('wait for ever'), 'a.txt')).toMatchObject({ state: 'explained' });
  });

  it.each([
    ['exit', 'unreadable'],
    ['throw', 'unreadable'],
    ['memory', 'too-expensive'],
    ['buffers', 'too-expensive'],
  ])('is replaced when it ends by %s', async (order, code) => {
    const pool = poolOf({ workerUrl: MISBEHAVING, size: 1 });
    expect(await pool.inspect(strToU8(order), 'a.txt')).toMatchObject({ state: 'explained', explanation: { code } });
    expect(await pool.inspect(strToU8('fine'), 'a.txt')).toHaveProperty('threadId');
  });

  it('sees nothing of the environment', async () => {
    const pool = poolOf({ workerUrl: MISBEHAVING });
    expect(await pool.inspect(strToU8('fine'), 'a.txt')).toMatchObject({ secrets: [] });
  });

  it('stops sending pages when nobody reads on', async () => {
    const pool = poolOf({ workerUrl: MISBEHAVING, size: 1 });
    const report = await pool.inspect(strToU8('fine'), 'a.txt');
    for await (const page of pool.pageTexts(strToU8('pages'), report)) if (page.number === 3) break;
    expect(await pool.inspect(strToU8('fine'), 'a.txt')).toHaveProperty('threadId');
  });

  it('lets the reader of pages know that reading broke off', async () => {
    const pool = poolOf({ workerUrl: MISBEHAVING, size: 1 });
    const report = await pool.inspect(strToU8('fine'), 'a.txt');
    const pages: PageText[] = [];
    const reading = async () => {
      for await (const page of pool.pageTexts(strToU8('half'), report)) pages.push(page);
    };
    await expect(reading()).rejects.toMatchObject({ explanation: { code: 'unreadable' } });
    expect(pages).toEqual([{ number: 1, text: 'x' }]);
  });

  it('is closed when idle, and started again when work comes', async () => {
    const pool = poolOf({ workerUrl: MISBEHAVING, size: 1, idleLimit: 0 });
    const threadOf = async () =>
      ((await pool.inspect(strToU8('fine'), 'a.txt')) as unknown as { threadId: number }).threadId;
    const first = await threadOf();
    await vi.waitFor(async () => expect(await threadOf()).not.toBe(first), 15_000);
  });
});

describe('the inspection pool', () => {
  it('inspects, reads texts and decodes in real workers started from source', async () => {
    const pool = poolOf();
    const pdf = await pdfOf(['Mietbescheinigung', 'zweite Seite']);
    const tiff = tiffOf([{ tags: greyTags(8, 8, 1), strip: new Uint8Array(64) }]);
    const mail = strToU8(
      'From: a@b.de\r\nSubject: x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n' +
        PNG.toString('base64'),
    );
    const [report, page, office, content, attachment] = await Promise.all([
      pool.inspect(pdf, 'a.pdf'),
      pool.tiffPage(tiff, 0),
      pool.officeHtml(docxOf(paragraph('Brief'))),
      pool.mailContent(mail),
      pool.mailAttachment(mail, 0),
    ]);
    expect(report).toMatchObject({ kind: 'pdf', pageCount: 2 });
    expect(page).toMatchObject({ width: 8, height: 8 });
    expect(office).toEqual({ html: '<p>Brief</p>', warnings: [] });
    expect(content).toMatchObject({ headers: { subject: 'x' }, attachments: [{ mediaType: 'image/png' }] });
    expect('bytes' in attachment && Buffer.from(attachment.bytes).equals(PNG)).toBe(true);
    const texts: PageText[] = [];
    for await (const text of pool.pageTexts(pdf, report)) texts.push(text);
    expect(texts).toEqual([
      { number: 1, text: 'Mietbescheinigung' },
      { number: 2, text: 'zweite Seite' },
    ]);
  });

  it('leaves the bytes it was given untouched and usable', async () => {
    const pdf = await pdfOf(['Text']);
    const before = Buffer.from(pdf).toString('base64');
    await poolOf().inspect(pdf, 'a.pdf');
    expect(Buffer.from(pdf).toString('base64')).toBe(before);
  });

  it('opens a PDF with its password and reads its text', async () => {
    const pool = poolOf();
    const pdf = await pdfOf(
      ['Vertraulich'],
      (document) => void document.encrypt({ userPassword: 'Schlüssel', ownerPassword: 'x' }),
    );
    expect(await pool.openWithPassword(pdf, 'falsch')).toBe('wrong password');
    const report = await pool.openWithPassword(pdf, 'Schlüssel');
    if (report === 'wrong password') throw new Error(report);
    expect(report).toMatchObject({ state: 'showable', encrypted: 'password' });
    for await (const page of pool.pageTexts(pdf, report, 'Schlüssel')) expect(page.text).toBe('Vertraulich');
  });

  it('explains instead of failing when asked for what is not there', async () => {
    const pool = poolOf();
    const text = strToU8('nur Text');
    expect(await pool.tiffPage(text, 0)).toMatchObject({ explanation: { code: 'damaged' } });
    expect(await pool.officeHtml(text)).toMatchObject({ explanation: { code: 'damaged' } });
    expect(await pool.mailAttachment(text, 3)).toMatchObject({ explanation: {} });
    expect(await pool.pdfAttachment(text, 0)).toMatchObject({ explanation: { code: 'damaged' } });
    expect(await pool.openWithPassword(text, 'x')).toMatchObject({
      state: 'explained',
      explanation: { code: 'damaged' },
    });
  });

  it('makes no request while reading documents that ask for it', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const pool = poolOf();
    const html = strToU8(
      `<html><body><img src="${origin}/a"><link rel="stylesheet" href="${origin}/b"><iframe src="${origin}/c"></iframe></body></html>`,
    );
    const mail = strToU8(
      `From: a@b.de\r\nContent-Type: message/external-body; access-type=URL; URL="${origin}/d"\r\n\r\nx`,
    );
    const reports = [
      await pool.inspect(html, 'a.html'),
      await pool.inspect(mail, 'a.eml'),
      await pool.mailContent(mail),
    ];
    expect(reports).toMatchObject([{ kind: 'html' }, { kind: 'mail' }, {}]);
    expect(requests).toBe(0);
    server.close();
  });

  it('rejects work after it was closed and ends what waits', async () => {
    const pool = createInspectionPool({ workerUrl: MISBEHAVING, size: 1 });
    const waiting = [pool.inspect(strToU8('hang'), 'a'), pool.inspect(strToU8('hang'), 'b')];
    const settled = Promise.allSettled(waiting);
    await pool.close();
    expect((await settled).map((result) => result.status)).toEqual(['rejected', 'rejected']);
    await expect(pool.inspect(strToU8('fine'), 'a')).rejects.toThrow('closed');
  });
});
