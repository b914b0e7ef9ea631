// Serves dist/renderer with the fake desk behind it: `node tests/support/fake-desk-server.ts [--port 4600] [--fachverfahren ORIGIN] [--auto-log-in petersen] [--pages DIR]`.
// GET /fake/offline and /fake/online switch the centre off and on; /fake/cut breaks all pipes.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { parseArgs } from 'node:util';
import { WebSocketServer } from 'ws';
import { deskApi, deskContractVersion } from '../../core/contract/desk.ts';
import { serve } from '../../core/rpc/serve.ts';
import { webSocketPort } from '../../core/rpc/web-socket-port.ts';
import { createFakeDesk } from './fake-desk.ts';
import { fill } from './fake-desk-fill.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4600' },
    fachverfahren: { type: 'string' },
    'auto-log-in': { type: 'string' },
    pages: { type: 'string', default: join(import.meta.dirname, '../../dist/renderer') },
  },
});
const { pages } = values;
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};
// As strict as the real host's.
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  `frame-src 'self' blob: ${values.fachverfahren ?? ''}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

await fill();
const desks = new Set<ReturnType<typeof serve>>();
const desk = createFakeDesk({
  emit: (group, name, payload) => {
    for (const served of desks) served.emit(group, name, payload);
  },
  fachverfahrenOrigin: values.fachverfahren ?? null,
  autoLogIn: values['auto-log-in'] ?? null,
});

const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  if (path.startsWith('/fake/')) {
    if (path === '/fake/cut') for (const served of desks) served.close();
    else desk.setOffline(path === '/fake/offline');
    response.end('ok');
    return;
  }
  const file = join(pages, normalize(path === '/' ? '/index.html' : path));
  if (!file.startsWith(pages) || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'Content-Type': types[extname(file)] ?? 'application/octet-stream',
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(readFileSync(file));
});
new WebSocketServer({ server, path: '/backend' }).on('connection', (socket) => {
  const served = serve(
    webSocketPort(socket as never, {
      encode: (text) => Buffer.from(text),
      decode: (bytes) => Buffer.from(bytes).toString(),
    }),
    {
      api: deskApi,
      contractVersion: deskContractVersion,
      handlers: desk.handlers,
      welcome: () => 'fake-session',
      onUnexpectedError: (error, call) => console.error(call, error),
    },
  );
  desks.add(served);
  socket.on('close', () => desks.delete(served));
});
server.listen(Number(values.port), '127.0.0.1', () => console.log(`http://127.0.0.1:${values.port}/`));
