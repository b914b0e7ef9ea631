import { readFile } from 'node:fs/promises';
import { contentSecurityPolicy, pageHeaders, resolvePath } from '../shared/page-files.ts';
import { isDeskAddress } from './navigation-rules.ts';

/** Answers `app://desk/…` with the files of the page and nothing else, under the same policy as the browser host. */
export function deskPageAnswers(folder: string): (request: Request) => Promise<Response> {
  const policy = contentSecurityPolicy(null);
  return async (request) => {
    if (!isDeskAddress(request.url)) return new Response(null, { status: 404 });
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 });
    // The path alone: resolvePath reads it against an address of its own.
    const { pathname } = new URL(request.url);
    const path = resolvePath(folder, pathname === '' ? '/' : pathname);
    const bytes = path ? await readFile(path).catch(() => null) : null;
    if (!path || !bytes) return new Response(null, { status: 404 });
    const headers = { ...pageHeaders(path, policy), 'content-length': String(bytes.length) };
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(bytes), { headers });
  };
}
