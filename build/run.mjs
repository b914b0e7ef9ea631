// Starts a TypeScript entry with the project's own Node, whatever Node called npm (docs/adr/0003).
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { heapFlags } from './heap-flags.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(
    `Aktenpult braucht Node 22.12 oder neuer; gefunden wurde ${process.versions.node}. ` +
      'Bitte mit „npm ci“ installieren und über „npm start“ starten: dann bringt das Projekt sein eigenes Node 24 mit.',
  );
  process.exit(1);
}
const [entry, ...options] = process.argv.slice(2);
if (!entry) throw new Error('usage: node build/run.mjs ENTRY [OPTION …]');
// What was compiled once is not compiled again: the second start takes half the time. Inherited by everything started from here.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/aktenpult-code', import.meta.url));
// Opening a file must not wait until four others are flushed: flushes beside each other share turns of the disk.
process.env.UV_THREADPOOL_SIZE ??= '16';
const child = spawn(
  process.execPath,
  [...heapFlags, '--experimental-strip-types', '--disable-warning=ExperimentalWarning', entry, ...options],
  { stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
