import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { InlineConfig } from 'vite';

const inProject = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const node = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/** Packages with machine code or WebAssembly: they stay packages and are unpacked beside the archive (electron-builder.yml). */
export const unbundled = [
  'better-sqlite3-multiple-ciphers',
  '@node-rs/argon2',
  '@napi-rs/canvas',
  '@embedpdf/pdfium',
  'tesseract.js',
  '@tesseract.js-data/deu',
];

const shared = { configFile: false, root: inProject('.'), logLevel: 'warn', publicDir: false } as const;

/**
 * Bundles for Electron in a folder. Main and the preload script are CommonJS, since a sandboxed preload can be nothing else and main
 * loads `electron` by require; the backend is a module with its workers beside it.
 */
export const electronBuilds = (folder: string): InlineConfig[] => [
  commonJs(folder, 'main', 'main/electron/main.ts', 'node24'),
  commonJs(folder, 'desk-preload', 'preload/desk.ts', 'chrome140'),
  {
    ...shared,
    ssr: { noExternal: true, external: unbundled, target: 'node' },
    build: {
      ...output(folder, 'node24'),
      ssr: true,
      rolldownOptions: {
        input: {
          backend: inProject('main/electron/backend-entry.ts'),
          'inspection-worker': inProject('intake/content/worker.ts'),
          'page-worker': inProject('intake/pages/page-worker.ts'),
          'snapshot-worker': inProject('backend/sync/snapshot-worker.ts'),
          'damage-search-worker': inProject('db/damage-search-worker.ts'),
          'recognition-worker': inProject('intake/recognition/recognition-worker.ts'),
        },
        external: [...node, ...unbundled],
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'backend-[hash].mjs' },
      },
    },
  },
];

function commonJs(folder: string, name: string, entry: string, target: string): InlineConfig {
  return {
    ...shared,
    ssr: { noExternal: true, external: ['electron'], target: 'node' },
    build: {
      ...output(folder, target),
      ssr: true,
      rolldownOptions: {
        input: { [name]: inProject(entry) },
        external: ['electron', ...node],
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  };
}

function output(folder: string, target: string) {
  return { outDir: folder, emptyOutDir: false, target, minify: false, sourcemap: false } as const;
}
