import { extname, isAbsolute, join, relative, resolve } from 'node:path';

// What both hosts serve the page with: kinds of files, rules of the page, no way out of its folder.

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.ttf': 'font/ttf',
  '.pfb': 'application/octet-stream',
  '.bcmap': 'application/octet-stream',
  '.icc': 'application/octet-stream',
};

/** The rules the page runs under; the same in both hosts. Inline styles are Mantine's; scripts and data come from the desk alone. */
export function contentSecurityPolicy(frameOrigin: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self' data: blob:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    `frame-src 'self' ${frameOrigin ?? ''}`.trim(),
    "form-action 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers of a file of the page; `path` is the file on disk. Names in assets/ carry a hash and may be kept for ever. */
export function pageHeaders(path: string, policy: string): Record<string, string> {
  return {
    'content-type': mediaTypes[extname(path)] ?? 'application/octet-stream',
    'cache-control': /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(self), microphone=(), geolocation=(), window-management=(self)',
  };
}

/** The file that an address means; null when it leads out of the folder. */
export function resolvePath(folder: string, address: string): string | null {
  let name: string;
  try {
    name = decodeURIComponent(new URL(address, 'http://desk').pathname);
  } catch {
    return null;
  }
  const path = resolve(join(folder, name === '/' ? 'index.html' : name));
  const inside = relative(resolve(folder), path);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) || name.includes('\0') ? null : path;
}
