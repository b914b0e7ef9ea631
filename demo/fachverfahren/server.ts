import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { extname, join } from 'node:path';
import { createCaseBook } from './model/case-book.ts';
import type { CaseFileData } from './model/cases.ts';
import { today } from './model/months.ts';
import type { Day } from './model/months.ts';
import { createNoticeStore } from './notice/notice-store.ts';
import { openPrintFolder } from './notice/print-folder.ts';
import { missing } from './page-answers.ts';
import type { RouteContext } from './page-answers.ts';
import { BodyTooLargeError, securityHeaders, send } from './respond.ts';
import type { Answer } from './respond.ts';
import { route } from './routes.ts';

export type FachverfahrenOptions = {
  data: CaseFileData;
  /** 0 takes a free port. */
  port: number;
  /** Origins of desks that may frame the pages and receive their messages; empty: any desk on this machine. */
  desks?: readonly string[];
  /** Folder that notices can be printed to. */
  printFolder?: string | undefined;
  /** The day of letters and payments; for tests. */
  clock?: () => Day;
};

export type RunningFachverfahren = { address: string; port: number; close: () => Promise<void> };

/** Starts the sample Fachverfahren on 127.0.0.1. Rejects with the error of `listen` (EADDRINUSE) when the port is taken. */
export async function startFachverfahren(options: FachverfahrenOptions): Promise<RunningFachverfahren> {
  const book = createCaseBook(options.data);
  const notices = createNoticeStore();
  const printer = options.printFolder === undefined ? null : openPrintFolder(options.printFolder);
  const desks = options.desks ?? [];
  const assets = readAssets();
  const common = securityHeaders(desks.length > 0 ? desks : ['http://127.0.0.1:*', 'http://localhost:*']);
  const clock = options.clock ?? today;
  const server = createServer((request, response) => {
    const host = request.headers.host ?? '';
    const origin = `http://${host}`;
    const context = {
      book,
      notices,
      printer,
      now: clock(),
      request,
      origin,
      address: addressOf(request, origin),
      desks,
    };
    handle(context, host, assets)
      .catch((error: unknown) => failed(context, error))
      .then((answer) => send(request, response, answer, common))
      .catch(() => response.destroy());
  });
  const port = await listen(server, options.port);
  return { address: `http://127.0.0.1:${port}/`, port, close: () => closeServer(server) };
}

async function handle(context: RouteContext, host: string, assets: Map<string, Answer>): Promise<Answer> {
  const { request, address } = context;
  // A foreign name that resolves to this machine must not read the cases (DNS rebinding).
  if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host)) {
    return missing(
      context,
      421,
      'Falsche Adresse',
      'Das Fachverfahren ist nur unter seiner eigenen Adresse erreichbar.',
    );
  }
  if (!['GET', 'HEAD', 'POST'].includes(request.method ?? '')) {
    return missing(context, 405, 'Nicht möglich', 'Diese Art von Anfrage gibt es hier nicht.');
  }
  // Pages of other origins may not write, also not by a form in the worker's browser.
  if (request.method === 'POST' && request.headers.origin !== context.origin) {
    return missing(context, 403, 'Nicht erlaubt', 'Die Anfrage kam nicht aus dem Fachverfahren.');
  }
  return assets.get(address.pathname) ?? route(context);
}

function failed(context: RouteContext, error: unknown): Answer {
  if (error instanceof BodyTooLargeError) {
    return missing(context, 413, 'Zu umfangreich', 'Die Angaben sind zu lang. Bitte kürzen Sie die Begründung.');
  }
  // Only the kind and place of an error are written, its message could hold personal data.
  const place = error instanceof Error ? (error.stack?.split('\n')[1]?.trim() ?? '') : '';
  process.stderr.write(`Fachverfahren: Fehler ${error instanceof Error ? error.name : 'unbekannt'} ${place}\n`);
  return missing(
    context,
    500,
    'Es ist ein Fehler aufgetreten',
    'Bitte laden Sie die Seite neu oder kehren Sie zur Fallübersicht zurück.',
  );
}

/** The requested address; "//fall/…", as it comes from a start address with a slash at its end, is "/fall/…". */
function addressOf(request: IncomingMessage, origin: string): URL {
  const path = (request.url ?? '/').replace(/^\/+/, '/');
  return URL.parse(path, URL.canParse(origin) ? origin : 'http://127.0.0.1') ?? new URL('http://127.0.0.1/');
}

const mediaTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The few files of `pages/`, read once; only these can be asked for. */
function readAssets(): Map<string, Answer> {
  const folder = join(import.meta.dirname, 'pages');
  const assets = new Map<string, Answer>();
  for (const name of readdirSync(folder)) {
    const type = mediaTypes[extname(name)];
    if (!type) continue;
    assets.set(`/pages/${name}`, {
      status: 200,
      headers: { 'Content-Type': type },
      body: readFileSync(join(folder, name)),
    });
  }
  return assets;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
