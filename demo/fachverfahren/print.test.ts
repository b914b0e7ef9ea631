import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseCaseFile } from './model/cases.ts';
import { sampleCases } from './model/sample-cases.ts';
import { startFachverfahren } from './server.ts';

const now = '2026-11-22';
const data = parseCaseFile(sampleCases(now), 'test');
const fileNumber = data.cases[0]?.fileNumber ?? '';

/** A Fachverfahren that prints into a folder of its own, and a finished notice in it. */
async function withNotice(hasFolder = true) {
  const folder = await mkdtemp(join(tmpdir(), 'druck-'));
  const running = await startFachverfahren({
    ...{ data, port: 0, clock: () => now, printFolder: hasFolder ? folder : undefined },
  });
  onTestFinished(async () => {
    await running.close();
    await rm(folder, { recursive: true, force: true });
  });
  const { origin } = new URL(running.address);
  const post = (path: string, from = origin) =>
    fetch(origin + path, {
      method: 'POST',
      body: new URLSearchParams({ art: 'bewilligung', von: '2026-11', bis: '2027-01' }),
      headers: { Origin: from },
      redirect: 'manual',
    });
  const made = await post(`/fall/${fileNumber}/bescheid`);
  const page = made.headers.get('location') ?? '';
  const read = async () => (await fetch(origin + page)).text();
  const pdf = /href="(\/bescheide\/[0-9a-f-]{36}\.pdf)"/.exec(await read())?.[1] ?? '';
  return { folder, post, read, page, pdf, pdfBytes: async () => (await fetch(origin + pdf)).arrayBuffer() };
}

test('a notice is printed once as a whole PDF into the folder, however often the button is pressed', async () => {
  const { folder, post, read, page, pdf, pdfBytes } = await withNotice();
  const printPath = pdf.replace('.pdf', '/gedruckt');
  expect(await read()).toContain(`action="${printPath}"`);
  const answers = await Promise.all([post(printPath), post(printPath)]);
  expect(answers.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
    [303, page],
    [303, page],
  ]);
  await expect.poll(() => readdir(folder)).toEqual([expect.stringMatching(/^Bewilligungsbescheid_.*\.pdf$/)]);
  const [name = ''] = await readdir(folder);
  expect(await readFile(join(folder, name))).toEqual(Buffer.from(await pdfBytes()));
  const text = await read();
  expect(text).toContain('Gedruckt. Der Bescheid liegt im Druckordner');
  expect(text).not.toContain(printPath);
  expect(text).not.toContain('An die E-Akte übergeben'); // it would lie in the file twice
});

test('a folder that cannot be written is said, and the notice can be printed when it is back', async () => {
  const { folder, post, read, pdf } = await withNotice();
  const printPath = pdf.replace('.pdf', '/gedruckt');
  await rm(folder, { recursive: true });
  const failed = await post(printPath);
  expect(failed.status).toBe(503);
  expect(await failed.text()).toContain('Der Bescheid wurde nicht gedruckt');
  expect(await read()).toContain(printPath);
});

test('without a print folder nothing is offered, and nobody else prints', async () => {
  const without = await withNotice(false);
  expect(await without.read()).not.toContain('In die E-Akte drucken');
  expect((await without.post(without.pdf.replace('.pdf', '/gedruckt'))).status).toBe(404);
  const { folder, post, pdf } = await withNotice();
  expect((await post(pdf.replace('.pdf', '/gedruckt'), 'http://127.0.0.1:1')).status).toBe(403);
  expect(await readdir(folder)).toEqual([]);
});
