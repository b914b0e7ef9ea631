import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sampleCases } from './model/sample-cases.ts';

const program = join(import.meta.dirname, 'start.ts');

type Ended = { code: number | null; output: string; errors: string };

/** Runs the program to its end; `onLine` is called with the first line it prints. */
function run(args: string[], onLine?: (line: string, stop: () => void) => Promise<void>): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.on('data', (part: Buffer) => {
      const first = !output.includes('\n');
      output += part.toString();
      if (first && output.includes('\n') && onLine)
        onLine(output.split('\n')[0] ?? '', () => child.kill('SIGTERM')).catch(reject);
    });
    child.stderr.on('data', (part: Buffer) => {
      errors += part.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output, errors }));
  });
}

test('starts on a free port with its own cases, says so in one line, and ends cleanly', async () => {
  const ended = await run(['--port', '0'], async (line, stop) => {
    const address = /^Fachverfahren bereit: (http:\/\/127\.0\.0\.1:\d+\/)$/.exec(line)?.[1] ?? '';
    expect(await (await fetch(address)).text()).toContain('20 Fälle');
    stop();
  });
  expect(ended).toMatchObject({ code: 0, errors: '' });
});

test('shows the cases of a data file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fachverfahren-'));
  const path = join(folder, 'faelle.json');
  const input = sampleCases('2026-11-22');
  writeFileSync(path, JSON.stringify({ ...input, cases: input.cases.slice(0, 3) }));
  const ended = await run(['--data', path], async (line, stop) => {
    expect(await (await fetch(line.replace('Fachverfahren bereit: ', ''))).text()).toContain('3 Fälle');
    stop();
  });
  rmSync(folder, { recursive: true });
  expect(ended.code).toBe(0);
});

test.each([
  [['--farbe', 'blau'], 'Die Angaben beim Aufruf sind nicht bekannt.'],
  [['--port', 'achtzig'], '„achtzig“ ist kein Port'],
  [['--desk', 'pult'], 'ist keine Adresse in der Form'],
  [['--data', '/gibt/es/nicht.json'], 'Die Datendatei /gibt/es/nicht.json gibt es nicht.'],
  [['--print', '/gibt/es/nicht'], 'Den Druckordner /gibt/es/nicht gibt es nicht.'],
])('says in one sentence what is wrong with %j', async (args, words) => {
  const ended = await run(args);
  expect(ended.code).toBe(1);
  expect(ended.output).toBe('');
  expect(ended.errors).toContain(words);
  expect(ended.errors.trim().split('\n')).toHaveLength(1);
});

test('says when the port is taken', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const ended = await run(['--port', String(port)]);
  await new Promise((resolve) => taken.close(resolve));
  expect(ended).toMatchObject({ code: 1, output: '' });
  expect(ended.errors).toContain('Der Port ist bereits belegt.');
});

test('explains itself', async () => {
  const ended = await run(['--help']);
  expect(ended).toMatchObject({ code: 0, errors: '' });
  for (const option of ['--port', '--data', '--desk', '--print']) expect(ended.output).toContain(option);
});
