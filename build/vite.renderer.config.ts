import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import presetMantine from 'postcss-preset-mantine';
import { defineConfig, type Plugin } from 'vite';

const inProject = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Character maps, standard fonts, colour profiles and decoders of pdf.js, which it reads beside the page. */
function pdfResources(): Plugin {
  let folder = '';
  return {
    name: 'pdf-resources',
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle() {
      for (const part of ['cmaps', 'standard_fonts', 'wasm', 'iccs']) {
        cpSync(inProject(`node_modules/pdfjs-dist/${part}`), join(folder, 'pdfjs', part), { recursive: true });
      }
    },
  };
}

// Builds the desk's page to dist/renderer: `vite build -c build/vite.renderer.config.ts`.
// Everything is local and no script is inline, so that the page runs under `script-src 'self'`.
export default defineConfig({
  root: inProject('renderer'),
  base: './',
  cacheDir: inProject('node_modules/.vite'),
  plugins: [react(), pdfResources()],
  css: { postcss: { plugins: [presetMantine()] } },
  build: {
    outDir: inProject('dist/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    modulePreload: { polyfill: false },
    // A data: address in a style sheet would need its own permission in the page's CSP.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    // zod would try out `new Function`, which the page's CSP forbids and reports; it must know before the first schema is made.
    rolldownOptions: {
      output: {
        banner: ({ moduleIds }) =>
          moduleIds.some((id) => id.includes('/node_modules/zod/'))
            ? '(globalThis.__zod_globalConfig ??= {}).jitless = true;'
            : '',
      },
    },
    sourcemap: false,
  },
});
